"""The log of consultations and the categories that nobody has consulted."""

from __future__ import annotations

from typing import Any

import pytest

from comity.participants import consulting
from comity.participants.models import Body, Consultation, Role
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_meeting, a_person, a_role, the_desk

pytestmark = pytest.mark.django_db
TALK: dict[str, Any] = {
    **{"category": "private_sector", "body": None, "whom": "A company", "held_on": NOW.date()},
    **{"way": "call", "about": "What works."},
}


def test_the_report_lists_what_is_covered_and_what_is_not() -> None:
    """R02-4."""
    meeting = a_meeting()
    desk = the_desk(meeting)
    consulting.log(meeting, **TALK, by=desk, at=NOW)
    consulting.log(meeting, **{**TALK, "body": Body.objects.get(code="nor")}, by=desk, at=NOW)
    Consultation.objects.create(
        meeting=a_meeting("other"),
        category="civil_society",
        whom="X",
        held_on=NOW.date(),
        way="call",
        recorded_by=desk,
        recorded_at=NOW,
    )
    rows = {one.code: (one.times, one.last_on, one.is_uncovered) for one in consulting.coverage(meeting)}
    assert rows == {
        "states": (1, NOW.date(), False),
        "international": (0, None, True),
        "regional": (0, None, True),
        "subregional": (0, None, True),
        "private": (1, NOW.date(), False),
        "civil": (0, None, True),
    }
    assert [str(one) for one in meeting.consultations.order_by("pk")] == ["A company", "Norway"]


def test_what_was_entered_by_mistake_is_taken_out_once() -> None:
    meeting = a_meeting()
    reader = a_role(Role.RAPPORTEUR, meeting)
    noted = consulting.log(meeting, **TALK, by=reader, at=NOW)
    consulting.strike(noted, by=reader, at=NOW)
    assert all(one.is_uncovered for one in consulting.coverage(meeting))
    with pytest.raises(NotNow):
        consulting.strike(noted, by=reader, at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"whom": " "}, {"held_on": NOW.date().replace(year=2090)}, {"about": "Passport AB1234567"}]
)
def test_what_is_no_consultation_is_refused(wrong: dict[str, Any]) -> None:
    meeting = a_meeting()
    with pytest.raises(Refused):
        consulting.log(meeting, **{**TALK, **wrong}, by=the_desk(meeting), at=NOW)


def test_only_the_secretariat_and_rapporteurs_log() -> None:
    meeting = a_meeting()
    with pytest.raises(NotAllowed):
        consulting.log(meeting, **TALK, by=a_person(), at=NOW)
    noted = consulting.log(meeting, **TALK, by=the_desk(meeting), at=NOW)
    with pytest.raises(NotAllowed):
        consulting.strike(noted, by=a_role(Role.CHAIR, meeting), at=NOW)
