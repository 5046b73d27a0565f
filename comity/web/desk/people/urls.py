"""Addresses of the desk's pages of people."""

from __future__ import annotations

from django.urls import path

from comity.web.desk.people import consulting, delegations, imports, panels, participant, participants

urlpatterns = [
    path("participants/", participants.participants, name="participants"),
    path("participants/pending/", participants.pending, name="pending"),
    path("participants/approve/", participants.approve, name="approve"),
    path("participants/new/", participants.new, name="new_participant"),
    path("participants/import/", imports.send, name="participants_import"),
    path("participants/lists/<int:pk>/", imports.look, name="participants_list"),
    path("participants/list.<slug:kind>", participants.give_out, name="participants_file"),
    path("participants/<int:pk>/", participant.participant, name="participant"),
    path("participants/<int:pk>/erase/", participant.erase, name="erase_participant"),
    path("participants/<int:pk>/<slug:name>/", participant.act, name="participant_act"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:pk>/places/", delegations.places, name="places"),
    path("panels/", panels.panels, name="panels"),
    path("panels/<slug:code>/", panels.panel, name="panel"),
    path("panels/<slug:code>/propose/", panels.propose, name="propose"),
    path("panels/<slug:code>/<int:pk>/invite/", panels.invite, name="invite_part"),
    path("panels/<slug:code>/<int:pk>/<slug:name>/", panels.act, name="part_act"),
    path("consultations/", consulting.consultations, name="consultations"),
    path("consultations/tell/", consulting.tell, name="tell_consultations"),
    path("consultations/<int:pk>/strike/", consulting.strike, name="strike"),
]
