"""Addresses of the secretariat's desk."""

from __future__ import annotations

from django.urls import include, path

from comity.web.desk import deciding, letters, many, naming, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("meetings/<slug:slug>/", views.home, name="meeting"),
    path("meetings/<slug:slug>/statements/", views.statements, name="list"),
    path("meetings/<slug:slug>/statements/act/", many.many, name="many"),
    path("meetings/<slug:slug>/", include("comity.web.desk.people.urls")),
    path("meetings/<slug:slug>/reading/", include("comity.web.desk.reading.urls")),
    path("statements/<slug:ref>/", views.statement, name="statement"),
    path("statements/<slug:ref>/v<int:number>/", views.statement, name="version"),
    path("statements/<slug:ref>/v<int:before>...v<int:after>/", views.difference, name="difference"),
    path("statements/<slug:ref>/readers/", naming.add, name="reader"),
    path("statements/<slug:ref>/readers/<int:pk>/", naming.take_off, name="take_off"),
    path("statements/<slug:ref>/seal/", deciding.open_seal, name="open_record"),
    path("statements/<slug:ref>/<slug:name>/", deciding.act, name="act"),
    path("mails/<int:pk>/", letters.decide, name="letter"),
    path("requests/<int:pk>/", deciding.decide, name="decide"),
    path("files/<int:pk>/", views.file, name="file"),
    path("", include("comity.web.desk.practices.urls")),
    path("", include("comity.web.desk.framework.urls")),
    path("", include("comity.web.desk.campaigns.urls")),
    path("", include("comity.web.desk.papers.urls")),
    path("", include("comity.web.desk.press.urls")),
    path("", include("comity.web.desk.summary.urls")),
    path("", include("comity.web.desk.outcome.urls")),
    path("", include("comity.web.desk.programme.urls")),
    path("", include("comity.web.desk.telling.urls")),
]
