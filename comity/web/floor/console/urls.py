"""Addresses of the moderator's console, below /floor/."""

from __future__ import annotations

from django.urls import path

from comity.web.floor.console import views

urlpatterns = [
    path("", views.sessions, name="sessions"),
    path("<slug:slug>/<slug:code>/", views.console, name="console"),
    path("<slug:slug>/<slug:code>/number/", views.number, name="console_number"),
    path("<slug:slug>/<slug:code>/keys/", views.keys, name="console_keys"),
    path("<slug:slug>/<slug:code>/act/<slug:name>/", views.act, name="console_act"),
]
