"""Addresses of the reading workspace, below those of a meeting's desk."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.reading import deciding, views

urlpatterns = [
    path("", views.resume, name="reading"),
    path("sum/", views.overview, name="reading_sum"),
    path("aside/", views.aside, name="reading_aside"),
    path("keys/", views.keys, name="reading_keys"),
    path("undo/", deciding.undo, name="reading_undo"),
    path("<int:pk>/", views.paragraph, name="reading_at"),
    path("<int:pk>/<slug:name>/", deciding.act, name="reading_act"),
]
