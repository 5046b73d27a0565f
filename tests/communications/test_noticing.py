"""Finding out what there is to tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.communications import noticing, telling
from comity.communications.models import KnownSession, Notice
from comity.meetings import holding, programme
from comity.meetings.models import Meeting, Session
from comity.statements import changes
from tests.communications.makers import (
    DAY,
    HOUR,
    MINUTE,
    a_known_meeting,
    a_room,
    moved,
    the_notice,
    the_session,
)
from tests.makers import NOW, a_delegation, a_meeting, a_published_statement, the_desk
from tests.meetings.makers import a_session

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return [*Notice.objects.order_by("pk").values_list("kind", flat=True)]


def test_a_change_of_time_or_room_says_what_was_and_what_is() -> None:
    """R11-2."""
    meeting = a_known_meeting()
    session = the_session(meeting)
    moved(session, by_hours=2, room=a_room(meeting))
    one = the_notice()
    assert (one.kind, one.session, one.meeting) == ("moved", session, meeting)
    assert (one.was["starts_at"], one.becomes["starts_at"]) == (
        "2016-12-01T20:00:00+00:00",
        "2016-12-01T22:00:00+00:00",
    )
    assert (one.was["room"]["en"], one.becomes["room"]["en"]) == ("Conference Room 4", "Conference Room 2")
    assert the_session(meeting).calendar_sequence == 1


def test_the_programme_as_it_is_announced_is_no_news() -> None:
    meeting = a_meeting()
    assert noticing.look(since=NOW - HOUR, at=NOW) == 0
    assert KnownSession.objects.count() == 1
    the_notices_of_a_meeting_that_is_not_announced_are_none(meeting)


@pytest.mark.parametrize("more", [0, 3])
def test_a_look_at_the_programme_takes_as_many_queries_however_long_it_is(
    more: int, django_assert_num_queries: Any
) -> None:
    meeting = a_meeting()
    for number in range(more):
        a_session(meeting, "special", starts_at=NOW + number * HOUR)
    noticing.compare(meeting, at=NOW)
    with django_assert_num_queries(5):
        assert noticing.compare(meeting, at=NOW + MINUTE) == 0


def the_notices_of_a_meeting_that_is_not_announced_are_none(meeting: Meeting) -> None:
    hidden = a_meeting("later", state=Meeting.State.PROVISIONAL)
    noticing.look(since=NOW - HOUR, at=NOW)
    assert not KnownSession.objects.filter(session__meeting=hidden).exists()


def test_only_meetings_of_which_the_record_tells_something_are_compared() -> None:
    meeting, other = a_known_meeting(), a_known_meeting("sm2017")
    moved(the_session(meeting), at=NOW + HOUR)
    assert noticing.touched(since=NOW, at=NOW + 2 * HOUR) == [meeting]
    assert noticing.touched(since=NOW + HOUR, at=NOW + 2 * HOUR) == []
    assert other not in noticing.touched(since=NOW, at=NOW + 2 * HOUR)


def test_a_session_moved_three_times_is_told_once_with_where_it_began() -> None:
    """Whoever rearranges a day makes many changes in a short while."""
    meeting = a_known_meeting()
    session = the_session(meeting)
    for number in range(3):
        moved(session, at=NOW + number * MINUTE)
    one = the_notice()
    assert (one.was["starts_at"][11:16], one.becomes["starts_at"][11:16]) == ("20:00", "23:00")
    assert one.due_at == NOW + 2 * MINUTE + noticing.SETTLES
    for number in range(3, 40):
        moved(session, at=NOW + number * MINUTE, by_hours=(-1) ** number)
    assert the_notice().due_at == NOW + noticing.LONGEST


def test_a_session_moved_there_and_back_is_no_news() -> None:
    meeting = a_known_meeting()
    session = the_session(meeting)
    moved(session)
    moved(session, by_hours=-1, at=NOW + HOUR + MINUTE)
    assert kinds() == []


def test_what_begins_within_a_day_is_told_within_a_minute() -> None:
    meeting = a_known_meeting()
    at = the_session(meeting).starts_at - HOUR
    moved(the_session(meeting), at=at)
    assert the_notice().due_at == at + noticing.SETTLES_AT_LEAST


def test_what_is_moved_from_today_to_next_month_is_told_within_a_minute_too() -> None:
    meeting = a_known_meeting()
    at = the_session(meeting).starts_at - HOUR
    moved(the_session(meeting), by_hours=24 * 30, at=at)
    assert the_notice().due_at == at + noticing.SETTLES_AT_LEAST


def test_a_session_that_is_over_is_put_right_without_a_notice() -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting), at=NOW + 60 * DAY)
    assert kinds() == []
    assert the_session(meeting).known.facts["starts_at"][11:16] == "21:00"


def test_a_cancellation_and_taking_up_again_are_told() -> None:
    meeting = a_known_meeting()
    desk, session = the_desk(meeting), the_session(meeting)
    programme.cancel(session, reasons={"en": "The panel cannot come."}, by=desk, at=NOW)
    noticing.compare(meeting, at=NOW)
    assert kinds() == ["cancelled"]
    telling.tell(the_notice(), at=NOW + HOUR)
    programme.reinstate(session, by=desk, at=NOW + DAY)
    noticing.compare(meeting, at=NOW + DAY)
    assert kinds() == ["cancelled", "restored"]


def test_what_is_cancelled_before_the_move_was_told_is_told_as_cancelled_from_where_it_was() -> None:
    meeting = a_known_meeting()
    session = the_session(meeting)
    moved(session)
    programme.cancel(session, reasons={"en": "No panel."}, by=the_desk(meeting), at=NOW + HOUR + MINUTE)
    noticing.compare(meeting, at=NOW + HOUR + MINUTE)
    assert (the_notice().kind, the_notice().was["starts_at"][11:16]) == ("cancelled", "20:00")


def test_a_meeting_that_is_postponed_takes_its_sessions_with_it() -> None:
    meeting = a_known_meeting()
    holding.proceed(
        meeting, Meeting.State.POSTPONED, reason="The building is closed.", by=the_desk(meeting), at=NOW
    )
    noticing.look(since=NOW - HOUR, at=NOW)
    assert kinds() == ["postponed"]


def test_a_session_that_is_added_later_is_new_and_changes_of_it_are_part_of_that() -> None:
    meeting = a_known_meeting()
    first = the_session(meeting)
    later = Session.objects.create(
        meeting=meeting,
        code="s2",
        tier=Session.Tier.SPECIAL,
        position=2,
        titles={"en": "Second session"},
        starts_at=first.starts_at + DAY,
        ends_at=first.ends_at + DAY,
    )
    noticing.compare(meeting, at=NOW)
    assert (the_notice().kind, the_notice().session) == ("added", later)
    moved(later, at=NOW + MINUTE)
    assert (the_notice().kind, the_notice().becomes["starts_at"][11:16]) == ("added", "21:00")
    programme.cancel(later, reasons={"en": "No."}, by=the_desk(meeting), at=NOW + 2 * MINUTE)
    noticing.compare(meeting, at=NOW + 2 * MINUTE)
    assert kinds() == []


def test_a_statement_is_told_when_its_embargo_ends_and_once() -> None:
    meeting = a_known_meeting()
    until = NOW + DAY
    statement = a_published_statement(
        a_delegation(meeting), embargo="until_time", embargo_until=until, at=NOW
    )
    assert noticing.look(since=NOW - HOUR, at=until - MINUTE) == 0
    assert noticing.look(since=NOW - HOUR, at=until) == 1
    assert noticing.look(since=NOW - HOUR, at=until + HOUR) == 0
    one = the_notice()
    assert (one.kind, one.ref, one.happened_at, one.due_at) == ("published", statement.ref, until, until)
    assert one.body == statement.delegation.body


def test_a_withdrawal_is_told_and_what_never_was_public_is_not() -> None:
    meeting = a_known_meeting()
    desk = the_desk(meeting)
    shown = a_published_statement(a_delegation(meeting))
    hidden = a_published_statement(
        a_delegation(meeting, "ken"), embargo="until_time", embargo_until=NOW + 9 * DAY
    )
    noticing.look(since=NOW - HOUR, at=NOW)
    for one in (shown, hidden):
        changes.withdraw(one, reason="Sent by mistake.", by=desk, at=NOW + HOUR)
    noticing.look(since=NOW, at=NOW + HOUR)
    assert [*Notice.objects.order_by("pk").values_list("kind", "ref")] == [
        ("published", shown.ref),
        ("withdrawn", shown.ref),
    ]


def test_the_database_lets_one_notice_of_a_session_wait_and_none_be_in_two_states() -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting))
    one = the_notice()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            meeting=meeting, kind="moved", identity="again", session=one.session, happened_at=NOW, due_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=one.pk).update(told_at=NOW)


def test_the_long_wait_is_longer_than_the_short_one() -> None:
    assert timedelta() < noticing.SETTLES_AT_LEAST < noticing.SETTLES < noticing.LONGEST < noticing.SOON
