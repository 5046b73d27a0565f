"""Addresses of what everybody may follow, below /live/."""

from __future__ import annotations

from django.urls import path

from comity.web.floor.live import views

app_name = "live"
urlpatterns = [
    path("<slug:slug>/<slug:code>/", views.session, name="session"),
    path("<slug:slug>/<slug:code>/screen/", views.screen, name="screen"),
    path("<slug:slug>/<slug:code>/data.json", views.data, name="data"),
]
