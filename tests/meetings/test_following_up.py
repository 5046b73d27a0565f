"""What a meeting leaves to be done is open in every later one of its series."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.meetings import following_up, queries
from comity.meetings.models import Meeting, Series
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_meeting, a_role, the_desk

pytestmark = pytest.mark.django_db


def a_series() -> tuple[Meeting, Meeting, Meeting]:
    """Two meetings of one series, and a later one of another."""
    series = Series.objects.create(slug="ict", titles={"en": "ICT"})
    other = Series.objects.create(slug="uas", titles={"en": "Aircraft"})
    first = a_meeting("sm2015", series=series, opens_on=date(2015, 12, 17), closes_on=date(2015, 12, 17))
    return first, a_meeting("sm2016", series=series), a_meeting("sm2017", series=other)


def test_it_is_open_in_the_next_meeting_of_the_series_until_it_is_closed() -> None:
    """R03-1."""
    first, second, other = a_series()
    desk = the_desk(first)
    a_role(Role.SECRETARIAT, second, name="desk2")
    left = following_up.record(
        first, titles={"en": "Convene technical meetings"}, interlocutors={"en": "companies"}, by=desk, at=NOW
    )
    assert [[*queries.open_follow_ups(one)] for one in (first, second, other)] == [[left], [left], []]
    by = a_role(Role.RAPPORTEUR, second)
    following_up.close(left, at_meeting=second, outcomes={"en": "Held in November."}, by=by, at=NOW)
    assert [[*queries.open_follow_ups(one)] for one in (first, second)] == [[], []]
    assert (left.closed_in, left.outcomes) == (second, {"en": "Held in November."})
    with pytest.raises(NotNow, match="closed already"):
        following_up.close(left, at_meeting=second, outcomes={"en": "Again."}, by=by, at=NOW)


def test_an_earlier_meeting_and_one_of_another_series_close_nothing() -> None:
    first, second, other = a_series()
    left = following_up.record(second, titles={"en": "A list"}, by=the_desk(second), at=NOW)
    assert [*queries.open_follow_ups(first)] == []
    for meeting in (first, other):
        by = a_role(Role.SECRETARIAT, meeting, name=f"desk-{meeting.slug}")
        with pytest.raises(NotAllowed, match="later one"):
            following_up.close(left, at_meeting=meeting, outcomes={"en": "Done."}, by=by, at=NOW)


def test_it_says_what_is_left_and_how_it_was_done() -> None:
    meeting = a_meeting()
    desk = the_desk(meeting)
    with pytest.raises(Refused, match="what is left"):
        following_up.record(meeting, titles={"en": " "}, by=desk, at=NOW)
    left = following_up.record(meeting, titles={"en": "A list"}, by=desk, at=NOW)
    with pytest.raises(Refused, match="how it was closed"):
        following_up.close(left, at_meeting=meeting, outcomes={}, by=desk, at=NOW)


def test_a_delegation_records_nothing() -> None:
    meeting = a_meeting()
    with pytest.raises(NotAllowed):
        following_up.record(meeting, titles={"en": "A list"}, by=a_role(Role.CHAIR, meeting), at=NOW)


def test_how_it_ended_on_which_day_and_by_whom_is_kept() -> None:
    """R03-1."""
    first, second, _other = a_series()
    left = following_up.record(first, titles={"en": "A list"}, by=the_desk(first), at=NOW)
    by = a_role(Role.SECRETARIAT, second, name="desk2")
    said: dict[str, Any] = {"at_meeting": second, "outcomes": {"en": "S/2017/375"}, "by": by, "at": NOW}
    with pytest.raises(Refused, match="lies ahead"):
        following_up.close(left, on=NOW.date() + timedelta(days=2), **said)
    with pytest.raises(Refused, match="how it was closed"):
        following_up.close(left, ended="forgotten", **said)
    following_up.close(left, ended="overtaken", on=date(2016, 11, 1), **said)
    kept = (left.ended, left.closed_on, left.closed_by, left.closed_at)
    assert kept == ("overtaken", date(2016, 11, 1), by, NOW)


def test_what_was_closed_is_opened_again_with_a_reason_and_the_trail_keeps_both() -> None:
    """R03-1."""
    first, second, other = a_series()
    left = following_up.record(first, titles={"en": "A list"}, by=the_desk(first), at=NOW)
    by = a_role(Role.SECRETARIAT, second, name="desk2")
    with pytest.raises(NotNow, match="open already"):
        following_up.reopen(left, at_meeting=second, reason="Too early.", by=by, at=NOW)
    following_up.close(left, at_meeting=second, outcomes={"en": "Done."}, by=by, at=NOW)
    with pytest.raises(Refused, match="open again"):
        following_up.reopen(left, at_meeting=second, reason=" ", by=by, at=NOW)
    stranger = a_role(Role.SECRETARIAT, other, name="desk3")
    with pytest.raises(NotAllowed):
        following_up.reopen(left, at_meeting=other, reason="Too early.", by=stranger, at=NOW)
    following_up.reopen(left, at_meeting=second, reason="Too early.", by=by, at=NOW)
    assert [*queries.open_follow_ups(second)] == [left]
    assert (left.closed_on, left.ended, left.outcomes) == (None, "", {})
    told = [(one.verb, one.meeting) for one in trail.of(left).order_by("pk")]
    assert told == [("recorded", first), ("closed", second), ("reopened", second)]


def test_the_public_reads_of_an_action_once_somebody_lets_it() -> None:
    first, _second, _other = a_series()
    desk = the_desk(first)
    left = following_up.record(first, titles={"en": "A list"}, by=desk, at=NOW)
    assert not left.is_public
    following_up.tell(left, True, at_meeting=first, by=desk, at=NOW)
    assert left.is_public
    with pytest.raises(NotNow, match="was first"):
        following_up.tell(left, True, at_meeting=first, by=desk, at=NOW)
    with pytest.raises(NotAllowed):
        following_up.tell(left, False, at_meeting=first, by=a_role(Role.CHAIR, first), at=NOW)
    following_up.tell(left, False, at_meeting=first, by=desk, at=NOW)
    assert not left.is_public
