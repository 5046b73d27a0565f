"""Addresses of the register's work; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.practices import board, checklist, doing, editions, loose

urlpatterns = [
    path("practices/", board.home, name="register"),
    path("meetings/<slug:slug>/practices/", board.board, name="board"),
    path("meetings/<slug:slug>/practices/loose/", loose.loose, name="loose"),
    path("meetings/<slug:slug>/practices/loose/<int:pk>/<slug:name>/", loose.act, name="loose_act"),
    path("practices/<slug:ref>/", doing.practice, name="practice"),
    path("meetings/<slug:slug>/practices/editions/", editions.editions, name="editions"),
    path("practices/<slug:ref>/safeguards/", checklist.checklist, name="safeguards"),
    path("practices/<slug:ref>/text/<slug:language>/", doing.write, name="write"),
    path("practices/<slug:ref>/coding/", doing.classify, name="classify"),
    path("practices/<slug:ref>/sources/<int:number>/seal/", doing.open_seal, name="seal"),
    path("practices/<slug:ref>/sources/<int:number>/<slug:name>/", doing.source, name="source"),
    path("practices/<slug:ref>/refusals/<int:pk>/", doing.reconsider, name="reconsider"),
    path("practices/<slug:ref>/acts/<slug:name>/", doing.act, name="practice_act"),
]
