"""Addresses of resources and follow-up at the desk; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.outcome import following, lists, resources

HERE = "meetings/<slug:slug>/"

urlpatterns = [
    path(f"{HERE}resources/", resources.page, name="resources"),
    path(f"{HERE}resources/<slug:name>/", resources.act, name="resources_act"),
    path(f"{HERE}follow-up/", following.page, name="follow_up"),
    path(f"{HERE}follow-up/lists/new/", lists.send, name="progress_import"),
    path(f"{HERE}follow-up/lists/<int:pk>/", lists.look, name="progress_list"),
    path(f"{HERE}follow-up/<slug:name>/", following.act, name="follow_up_act"),
]
