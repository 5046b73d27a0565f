"""Sessions are added, worded, moved, cancelled and taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.meetings import programme
from comity.meetings.models import Meeting, Room, Session
from comity.meetings.programme import Wording
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_person, a_role, the_desk
from tests.meetings.makers import MORNING, a_concept, a_programme, a_session

pytestmark = pytest.mark.django_db


def wording_of(session: Session, **changes: object) -> Wording:
    """As it is, but for the changes."""
    now = {
        "titles": session.titles,
        "annotations": session.annotations,
        "aspects": list(session.aspects.all()),
        "leads_to": list(session.leads_to.all()),
        "slot_minutes": session.slot_minutes,
        "attribution": session.attribution,
        "interpretation": session.interpretation,
        "webcast": session.webcast,
    }
    return Wording(**{**now, **changes})  # type: ignore[arg-type]


def test_technical_sessions_are_under_the_chatham_house_rule_and_the_special_meeting_on_the_record() -> None:
    meeting = a_concept()
    assert a_session(meeting).attribution == "non_attributed"
    assert a_session(meeting, "special").attribution == "attributed"
    assert [one.code for one in meeting.sessions.order_by("pk")] == ["ts1", "sm1"]
    assert a_session(meeting).code == "ts2"


def test_a_move_says_what_was_and_what_is_and_raises_the_calendars_number() -> None:
    """R11-2."""
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    other = Room.objects.create(meeting=meeting, code="cr1", names={"en": "Conference Room 1"})
    later = session.starts_at + timedelta(hours=1)
    assert programme.move(
        session,
        starts_at=later,
        ends_at=later + timedelta(minutes=90),
        room=other,
        by=the_desk(meeting),
        at=NOW,
    )
    act = trail.of(session).filter(verb="moved").get()
    assert act.details == {
        "before": {
            "starts_at": "2016-11-30T15:00:00+00:00",
            "ends_at": "2016-11-30T16:30:00+00:00",
            "room": {"en": "Conference Room 4"},
        },
        "after": {
            "starts_at": "2016-11-30T16:00:00+00:00",
            "ends_at": "2016-11-30T17:30:00+00:00",
            "room": {"en": "Conference Room 1"},
        },
        "sequence": 1,
    }
    assert (session.calendar_sequence, act.meeting) == (1, meeting)


def test_a_move_to_where_it_is_changes_nothing() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    moved = programme.move(
        session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
        by=the_desk(meeting),
        at=NOW,
    )
    assert (moved, session.calendar_sequence) == (False, 0)
    assert not trail.of(session).filter(verb="moved").exists()


def test_of_two_who_move_a_session_the_second_is_told() -> None:
    meeting = a_programme()
    mine, yours = (Session.objects.select_related("meeting", "room").get(tier="technical") for _ in range(2))
    for seen, hours in ((mine, 1), (yours, 2)):
        times = {
            "starts_at": MORNING + timedelta(hours=hours),
            "ends_at": MORNING + timedelta(hours=hours + 1),
        }
        if seen is yours:
            with pytest.raises(NotNow, match="Somebody else was first"):
                programme.move(seen, **times, room=None, by=the_desk(meeting), at=NOW)
        else:
            programme.move(seen, **times, room=None, by=the_desk(meeting), at=NOW)
    assert Session.objects.get(tier="technical").starts_at == MORNING + timedelta(hours=1)


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_a_session_ends_after_it_starts_and_within_a_day(minutes: int) -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    with pytest.raises(Refused, match="ends after it starts"):
        programme.move(
            session,
            starts_at=MORNING,
            ends_at=MORNING + timedelta(minutes=minutes),
            room=None,
            by=the_desk(meeting),
            at=NOW,
        )


def test_a_room_of_another_meeting_is_refused() -> None:
    meeting, other = a_programme(), a_concept("sm2017")
    session = meeting.sessions.get(tier="technical")
    with pytest.raises(Refused, match="another meeting"):
        programme.move(
            session,
            starts_at=MORNING,
            ends_at=MORNING + timedelta(hours=1),
            room=other.rooms.get(),
            by=the_desk(meeting),
            at=NOW,
        )


def test_a_cancelled_session_stays_says_why_and_can_be_held_after_all() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    desk = the_desk(meeting)
    with pytest.raises(Refused, match="Give the reason"):
        programme.cancel(session, reasons={"en": " "}, by=desk, at=NOW)
    programme.cancel(session, reasons={"en": "The panel is ill."}, by=desk, at=NOW)
    assert (session.cancelled_at, session.cancellation) == (NOW, {"en": "The panel is ill."})
    with pytest.raises(NotNow, match="cancelled"):
        programme.move(session, starts_at=NOW, ends_at=NOW + timedelta(hours=1), room=None, by=desk, at=NOW)
    with pytest.raises(NotNow):
        programme.cancel(session, reasons={"en": "Again."}, by=desk, at=NOW)
    programme.reinstate(session, by=desk, at=NOW)
    assert (session.cancelled_at, session.cancellation, session.calendar_sequence) == (None, {}, 2)
    verbs = trail.of(session).values_list("verb", flat=True)
    assert [verb for verb in verbs if verb in ("cancelled", "reinstated")] == ["reinstated", "cancelled"]


def test_what_is_over_is_not_cancelled() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    with pytest.raises(NotNow, match="over"):
        programme.cancel(session, reasons={"en": "Too late."}, by=the_desk(meeting), at=session.ends_at)


def test_a_session_is_worded_anew_and_the_record_says_which_fields() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    words = wording_of(session, titles={"en": "Evidence", "fr": "Preuves"}, webcast=True)
    programme.revise(session, words, by=the_desk(meeting), at=NOW)
    assert (session.titles, session.webcast) == ({"en": "Evidence", "fr": "Preuves"}, True)
    act = trail.of(session).filter(verb="revised").get()
    assert act.details["fields"] == ["titles", "webcast"]
    programme.revise(session, wording_of(session), by=the_desk(meeting), at=NOW)
    assert trail.of(session).filter(verb="revised").count() == 1


def test_attribution_is_only_tightened_once_the_session_has_begun() -> None:
    """Whoever spoke relied on the mode that was announced (DOMAIN.md, section 5)."""
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    desk = the_desk(meeting)
    programme.revise(session, wording_of(session, attribution="attributed"), by=desk, at=NOW)
    programme.revise(session, wording_of(session, attribution="confidential"), by=desk, at=session.starts_at)
    with pytest.raises(NotNow, match="tightened"):
        programme.revise(
            session, wording_of(session, attribution="by_category"), by=desk, at=session.starts_at
        )
    session.refresh_from_db()
    assert session.attribution == "confidential"


def test_a_technical_session_of_an_announced_meeting_keeps_its_topic() -> None:
    """R07-1."""
    meeting = a_programme(state=Meeting.State.PROVISIONAL)
    session = meeting.sessions.get(tier="technical")
    programme.revise(session, wording_of(session, leads_to=[]), by=the_desk(meeting), at=NOW)
    programme.revise(
        session,
        wording_of(session, leads_to=list(meeting.sessions.filter(tier="special"))),
        by=the_desk(meeting),
        at=NOW,
    )
    Meeting.objects.update(state=Meeting.State.ANNOUNCED)
    session = Session.objects.select_related("meeting").get(pk=session.pk)
    with pytest.raises(NotNow, match="belongs to a topic"):
        programme.revise(session, wording_of(session, leads_to=[]), by=the_desk(meeting), at=NOW)
    meeting.refresh_from_db()
    with pytest.raises(NotNow, match="belongs to a topic"):
        a_session(meeting)
    assert session.leads_to.count() == 1


def test_a_technical_session_prepares_the_special_meeting_only() -> None:
    meeting = a_programme()
    technical = meeting.sessions.get(tier="technical")
    with pytest.raises(Refused, match="Special Meeting"):
        a_session(meeting, leads_to=[technical])


def test_a_session_without_a_title_is_refused() -> None:
    with pytest.raises(Refused, match="title"):
        a_session(a_concept(), titles={"en": "  "})


def test_a_session_that_nobody_knows_of_is_taken_out_and_a_public_one_is_not() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    programme.remove(session, by=the_desk(meeting), at=NOW)
    assert meeting.sessions.count() == 1
    Meeting.objects.update(state=Meeting.State.ANNOUNCED)
    last = Session.objects.select_related("meeting").get()
    with pytest.raises(NotNow, match="public"):
        programme.remove(last, by=the_desk(meeting), at=NOW)


def test_only_the_secretariat_of_the_meeting_edits_its_programme() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    other = a_concept("sm2017")
    strangers = [
        a_delegate(a_delegation(meeting)),
        a_person(),
        a_role(Role.SECRETARIAT, other, name="elsewhere"),
        a_role(Role.CHAIR, meeting),
        a_role(Role.ADMINISTRATOR),
    ]
    for person in strangers:
        for act in (
            lambda: programme.cancel(session, reasons={"en": "No."}, by=person, at=NOW),  # noqa: B023
            lambda: programme.reinstate(session, by=person, at=NOW),  # noqa: B023
            lambda: programme.remove(session, by=person, at=NOW),  # noqa: B023
            lambda: programme.revise(session, wording_of(session), by=person, at=NOW),  # noqa: B023
            lambda: a_session(meeting, by=person),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                act()
