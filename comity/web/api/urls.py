"""Addresses of the pages about the interface."""

from __future__ import annotations

from django.urls import path

from comity.web.api import pages

app_name = "programmes"
urlpatterns = [path("interface/", pages.reference, name="reference")]
