"""Each act of the console by its button, what it says, and how it says no."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.floor import inscribing, listing, moderating, undoing
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, FloorAct, Inscription, Intervention
from comity.floor.models.speakers import Kind
from comity.floor.policy import PRESETS, Policy, Preset
from comity.meetings.models import Part, Segment, Session
from comity.participants.models import Participant, Person
from comity.refusals import NotNow
from tests.floor.makers import (
    BEGINS,
    MINUTE,
    SECOND,
    a_floor,
    a_question,
    an_organization,
    chair,
    delegate_of,
    has_floor,
    inscribed,
    listed,
)
from tests.makers import a_delegation, a_meeting, a_participant, a_person, the_desk
from tests.web.acting import signed_in
from tests.web.floor.test_console import address, does, opened

pytestmark = pytest.mark.django_db


def refused(floor: Floor, client: Client, name: str, status: int = 409, **fields: Any) -> str:
    answer = client.post(address(floor, name), fields)
    assert answer.status_code == status, answer.status_code
    floor.refresh_from_db()
    return unescape(answer.content.decode())


def a_panellist(session: Session, name: str = "Ana Silva", **fields: Any) -> Part:
    participant = a_participant(session.meeting, name, kind=Participant.Kind.PANELLIST)
    return Part.objects.create(
        session=session,
        participant=participant,
        **{"role": Part.Role.PANELLIST, "state": Part.State.CONFIRMED, "proposed_at": BEGINS, **fields},
    )


def leader(session: Session, name: str) -> Person:
    """Somebody without a role of the meeting, who moderates the session."""
    person = a_person(name)
    part = a_panellist(session, name.title(), role=Part.Role.MODERATOR)
    Participant.objects.filter(pk=part.participant_id).update(person=person)
    return person


def other_session(floor: Floor) -> Session:
    now = floor.session
    return Session.objects.create(
        meeting=now.meeting,
        code="s2",
        tier=Session.Tier.TECHNICAL,
        position=2,
        titles={"en": "Second session"},
        starts_at=now.ends_at,
        ends_at=now.ends_at + timedelta(hours=2),
    )


def test_a_panellist_is_given_the_floor_and_has_appeared() -> None:
    """R08-2: who was confirmed is noted as having appeared."""
    floor = a_floor()
    client = signed_in(chair(floor))
    part = a_panellist(floor.session)
    assert "The panellist has the floor." in does(floor, client, "present", part=part.pk)
    speaks = Intervention.objects.get()
    part.refresh_from_db()
    assert (speaks.part, speaks.kind, speaks.allowed_seconds, part.state) == (
        part,
        Kind.PRESENTATION,
        600,
        Part.State.APPEARED,
    )


def test_a_panellist_who_is_not_expected_or_is_another_session_s_is_not_given_the_floor() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    invited = a_panellist(floor.session, state=Part.State.INVITED)
    elsewhere = a_panellist(other_session(floor), "Bo Li")
    page = refused(floor, client, "present", part=invited.pk)
    assert "Only panellists who have accepted or are confirmed present." in page
    page = refused(floor, client, "present", 422, part=elsewhere.pk)
    assert "This is not here any more. The page shows how things are now." in page
    assert not Intervention.objects.exists()


def test_the_session_goes_on_to_its_next_part_and_not_to_one_of_another() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    part = Segment.objects.create(session=floor.session, position=2, kind="discussion", minutes=60)
    foreign = Segment.objects.create(session=other_session(floor), position=1, kind="discussion", minutes=60)
    assert "The next part of the session is on." in does(floor, client, "segment", segment=part.pk)
    assert floor.segment == part
    refused(floor, client, "segment", 422, segment=foreign.pk)
    assert floor.segment == part


def test_the_rules_are_told_in_minutes_and_seconds() -> None:
    floor = a_floor()
    rules = replace(Policy.of(floor.policy), member=150, group=10, replies=(600, 90))
    listing.set_policy(floor, rules, by=chair(floor), at=BEGINS)
    inscribed(floor, "nor")
    page = opened(floor, signed_in(chair(floor)))
    assert (
        "States 2:30 min · groups of States 10 s · panellists 10 min · others 3 min · "
        "rights of reply: 10 min, 1:30 min" in page
    )
    assert "<bdi>2:30 min</bdi>" in page


def test_to_look_at_a_session_writes_nothing() -> None:
    """A page that is opened makes no floor; the first act does, and one that is refused does not."""
    session = a_meeting().sessions.get()
    session.meeting.state, session.meeting.announced_at = "announced", BEGINS
    session.meeting.save()
    desk, norway = the_desk(session.meeting), a_delegation(session.meeting)
    where = [session.meeting.slug, session.code]
    client, delegate = signed_in(desk), signed_in(delegate_of(norway))
    for name, one in (("floor:console", client), ("floor:record", client), ("live:session", Client())):
        assert one.get(reverse(name, args=where)).status_code == 200, name
    assert delegate.get(reverse("portal:floor_session", args=[norway.pk, session.pk])).status_code == 200
    assert client.post(reverse("floor:console_act", args=[*where, "close"])).status_code == 409
    assert not Floor.objects.exists()
    assert client.post(reverse("floor:console_act", args=[*where, "open"])).status_code == 302
    assert Floor.objects.get().list_state == Floor.List.OPEN


def test_a_letter_is_drawn_and_the_list_goes_round_the_alphabet_from_it() -> None:
    """R09-10."""
    floor = a_floor()
    client = signed_in(chair(floor))
    for code in ("nor", "chl", "fra"):
        inscribed(floor, code)
    page = does(floor, client, "draw", letter="f", letter_language="en")
    assert "The list begins with the letter that was drawn." in page
    assert listed(floor) == ["fra", "nor", "chl"]
    assert "Give one letter." in refused(floor, client, "draw", 400, letter="3", letter_language="en")
    assert listed(floor) == ["fra", "nor", "chl"]


def test_a_preset_is_taken_with_all_its_rules() -> None:
    """R09-10."""
    floor = a_floor()
    client = signed_in(chair(floor))
    assert "The rules are set." in does(floor, client, "preset", preset="debate")
    assert Policy.of(floor.policy) == PRESETS[Preset.DEBATE]
    refused(floor, client, "preset", 422, preset="nonsense")
    assert Policy.of(floor.policy) == PRESETS[Preset.DEBATE]


def test_speaking_times_and_the_order_are_set_and_those_who_speak_keep_theirs() -> None:
    """R09-10: limits by category; whoever has the floor keeps the time that was given."""
    floor = a_floor()
    client = signed_in(chair(floor))
    speaks = has_floor(floor, "nor")
    said = {
        "member": "2.5",
        "group": "4",
        "panellist": "8",
        "other": "2",
        "replies": "10, 5",
        "order": "asked",
    }
    assert "The rules are set." in does(floor, client, "policy", **said, questions="on")
    now = Policy.of(floor.policy)
    assert (now.member, now.group, now.panellist, now.other, now.replies) == (150, 240, 480, 120, (600, 300))
    assert (now.order, now.questions, now.public_list) == (("time",), True, False)
    speaks.refresh_from_db()
    assert speaks.allowed_seconds == 180
    page = refused(floor, client, "policy", 422, **{**said, "replies": "ten"})
    assert "Write minutes, such as 10 5." in page
    page = refused(floor, client, "policy", 422, **{**said, "member": "0"})
    assert "States" in page
    assert Policy.of(floor.policy) == now


def test_a_call_is_taken_back_once() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    first = inscribed(floor, "nor")
    does(floor, client, "call", inscription=first.pk)
    assert "The call is taken back." in does(floor, client, "uncall", inscription=first.pk)
    first.refresh_from_db()
    assert first.state == Inscription.State.INSCRIBED
    assert "Only a call can be taken back." in refused(floor, client, "uncall", inscription=first.pk)


def test_an_inscription_is_ruled_out_with_a_reason_and_the_ruling_taken_back() -> None:
    """R09-2."""
    floor = a_floor()
    client = signed_in(chair(floor))
    first = inscribed(floor, "nor")
    page = does(floor, client, "refuse", inscription=first.pk, reason="On another agenda item.")
    assert "Ruled out of scope; the author is told by mail." in page
    assert "On another agenda item." in page
    assert listed(floor) == []
    does(floor, client, "unrule", ruling=floor.rulings.get().pk)
    assert listed(floor) == ["nor"]


def test_a_delegation_that_says_so_in_the_room_is_taken_off_the_list_once() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    first = inscribed(floor, "nor")
    assert "Taken off the list." in does(floor, client, "withdraw", inscription=first.pk)
    assert listed(floor) == []
    page = refused(floor, client, "withdraw", inscription=first.pk)
    assert "This is not possible now: Norway is “withdrawn”." in page


def test_a_right_of_reply_is_given_when_the_list_is_exhausted_and_never_without_a_rule() -> None:
    """R09-10."""
    floor = a_floor()
    client = signed_in(chair(floor))
    meeting, desk = floor.session.meeting, chair(floor)
    told = {"kind": "reply", "level": "delegate", "language": "en", "delegation": a_delegation(meeting).pk}
    assert "There is no right of reply in this session." in refused(floor, client, "inscribe", **told)
    does(floor, client, "preset", preset="debate")
    assert "Inscribed." in does(floor, client, "inscribe", **told)
    inscribed(floor, "chl")
    reply = floor.inscriptions.get(kind=Kind.REPLY)
    assert listed(floor) == ["chl", "nor"]
    page = refused(floor, client, "give", inscription=reply.pk)
    assert "Rights of reply are exercised when the list of speakers is exhausted." in page
    moderating.end(
        moderating.give(floor.inscriptions.get(kind="statement"), by=desk, at=BEGINS), by=desk, at=BEGINS
    )
    does(floor, client, "give", inscription=reply.pk)
    assert Intervention.objects.get(kind=Kind.REPLY).allowed_seconds == 600


def test_who_leads_one_session_conducts_no_other() -> None:
    """R08-1."""
    floor = a_floor()
    here, there = leader(floor.session, "here"), leader(other_session(floor), "there")
    assert "The list of speakers is closed." in does(floor, signed_in(here), "close")
    page = refused(floor, signed_in(there), "open", 403)
    assert "Only the moderator of this session, the Chair or the secretariat does this." in page
    assert floor.list_state == Floor.List.CLOSED
    assert signed_in(there).get(address(floor)).status_code == 403


def test_what_is_longer_ago_than_half_a_minute_is_not_undone() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    inscribed(floor, "nor")
    does(floor, client, "next")
    act = floor.acts.order_by("-number")[0]
    FloorAct.objects.filter(pk=act.pk).update(at=timezone.now() - undoing.WITHIN - SECOND)
    assert 'id="undo-bar"' not in opened(floor, client)
    page = refused(floor, client, "undo", act=act.pk)
    assert "This can be undone no more: it is longer ago than half a minute" in page
    assert Intervention.objects.filter(ended_at=None).exists()


def test_the_act_of_another_is_not_undone() -> None:
    floor = a_floor()
    inscribed(floor, "nor")
    does(floor, signed_in(chair(floor)), "next")
    client = signed_in(leader(floor.session, "vice"))
    act = floor.acts.order_by("-number")[0]
    assert 'id="undo-bar"' not in opened(floor, client)
    refused(floor, client, "undo", act=act.pk)
    assert Intervention.objects.filter(ended_at=None).exists()


def test_others_than_states_wait_until_the_moderator_gives_leave() -> None:
    """R09-10: “if time permits” (DOMAIN.md, appendix C)."""
    floor = a_floor()
    client = signed_in(chair(floor))
    union = an_organization(floor.session.meeting)
    aspects = [floor.session.meeting.aspects.earliest("position")]
    one = inscribing.ask(union, floor.session, Asked(aspects=aspects), by=delegate_of(union), at=BEGINS)
    assert listed(floor) == []
    assert 'id="asked-heading"' in opened(floor, client)
    assert "Put into the list." in does(floor, client, "admit", inscription=one.pk)
    assert listed(floor) == ["union"]


def test_nothing_is_done_on_the_floor_of_a_session_that_is_adjourned() -> None:
    floor = a_floor()
    client = signed_in(chair(floor))
    first, asked = inscribed(floor, "nor"), a_question(floor)
    moderating.adjourn(floor, by=chair(floor), at=BEGINS + MINUTE)
    for name, fields in {
        "give": {"inscription": first.pk},
        "open": {},
        "begin": {},
        "resume": {},
        "preset": {"preset": "debate"},
        "next": {},
    }.items():
        refused(floor, client, name, **fields)
    does(floor, client, "writing", question=asked.pk)
    with pytest.raises(NotNow):
        listing.open_list(floor, by=chair(floor), at=BEGINS + MINUTE)
