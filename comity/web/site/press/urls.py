"""Addresses of the press room and of the series; names stand in the site's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.site.press import asking, feeds, pages, series

urlpatterns = [
    path("press/", pages.room, name="press"),
    path("press.atom", feeds.atom, name="press_feed"),
    path("press/highlights/", pages.highlights, name="press_highlights"),
    path("press/accreditation/<slug:slug>/", asking.ask, name="press_ask"),
    path("press/accreditation/<slug:slug>/sent/", asking.asked, name="press_asked"),
    path("press/stop/<str:key>/", asking.stop, name="press_stop"),
    path("press/releases/<slug:ref>/", pages.release, name="press_release"),
    path("press/releases/<slug:ref>/v<int:number>/", pages.version, name="press_version"),
    path("press/releases/<slug:ref>/release.<slug:kind>", pages.file, name="press_file"),
    path("press/conferences/<slug:ref>/", pages.conference, name="press_conference"),
    path("series/", series.front, name="series"),
    path("series/<slug:slug>/paragraphs/", series.paragraphs, name="series_paragraphs"),
    path("series/<slug:slug>/excerpts/", series.excerpts, name="series_excerpts"),
    path("series/<slug:slug>/decisions/", series.decisions, name="series_decisions"),
    path("series/<slug:slug>/follow-up/", series.follow_up, name="series_follow_up"),
]
