"""Addresses of the register's work; names stand in the desk's own namespace."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.practices import (
    answers,
    board,
    challenges,
    checklist,
    decisions,
    doing,
    editions,
    lists,
    loose,
    programmes,
    vocabularies,
)

urlpatterns = [
    path("practices/", board.home, name="register"),
    path("meetings/<slug:slug>/practices/", board.board, name="board"),
    path("meetings/<slug:slug>/practices/loose/", loose.loose, name="loose"),
    path("meetings/<slug:slug>/practices/loose/<int:pk>/<slug:name>/", loose.act, name="loose_act"),
    path("meetings/<slug:slug>/practices/answers/", answers.answers, name="answers"),
    path("meetings/<slug:slug>/practices/answers/<int:pk>/", answers.candidate, name="candidate"),
    path("meetings/<slug:slug>/practices/decisions/", decisions.decisions, name="decisions"),
    path("practices/<slug:ref>/", doing.practice, name="practice"),
    path("meetings/<slug:slug>/practices/editions/", editions.editions, name="editions"),
    path("meetings/<slug:slug>/practices/terms/", vocabularies.schemes, name="terms"),
    path("meetings/<slug:slug>/practices/terms/<slug:kind>/", vocabularies.term, name="new_term"),
    path("meetings/<slug:slug>/practices/terms/<slug:kind>/<slug:code>/", vocabularies.term, name="term"),
    path("meetings/<slug:slug>/practices/challenges/", challenges.every, name="challenges"),
    path("meetings/<slug:slug>/practices/initiatives/", programmes.every, name="initiatives"),
    path("meetings/<slug:slug>/practices/claims/", lists.claims, name="claims"),
    path("meetings/<slug:slug>/practices/holidays/", lists.holidays, name="holidays"),
    path("meetings/<slug:slug>/practices/holidays/<int:pk>/", lists.holiday, name="holiday"),
    path("meetings/<slug:slug>/practices/corrections/", lists.changed, name="corrections"),
    path("meetings/<slug:slug>/practices/corrections/<int:pk>/<slug:name>/", lists.settle, name="settle"),
    path("challenges/<slug:ref>/", challenges.challenge, name="challenge"),
    path("challenges/<slug:ref>/<slug:name>/", challenges.challenge, name="challenge_act"),
    path("initiatives/<slug:ref>/", programmes.initiative, name="initiative"),
    path("initiatives/<slug:ref>/<slug:name>/", programmes.initiative, name="initiative_act"),
    path("practices/<slug:ref>/safeguards/", checklist.checklist, name="safeguards"),
    path("practices/<slug:ref>/text/<slug:language>/", doing.write, name="write"),
    path("practices/<slug:ref>/coding/", doing.classify, name="classify"),
    path("practices/<slug:ref>/sources/<int:number>/seal/", doing.open_seal, name="seal"),
    path("practices/<slug:ref>/sources/<int:number>/<slug:name>/", doing.source, name="source"),
    path("practices/<slug:ref>/refusals/<int:pk>/", doing.reconsider, name="reconsider"),
    path("practices/<slug:ref>/acts/<slug:name>/", doing.act, name="practice_act"),
]
