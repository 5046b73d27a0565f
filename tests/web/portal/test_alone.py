"""Somebody of civil society puts questions, without a delegation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from comity.floor import listing, moderating, ruling
from comity.floor.models import Floor, Question
from comity.floor.policy import PRESETS, Preset
from comity.meetings.models import Session
from comity.participants.models import Letter, Participant, Person
from tests.floor.makers import BEGINS, a_floor, chair
from tests.makers import a_participant, a_person
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    found = a_floor()
    soon = timezone.now() + timedelta(hours=1)
    Session.objects.filter(pk=found.session_id).update(ends_at=soon)
    return found


def ana(floor: Floor, **fields: Any) -> Person:
    person = a_person("ana")
    a_participant(floor.session.meeting, person=person, **fields)
    return person


def page(floor: Floor, ending: str = "") -> str:
    return f"/en/portal/sessions/{floor.session_id}/questions/{ending}"


def asks(client: Client, floor: Floor, text: str = "Who pays?", **other: Any) -> str:
    aspects = [floor.session.meeting.aspects.earliest("position").pk]
    said = {"text": text, "language": "en", "aspects": aspects, **other}
    return client.post(page(floor), said, follow=True).content.decode()


def test_whoever_takes_part_alone_finds_the_page_and_asks(floor: Floor) -> None:
    """R10-4, R09-1."""
    client = signed_in(ana(floor))
    assert 'href="/en/portal/"' in client.get("/en/").content.decode()
    assert page(floor) in client.get("/en/portal/").content.decode()
    assert "Your question has reached the moderator." in asks(client, floor)
    asks(client, floor)  # sent twice
    made = Question.objects.get()
    assert (made.text, made.delegation, made.participant.name) == ("Who pays?", None, "Ana Silva")  # type: ignore[union-attr]
    assert "Choose at least one aspect" in asks(client, floor, "Why?", aspects=[])
    client.post(page(floor, f"{made.pk}/withdraw/"))
    made.refresh_from_db()
    assert made.state == "withdrawn"


@pytest.mark.parametrize(
    "fields", [{"kind": "observer"}, {"kind": "media"}, {"state": "pending"}, {"state": "declined"}]
)
def test_those_who_may_not_ask_have_no_such_page(floor: Floor, fields: dict[str, str]) -> None:
    """R10-4."""
    client = signed_in(ana(floor, **fields))
    assert client.get(page(floor)).status_code == 404
    assert client.post(page(floor), {"text": "Who pays?"}).status_code == 404
    assert page(floor) not in client.get("/en/portal/").content.decode()
    assert 'href="/en/portal/"' not in client.get("/en/account/").content.decode()
    assert not Question.objects.exists()


def test_where_the_policy_takes_no_questions_the_page_says_so(floor: Floor) -> None:
    client = signed_in(ana(floor))
    listing.set_policy(floor, PRESETS[Preset.DEBATE], by=chair(floor), at=BEGINS)
    shown = client.get(page(floor)).content.decode()
    assert "No questions are taken in this session." in shown
    assert "<textarea" not in shown
    assert "No questions are taken in this session." in asks(client, floor)
    assert not Question.objects.exists()


def test_a_ruling_is_told_with_its_reason_and_offers_no_statement(floor: Floor) -> None:
    """R09-2: written statements are sent by delegations."""
    client = signed_in(ana(floor))
    asks(client, floor)
    ruling.rule_out(Question.objects.get(), reason="Not an aspect.", by=chair(floor), at=BEGINS)
    shown = client.get(page(floor)).content.decode()
    assert "Not an aspect." in shown
    assert "written statement" not in shown
    letter = Letter.objects.get(to="ana@example.org")
    assert "Not an aspect." in letter.body
    assert "written statement" not in letter.body


def test_the_question_of_another_is_neither_seen_nor_withdrawn(floor: Floor) -> None:
    asks(signed_in(ana(floor)), floor)
    other = a_person("bo")
    a_participant(floor.session.meeting, "Bo Li", person=other)
    client = signed_in(other)
    assert "Who pays?" not in client.get(page(floor)).content.decode()
    assert client.post(page(floor, f"{Question.objects.get().pk}/withdraw/")).status_code == 404
    assert Question.objects.get().state == "submitted"


def test_nothing_is_asked_once_the_session_is_adjourned(floor: Floor) -> None:
    client = signed_in(ana(floor))
    moderating.adjourn(floor, by=chair(floor), at=BEGINS)
    assert page(floor) not in client.get("/en/portal/").content.decode()
    assert "The session is adjourned." in asks(client, floor)
    assert not Question.objects.exists()
    assert Participant.objects.filter(person__email="ana@example.org").count() == 1
