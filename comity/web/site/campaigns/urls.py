"""Addresses of campaigns; names stand in the site's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.site.campaigns import pages

urlpatterns = [
    path("campaigns/", pages.campaigns, name="campaigns"),
    path("campaigns/<slug:slug>/<int:number>/", pages.campaign, name="campaign"),
]
