"""What a series hands on: open in the next meeting without anybody copying anything, told to the public as it was issued."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.framework import following, handing, mandates, planning, still_open
from comity.framework.models import FutureWork
from comity.framework.still_open import Told
from comity.meetings import cloning, following_up
from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.refusals import NotNow
from tests.framework.makers import LATER, a_settled, an_item, issued
from tests.makers import NOW, a_delegation, a_meeting
from tests.practices.makers import the_meeting, the_rapporteur, the_secretariat

pytestmark = pytest.mark.django_db
NEXT = date(2017, 12, 4)
FAR = NOW + timedelta(days=500)


def the_next(slug: str = "sm2017", opens_on: date = NEXT) -> Meeting:
    """Cloned, and announced."""
    made = cloning.clone(the_meeting(), slug=slug, opens_on=opens_on, by=the_secretariat(), at=NOW)
    Meeting.objects.filter(pk__in=[made.pk, the_meeting().pk]).update(state="announced", announced_at=NOW)
    made.refresh_from_db()
    return made


def open_in(meeting: Meeting) -> list[str]:
    return [str(one.item) for one in handing.left(meeting, on=NOW.date()) if one.item.closed_at is None]


def now(item: Any) -> Any:
    """As the database has it: the meeting may have come into a series since."""
    return type(item).objects.get(pk=item.pk)


def close(item: Any, meeting: Meeting, **said: Any) -> None:
    given = {"outcomes": {"en": "A report."}, "by": the_secretariat(), "at": FAR, **said}
    following_up.close(now(item), at_meeting=meeting, **given)


def told(meeting: Meeting) -> list[Told]:
    return still_open.of(meeting, at=FAR, language="en")


def an_issued_item(**details: Any) -> FutureWork:
    item = an_item(practices=[], nodes=[a_settled()], **details)
    issued()
    return item


def test_future_work_and_actions_are_open_in_the_next_meeting_though_nothing_was_copied() -> None:
    """R03-1."""
    item = an_item()
    following_up.record(the_meeting(), titles={"en": "A list"}, by=the_secretariat(), at=NOW)
    later = the_next()
    assert open_in(the_meeting()) == open_in(later) == ["A list", "Visit contact points"]
    assert handing.count_open(later) == 2
    assert FutureWork.objects.count() == 1
    close(item, later)
    assert open_in(the_meeting()) == open_in(later) == ["A list"]
    with pytest.raises(NotNow, match="closed already"):
        close(item, later)


def test_it_says_through_which_meetings_it_was_carried() -> None:
    """R03-1."""
    item = an_item()
    second, third = the_next(), the_next("sm2018", date(2018, 12, 4))
    assert [one.carried for one in handing.left(third, on=NOW.date())] == [(second, third)]
    close(item, second)
    (row,) = handing.left(third, on=NOW.date())
    assert (row.carried, row.item.closed_in, row.item.closed_by) == ((second,), second, the_secretariat())
    again = {"reason": "Too early.", "by": the_secretariat(), "at": FAR + timedelta(days=1)}
    following_up.reopen(now(item), at_meeting=third, **again)
    (row,) = handing.left(third, on=NOW.date())
    assert row.carried == (second, third)
    assert [(one.verb, one.meeting) for one in row.turns] == [("reopened", third), ("closed", second)]


def test_what_is_late_is_marked() -> None:
    item = an_item(due_on=NOW.date())
    days = [NOW.date(), NOW.date() + timedelta(days=1)]
    assert [handing.left(the_meeting(), on=day)[0].is_overdue for day in days] == [False, True]
    close(item, the_meeting())
    assert not handing.left(the_meeting(), on=days[1])[0].is_overdue


def test_what_was_removed_is_neither_open_nor_closed() -> None:
    item = an_item()
    planning.drop(item, reason="Twice.", by=the_rapporteur(), at=NOW)
    assert handing.left(the_meeting(), on=NOW.date()) == []
    with pytest.raises(NotNow):
        close(item, the_meeting())


def test_an_earlier_meeting_knows_nothing_of_a_later_one() -> None:
    later = the_next()
    following_up.record(later, titles={"en": "Later"}, by=the_secretariat(), at=NOW)
    assert open_in(the_meeting()) == []
    assert open_in(later) == ["Later"]


def test_the_public_reads_future_work_as_it_was_issued() -> None:
    item = an_issued_item()
    planning.revise_plan(
        item,
        owner="cted",
        by=the_rapporteur(),
        at=NOW,
        nodes=[*item.nodes.all()],
        titles={"en": "A draft"},
        purposes={"en": "x"},
        interlocutors={"en": "x"},
        timings={"en": "x"},
    )
    an_item(practices=[], nodes=[*item.nodes.all()], titles={"en": "Not issued"})
    later = the_next()
    (row,) = told(later)
    assert (row.title, row.kind, row.is_open, row.left_by) == (
        "Visit contact points", "work", True, the_meeting(),
    )  # fmt: skip
    assert row.carried == (later,)
    close(item, later)
    (row,) = told(later)
    assert (row.is_open, row.outcome, row.closed_in, row.ended) == (False, "A report.", later, "done")


def test_the_public_reads_of_actions_that_may_be_told_and_of_meetings_that_were_announced() -> None:
    desk: Person = the_secretariat()
    following_up.record(the_meeting(), titles={"en": "Ours alone"}, by=desk, at=NOW)
    following_up.record(the_meeting(), titles={"en": "A list"}, is_public=True, by=desk, at=NOW)
    later = the_next()
    assert [one.title for one in told(later)] == ["A list"]
    Meeting.objects.filter(pk=the_meeting().pk).update(state="concept", announced_at=None)
    assert told(later) == []


def test_mandates_stand_among_what_is_open_until_they_are_handed_over() -> None:
    """R04-6, R03-1."""
    desk = the_secretariat()
    mandate = mandates.record(
        the_meeting(), titles={"en": "Submit a proposal"}, due_on=NOW.date(), by=desk, at=NOW
    )
    later = the_next()
    (row,) = told(later)
    assert (row.title, row.kind, row.is_open, row.is_overdue) == ("Submit a proposal", "mandate", True, True)
    assert handing.open_mandates(later) == [mandate]
    mandates.fulfil(mandate, outcome="S/2017/375", done_on=LATER.date(), by=desk, at=LATER)
    (row,) = told(later)
    assert (row.is_open, row.outcome, row.carried) == (False, "S/2017/375", ())
    assert handing.open_mandates(later) == []


def test_reports_that_are_waited_for_are_counted_by_meeting_and_name_no_state() -> None:
    item = an_issued_item()
    norway = a_delegation(the_meeting(), "nor")
    following.ask(item.nodes.get(), [norway], by=the_secretariat(), at=NOW)
    assert handing.open_requests(the_next()) == [(the_meeting(), 1)]
    other = a_meeting("alone", opens_on=NEXT, closes_on=NEXT)
    assert (handing.open_requests(other), handing.left(other, on=NEXT)) == ([], [])
