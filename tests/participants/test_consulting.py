"""The log of consultations and the categories that nobody has consulted."""

from __future__ import annotations

from typing import Any

import pytest

from comity.meetings.models import Series
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


def test_a_consultation_says_on_which_aspects_by_whom_and_what_came_of_it() -> None:
    """R02-4."""
    meeting = a_meeting()
    noted = consulting.log(
        meeting,
        **TALK,
        aspects=meeting.aspects.filter(code="one"),
        held_by=" Ms.  Reader ",
        outcome="A paper follows.",
        confidential=True,
        by=the_desk(meeting),
        at=NOW,
    )
    assert [one.code for one in noted.aspects.all()] == ["one"]
    assert (noted.held_by, noted.outcome, noted.confidential) == ("Ms. Reader", "A paper follows.", True)
    spoken = {one.code for one in consulting.not_spoken_of(meeting)}
    assert spoken == {one.code for one in meeting.aspects.all()} - {"one"}


def test_what_is_confidential_is_in_no_public_figure() -> None:
    """R02-4."""
    meeting = a_meeting()
    desk = the_desk(meeting)
    consulting.log(meeting, **TALK, confidential=True, by=desk, at=NOW)
    consulting.log(meeting, **{**TALK, "category": "media"}, by=desk, at=NOW)
    assert sum(one.times for one in consulting.coverage(meeting)) == 1
    assert sum(one.times for one in consulting.coverage(meeting, public=True)) == 0
    assert [(one.code, one.times) for one in consulting.others(meeting)] == [("media", 1)]


def test_the_secretariat_lets_the_public_read_the_figures_of_the_series() -> None:
    meeting = a_meeting()
    desk = the_desk(meeting)
    with pytest.raises(NotNow, match="no series"):
        consulting.tell(meeting, True, by=desk, at=NOW)
    meeting.series = Series.objects.create(slug="ict", titles={"en": "ICT"})
    meeting.save()
    with pytest.raises(NotAllowed):
        consulting.tell(meeting, True, by=a_role(Role.RAPPORTEUR, meeting), at=NOW)
    consulting.tell(meeting, True, by=desk, at=NOW)
    assert Series.objects.get().tells_consultations
    with pytest.raises(NotNow, match="was first"):
        consulting.tell(meeting, True, by=desk, at=NOW)
    consulting.tell(meeting, False, by=desk, at=NOW)
    assert not Series.objects.get().tells_consultations
