"""Addresses of resources and follow-up in the portal; names stand in the portal's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.portal.outcome import following, resources

urlpatterns = [
    path("delegations/<int:pk>/resources/", resources.page, name="resources"),
    path("delegations/<int:pk>/resources/<slug:name>/", resources.act, name="resources_act"),
    path("follow-up/", following.own, name="follow_up_own"),
    path("delegations/<int:pk>/follow-up/", following.page, name="follow_up"),
    path("delegations/<int:pk>/follow-up/<slug:name>/", following.act, name="follow_up_act"),
]
