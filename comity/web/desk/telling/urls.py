"""Addresses of notices and mails."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.telling import mails, notices

urlpatterns = [
    path("meetings/<slug:slug>/notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("meetings/<slug:slug>/mails/", mails.mails, name="mails"),
]
