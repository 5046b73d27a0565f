"""The pages of a session's record, for those inside and for the public (R08-2, RX-1)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.floor import durations, moderating, recorded, recording
from comity.floor.models import Floor
from comity.floor.told import View
from comity.meetings.models import Attribution, Meeting, Session
from comity.participants.models import Person, Role
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair, delegate_of, has_floor
from tests.floor.test_debate import a_record
from tests.makers import a_role

pytestmark = pytest.mark.django_db


def browser(person: Person | None = None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def page(floor: Floor, name: str = "record", *more: object) -> str:
    return reverse(f"floor:{name}", args=[floor.session.meeting.slug, floor.session.code, *more])


def reader(floor: Floor) -> Person:
    found = Person.objects.filter(assignments__role=Role.RAPPORTEUR).first()
    return found or a_role(Role.RAPPORTEUR, floor.session.meeting)


def in_public(floor: Floor) -> Floor:
    Meeting.objects.filter(pk=floor.session.meeting_id).update(state=Meeting.State.IN_SESSION)
    return floor


def test_the_secretariat_reads_who_spoke_how_long_and_what_was_decided() -> None:
    """R08-2."""
    floor = a_record()
    told = browser(chair(floor)).get(page(floor)).content.decode()
    for words in ("Norway", "Chile", "Kenya", "2:00", "The list goes on.", "How long are they kept?"):
        assert words in told
    assert browser(delegate_of(floor.interventions.first().delegation)).get(page(floor)).status_code == 403


def test_the_public_reads_the_record_of_an_attributed_session_only() -> None:
    """RX-1."""
    floor = in_public(a_record())
    answer = browser().get(page(floor, "record_public"))
    assert answer.status_code == 200
    assert "Norway" in answer.content.decode()
    assert "Referrals are kept." not in answer.content.decode()
    Session.objects.filter(pk=floor.session_id).update(attribution=Attribution.NON_ATTRIBUTED)
    assert browser().get(page(floor, "record_public")).status_code == 404
    assert browser().get(page(floor, "record_public_file", "json")).status_code == 404


def test_a_file_taken_by_those_inside_names_nobody_under_the_chatham_house_rule() -> None:
    """RX-1."""
    floor = a_record(Attribution.NON_ATTRIBUTED)
    answer = browser(chair(floor)).get(page(floor, "record_file", "csv"))
    assert answer.status_code == 200
    assert "Norway" not in answer.content.decode()


def test_what_was_typed_stays_where_a_colleague_was_faster() -> None:
    floor = a_floor()
    turn = has_floor(floor)
    recording.note(turn, "Hers.", seen="", by=reader(floor), at=BEGINS + MINUTE)
    answer = browser(reader(floor)).post(
        page(floor, "record_act", 1, "note"), {"words": "Mine <b>.", "seen": ""}
    )
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine &lt;b&gt;." in told
    assert "Hers." in told
    again = {"words": "Hers. Mine.", "seen": "Hers."}
    assert browser(reader(floor)).post(page(floor, "record_act", 1, "note"), again).status_code == 302
    turn.refresh_from_db()
    assert turn.summary == "Hers. Mine."


def test_an_open_turn_shows_its_forms_to_the_rapporteur_alone() -> None:
    floor = a_floor()
    has_floor(floor)
    address = page(floor) + "?turn=1"
    assert "turn-forms" in browser(reader(floor)).get(address).content.decode()
    assert "turn-forms" not in browser(chair(floor)).get(address).content.decode()


def test_speaking_time_stands_in_the_order_of_protocol_and_not_of_length() -> None:
    """R08-2: no ranking of States."""
    floor = a_record()
    found = durations.of(recorded.of(floor, View.INSIDE, at=BEGINS + 9 * MINUTE))
    assert [(one.name, one.seconds) for one in found.delegations] == [
        ("Chile", 120),
        ("Kenya", 60),
        ("Norway", 120),
    ]
    assert [(one.turns, one.seconds) for one in found.categories] == [(3, 300)]


@pytest.mark.parametrize("mode", [Attribution.BY_CATEGORY, Attribution.NON_ATTRIBUTED])
def test_speaking_time_names_no_delegation_under_the_chatham_house_rule(mode: Attribution) -> None:
    """RX-1."""
    floor = a_record(mode)
    found = durations.of(recorded.of(floor, View.TAKEN, at=BEGINS + 9 * MINUTE))
    assert (found.delegations, found.regions) == ((), ())
    assert [one.turns for one in found.categories] == ([3] if mode == Attribution.BY_CATEGORY else [])


def test_of_a_category_with_fewer_than_three_turns_nothing_is_counted() -> None:
    """RX-1."""
    floor = a_floor()
    Session.objects.filter(pk=floor.session_id).update(attribution=Attribution.BY_CATEGORY)
    floor.session.refresh_from_db()
    moderating.end(has_floor(floor, "nor"), by=chair(floor), at=BEGINS + MINUTE)
    found = durations.of(recorded.of(floor, View.TAKEN, at=BEGINS + 9 * MINUTE))
    assert (found.categories, found.withheld) == ((), 1)
