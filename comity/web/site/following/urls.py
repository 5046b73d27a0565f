"""Addresses of following. Who holds a key from a mail need not sign in."""

from __future__ import annotations

from django.urls import path

from comity.web.site.following import calendars, changes, follow, manage, searches

urlpatterns = [
    path("follow/", follow.follow, name="follow"),
    path("follow/sent/", follow.sent, name="follow_sent"),
    path("following/<str:following>/", manage.manage, name="following"),
    path("following/<str:following>/<int:pk>/confirm/", manage.confirm, name="following_confirm"),
    path("following/<str:following>/stop/", manage.stop, name="following_stop"),
    path("calendars/own/<str:following>.ics", calendars.own, name="own_calendar"),
    path("calendars/<slug:slug>.ics", calendars.meeting, name="calendar"),
    path("calendars/<slug:slug>/<slug:code>.ics", calendars.session, name="session_calendar"),
    path("changes/", changes.changes, name="changes"),
    path("changes.atom", changes.atom, name="changes_feed"),
    path("search.atom", searches.atom, name="search_feed"),
]
