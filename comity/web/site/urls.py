"""Addresses of the public site."""

from __future__ import annotations

from django.urls import path

from comity.web.site import feeds, lists, pages, search, statement

app_name = "site"
urlpatterns = [
    path("", pages.home, name="home"),
    path("programme/", pages.programme, name="programme"),
    path("statements/", lists.statements, name="statements"),
    path("statements.atom", feeds.atom, name="feed"),
    path("statements/<slug:ref>/", statement.statement, name="statement"),
    path("statements/<slug:ref>/data.json", statement.data, name="data"),
    path("statements/<slug:ref>/files/<str:language>/", statement.file, name="file"),
    path("statements/<slug:ref>/v<int:number>/", statement.version, name="version"),
    path("statements/<slug:ref>/v<int:number>/files/<str:language>/", statement.file, name="version_file"),
    path("delegations/<slug:code>/", lists.delegation, name="delegation"),
    path("instruments/", lists.instruments, name="instruments"),
    path("instruments/<slug:slug>/", lists.instrument, name="instrument"),
    path("search/", search.search, name="search"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
