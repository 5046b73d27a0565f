"""Addresses of the delegations' portal."""

from __future__ import annotations

from django.urls import include, path

from comity.web.portal import people, steps, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("enter/", views.enter, name="enter"),
    path("delegations/<int:pk>/new/", steps.new, name="new"),
    path("delegations/<int:pk>/people/", people.people, name="people"),
    path("delegations/<int:pk>/people/<int:participant>/withdraw/", people.withdraw, name="withdraw_member"),
    path("statements/<slug:ref>/", views.statement, name="statement"),
    path("statements/<slug:ref>/place/", steps.place, name="place"),
    path("statements/<slug:ref>/files/", steps.files, name="files"),
    path("statements/<slug:ref>/files/<int:pk>/", steps.file, name="file"),
    path("statements/<slug:ref>/conditions/", steps.conditions, name="conditions"),
    path("statements/<slug:ref>/check/", steps.check, name="check"),
    path("statements/<slug:ref>/discard/", steps.discard, name="discard"),
    path("statements/<slug:ref>/change/<str:kind>/", views.change, name="change"),
    path("statements/<slug:ref>/withdraw/", views.withdraw, name="withdraw"),
    path("statements/<slug:ref>/ask/", views.ask, name="ask"),
    path("receipts/<slug:number>/", views.receipt, name="receipt"),
    path("downloads/<int:pk>/", views.download, name="download"),
    path("", include("comity.web.portal.floor.urls")),
    path("", include("comity.web.portal.practices.urls")),
    path("", include("comity.web.portal.outcome.urls")),
]
