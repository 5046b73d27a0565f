"""A meeting goes from its concept to its archive, one allowed move after the other."""

from __future__ import annotations

from itertools import product

import pytest

from comity.meetings import holding, programme, states
from comity.meetings.models import Meeting
from comity.meetings.states import MOVES, State
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_person, a_role, the_desk
from tests.meetings.makers import a_concept, a_programme, a_session

pytestmark = pytest.mark.django_db
LIFE = (
    *(State.APPROVED, State.PROVISIONAL, State.ANNOUNCED, State.REGISTRATION, State.IN_SESSION),
    *(State.SUSPENDED, State.IN_SESSION, State.ADJOURNED, State.OUTCOME_PENDING, State.OUTCOME_ISSUED),
    *(State.FOLLOW_UP, State.ARCHIVED),
)


def test_a_meeting_is_held_from_its_concept_to_its_archive() -> None:
    meeting = a_programme()
    desk = the_desk(meeting)
    for state in LIFE:
        holding.proceed(meeting, state, reason="A pause.", by=desk, at=NOW)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.announced_at) == (State.ARCHIVED, NOW)
    told = [act.details["after"] for act in trail.of(meeting).filter(verb="moved on").order_by("pk")]
    assert told == [state.value for state in LIFE]


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_only_the_moves_of_the_table_are_possible(before: Meeting.State, after: Meeting.State) -> None:
    meeting = a_concept(state=before)
    if after in MOVES[before]:
        holding.proceed(meeting, after, reason="It must be.", by=the_desk(meeting), at=NOW)
        assert Meeting.objects.get().state == after
    else:
        with pytest.raises(NotNow, match=str(before.label)):
            holding.proceed(meeting, after, reason="It must be.", by=the_desk(meeting), at=NOW)
        assert Meeting.objects.get().state == before


def test_a_technical_session_without_a_topic_stands_in_the_way_of_the_announcement() -> None:
    """R07-1: each technical session maps to a topic of the Special Meeting; unmapped ones block `announced`."""
    meeting = a_programme(state=State.PROVISIONAL)
    desk = the_desk(meeting)
    stray = a_session(meeting, titles={"en": "Digital evidence"})
    with pytest.raises(NotNow, match="Digital evidence") as refusal:
        holding.proceed(meeting, State.ANNOUNCED, by=desk, at=NOW)
    assert "Session" not in str(refusal.value).replace("sessions", "").replace("session", "")
    programme.cancel(stray, reasons={"en": "No time."}, by=desk, at=NOW)
    holding.proceed(meeting, State.ANNOUNCED, by=desk, at=NOW)
    assert Meeting.objects.get().state == State.ANNOUNCED


def test_a_topic_that_is_cancelled_is_none() -> None:
    """R07-1."""
    meeting = a_programme(state=State.PROVISIONAL)
    topic = meeting.sessions.get(tier="special")
    programme.cancel(topic, reasons={"en": "No time."}, by=the_desk(meeting), at=NOW)
    with pytest.raises(NotNow, match="belongs to no topic"):
        holding.proceed(meeting, State.ANNOUNCED, by=the_desk(meeting), at=NOW)


def test_calendars_learn_that_a_meeting_is_postponed_and_that_it_is_on_again() -> None:
    meeting = a_programme(state=State.ANNOUNCED, announced_at=NOW)
    for to, sequence in ((State.POSTPONED, 1), (State.ANNOUNCED, 2)):
        holding.proceed(meeting, to, reason="A storm.", by=the_desk(meeting), at=NOW)
        assert set(meeting.sessions.values_list("calendar_sequence", flat=True)) == {sequence}


@pytest.mark.parametrize("to", [State.POSTPONED, State.CANCELLED])
def test_nothing_is_called_off_without_a_reason(to: Meeting.State) -> None:
    meeting = a_concept()
    with pytest.raises(Refused, match="Give the reason"):
        holding.proceed(meeting, to, reason=" ", by=the_desk(meeting), at=NOW)


def test_of_two_who_move_a_meeting_on_the_second_is_told() -> None:
    meeting = a_concept()
    seen = Meeting.objects.get()
    holding.proceed(meeting, State.APPROVED, by=the_desk(meeting), at=NOW)
    with pytest.raises(NotNow, match="Somebody else was first"):
        states.move(seen, State.APPROVED)


def test_only_the_secretariat_and_the_chair_move_a_meeting_on() -> None:
    meeting = a_concept()
    holding.proceed(meeting, State.APPROVED, by=a_role(Role.CHAIR, meeting), at=NOW)
    others = [a_delegate(a_delegation(meeting)), a_person(), a_role(Role.RAPPORTEUR, meeting)]
    for person in [*others, a_role(Role.ADMINISTRATOR)]:
        with pytest.raises(NotAllowed):
            holding.proceed(meeting, State.PROVISIONAL, by=person, at=NOW)


@pytest.mark.parametrize("state", sorted(states.CLOSED))
def test_the_programme_of_a_meeting_that_is_over_changes_no_more(state: Meeting.State) -> None:
    meeting = a_programme()
    session = meeting.sessions.first()
    Meeting.objects.update(state=state)
    session = meeting.sessions.select_related("meeting").first()
    assert session is not None
    with pytest.raises(NotNow, match="a matter of record"):
        programme.move(
            session,
            starts_at=NOW,
            ends_at=session.ends_at,
            room=None,
            by=the_desk(meeting),
            at=NOW,
        )
