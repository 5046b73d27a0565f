"""A new meeting after the model of one that was."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from comity.meetings import cloning, programme
from comity.meetings.models import Meeting
from comity.refusals import NotAllowed, Refused
from tests.makers import DEADLINE, NOW, a_person, the_desk
from tests.meetings.makers import a_programme, a_session

pytestmark = pytest.mark.django_db


def test_a_clone_has_frame_and_programme_at_the_same_hours_of_the_venues_clock() -> None:
    """Summer time begins in between: 10 a.m. stays 10 a.m."""
    meeting = a_programme(titles={"en": "Special Meeting 2016"}, state=Meeting.State.PROVISIONAL)
    topic = meeting.sessions.get(tier="special")
    gone = a_session(meeting, leads_to=[topic])
    programme.cancel(gone, reasons={"en": "No."}, by=the_desk(meeting), at=NOW)
    made = cloning.clone(meeting, slug="sm2017", opens_on=date(2017, 5, 17), by=the_desk(meeting), at=NOW)
    assert (made.state, made.opens_on, made.closes_on) == ("concept", date(2017, 5, 17), date(2017, 5, 18))
    assert (made.titles, made.announced_at) == ({"en": "Special Meeting 2017"}, None)
    assert made.statements_due_at is not None
    assert made.statements_due_at.astimezone(made.zone).hour == DEADLINE.astimezone(made.zone).hour
    technical = made.sessions.get(tier="technical")
    assert technical.starts_at == datetime(2017, 5, 17, 14, tzinfo=UTC)
    assert [one.meeting for one in technical.leads_to.all()] == [made]
    assert [one.code for one in technical.aspects.all()] == ["one", "two"]
    assert [one.minutes for one in technical.segments.all()] == [45, 45]
    assert technical.room is not None
    assert (technical.room.code, technical.room.meeting) == ("cr4", made)
    assert not made.agendas.exists()
    assert made.series == meeting.series is not None


def test_a_clone_has_a_short_name_of_its_own() -> None:
    meeting = a_programme()
    with pytest.raises(Refused, match="already"):
        cloning.clone(meeting, slug="sm2016", opens_on=date(2017, 5, 17), by=the_desk(meeting), at=NOW)
    assert Meeting.objects.count() == 1


def test_a_stranger_clones_nothing() -> None:
    with pytest.raises(NotAllowed):
        cloning.clone(a_programme(), slug="sm2017", opens_on=date(2017, 5, 17), by=a_person(), at=NOW)
