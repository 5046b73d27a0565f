"""Addresses of the framework; names stand in the site's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.site.framework import pages, places

urlpatterns = [
    path("framework/", pages.latest, name="framework"),
    path("framework/<int:number>/", places.of_the_meeting, name="framework_number"),
    path("framework/<slug:slug>/<int:number>/", places.place, name="framework_node"),
    path("framework/<slug:slug>/editions/<int:number>/", pages.edition, name="framework_edition"),
    path("framework/<slug:slug>/editions/<int:number>.<slug:kind>", pages.file, name="framework_file"),
    path(
        "framework/<slug:slug>/editions/<int:before>...<int:after>/",
        pages.difference,
        name="framework_difference",
    ),
]
