"""Addresses without a language: permanent ones, health, robots."""

from __future__ import annotations

from django.urls import path

from comity.web.site import feeds, statement

urlpatterns = [
    path("id/<slug:ref>", statement.permanent, name="permanent"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("health", feeds.health, name="health"),
]
