from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comity.meetings.models import Attribution, Meeting, Session
from comity.papers import minutes as minuting
from comity.papers import results
from comity.participants.models import Person, Role
from tests.makers import NOW, a_meeting, a_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def rapporteur(meeting: Meeting) -> Person:
    return a_role(Role.RAPPORTEUR, meeting)


def a_technical(meeting: Meeting, code: str = "t1") -> Session:
    """The day before the Special Meeting."""
    special = meeting.sessions.get(code="s1")
    begins = special.starts_at - timedelta(days=1)
    session = Session.objects.create(
        meeting=meeting,
        code=code,
        tier=Session.Tier.TECHNICAL,
        position=9,
        titles={"en": f"Technical {code}"},
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        attribution=Attribution.NON_ATTRIBUTED,
    )
    session.leads_to.add(special)
    return session


def test_results_reach_the_rapporteurs_before_the_special_meeting_opens(
    meeting: Meeting, rapporteur: Person
) -> None:
    """R07-3"""
    session = a_technical(meeting)
    special = meeting.sessions.get(code="s1")
    kept = minuting.begin(session, language="en", by=rapporteur, at=session.ends_at)
    other = a_role(Role.RAPPORTEUR, meeting, name="of-the-special-meeting")
    (one,) = results.of(meeting, person=other)
    assert (one.session, one.topics, one.minutes, one.opens_at) == (
        session,
        [special],
        kept,
        special.starts_at,
    )
    assert not one.is_shared
    minuting.share(kept, by=rapporteur, at=session.ends_at)
    assert results.of(meeting, person=other)[0].is_shared


def test_results_that_are_missing_are_told_in_time(meeting: Meeting, rapporteur: Person) -> None:
    """R07-3"""
    session = a_technical(meeting)
    (one,) = results.of(meeting, person=rapporteur)
    assert not one.is_late(session.starts_at)
    assert one.is_late(session.ends_at + timedelta(hours=2))
    minuting.share(minuting.begin(session, language="en", by=rapporteur, at=NOW), by=rapporteur, at=NOW)
    (one,) = results.of(meeting, person=rapporteur)
    assert not one.is_late(session.ends_at + timedelta(hours=2))


def test_others_learn_that_there_are_results_and_read_them_only_if_they_may(
    meeting: Meeting, rapporteur: Person
) -> None:
    """RX-1"""
    kept = minuting.begin(a_technical(meeting), language="en", by=rapporteur, at=NOW)
    chair = a_role(Role.CHAIR, meeting)
    assert results.of(meeting, person=chair)[0].minutes is None
    minuting.share(kept, by=rapporteur, at=NOW)
    assert results.of(meeting, person=chair)[0].minutes == kept
    minuting.tighten(kept, Attribution.CONFIDENTIAL, by=rapporteur, at=NOW)
    (one,) = results.of(meeting, person=chair)
    assert (one.minutes, one.is_shared) == (None, True)


def test_what_is_cancelled_has_no_results(meeting: Meeting, rapporteur: Person) -> None:
    Session.objects.filter(pk=a_technical(meeting).pk).update(cancelled_at=NOW)
    assert results.of(meeting, person=rapporteur) == []


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_list_costs_the_same_however_long(
    meeting: Meeting, rapporteur: Person, sessions: int, django_assert_num_queries: Any
) -> None:
    for number in range(sessions):
        a_technical(meeting, f"t{number}")
    with django_assert_num_queries(2):
        assert len(results.of(meeting, person=rapporteur)) == sessions
