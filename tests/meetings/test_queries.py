"""Which meetings the public knows of, and which of them the home page opens with."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from comity.meetings import queries
from comity.meetings.models import Meeting
from tests.makers import NOW, a_meeting

pytestmark = pytest.mark.django_db
State = Meeting.State


def held(slug: str, opens: date, closes: date | None = None, state: Meeting.State = State.ANNOUNCED) -> None:
    a_meeting(slug, opens_on=opens, closes_on=closes or opens, state=state)


def current(at: datetime = NOW) -> str:
    found = queries.current(queries.public(), at=at)
    return found.slug if found else ""


def test_a_meeting_that_is_not_announced_is_known_to_nobody() -> None:
    for number, state in enumerate(State, start=1):
        held(state.value, date(2016, 12, number), state=state)
    assert [one.slug for one in queries.public()] == [
        *("archived", "follow_up", "outcome_issued", "outcome_pending", "adjourned", "suspended"),
        *("in_session", "registration", "announced"),
    ]


def test_the_meeting_in_session_comes_before_the_one_that_is_next() -> None:
    held("next", date(2016, 11, 21))
    held("now", date(2016, 11, 18), date(2016, 11, 22), State.IN_SESSION)
    held("secret", date(2016, 11, 20), state=State.CONCEPT)
    assert current() == "now"


def test_of_meetings_to_come_the_earliest_is_shown() -> None:
    held("later", date(2017, 5, 1))
    held("sooner", date(2016, 11, 30))
    held("over", date(2016, 3, 1), state=State.ADJOURNED)
    assert current() == "sooner"


def test_a_meeting_lasts_to_the_end_of_its_last_day_at_its_own_place() -> None:
    """In New York it is still 1 December when it is 2 December in Geneva and in UTC."""
    held("two-days", date(2016, 11, 30), date(2016, 12, 1))
    held("later", date(2017, 5, 1))
    assert current(datetime(2016, 12, 2, 4, 59, tzinfo=UTC)) == "two-days"
    assert current(datetime(2016, 12, 2, 5, 0, tzinfo=UTC)) == "later"


def test_after_the_last_meeting_that_one_is_shown() -> None:
    held("first", date(2015, 3, 1), state=State.ARCHIVED)
    held("last", date(2016, 3, 1), state=State.ADJOURNED)
    held("secret", date(2017, 3, 1), state=State.PROVISIONAL)
    assert current() == "last"


def test_without_a_meeting_there_is_none() -> None:
    held("secret", date(2017, 3, 1), state=State.PROVISIONAL)
    assert current() == ""


def test_a_meeting_that_was_announced_stays_public_when_it_is_cancelled() -> None:
    held("known", date(2016, 12, 1), state=State.CANCELLED)
    Meeting.objects.update(announced_at=NOW)
    held("unknown", date(2016, 12, 2), state=State.POSTPONED)
    found = queries.public()
    assert [one.slug for one in found] == ["known"]
    assert queries.is_public(found[0])
    assert queries.current(found, at=NOW) == found[0]
