"""Addresses of the press office; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.press import accreditation, conferences, highlights, office, releases

HERE = "meetings/<slug:slug>/press/"

urlpatterns = [
    path(HERE, office.office, name="press"),
    path(f"{HERE}begin/", office.begin, name="press_begin"),
    path(f"{HERE}highlights/", highlights.picker, name="press_highlights"),
    path(f"{HERE}highlights/pick/<int:pk>/", highlights.pick, name="press_pick"),
    path(f"{HERE}highlights/<int:pk>/words/<str:language>/", highlights.words, name="press_words"),
    path(f"{HERE}highlights/<int:pk>/<slug:name>/", highlights.act, name="press_highlight_act"),
    path(f"{HERE}conferences/", conferences.plan, name="press_conferences"),
    path(f"{HERE}accreditation/", accreditation.listed, name="press_accreditation"),
    path(f"{HERE}accreditation/<int:pk>/<slug:name>/", accreditation.act, name="press_accredit"),
    path("press/releases/<slug:ref>/", releases.release, name="press_release"),
    path("press/releases/<slug:ref>/release.<slug:kind>", releases.file, name="press_file"),
    path("press/releases/<slug:ref>/<slug:name>/", releases.act, name="press_act"),
    path("press/conferences/<slug:ref>/", conferences.conference, name="press_conference"),
    path("press/conferences/<slug:ref>/<slug:name>/", conferences.act, name="press_conference_act"),
]
