"""Addresses below /floor/."""

from __future__ import annotations

from django.urls import include, path

app_name = "floor"

urlpatterns = [
    path("record/", include("comity.web.floor.record.urls")),
    path("", include("comity.web.floor.console.urls")),
]
