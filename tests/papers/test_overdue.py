from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from comity.meetings.models import Meeting
from comity.papers import circulating, overdue, posting
from comity.papers.circulating import Recipient
from comity.papers.models import Channel
from comity.participants.models import Person, Role
from tests.makers import NOW, a_meeting, a_role, the_desk
from tests.papers.makers import a_draft, a_revision, an_issued

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
DUE = {"circulate_due_at": SOON, "post_due_at": LATER}
AINA = Recipient("aina@example.org", "Aina")
PAGE = "https://committee.example/x"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def left(meeting: Meeting, at: datetime = LATER + timedelta(days=1)) -> list[tuple[Any, ...]]:
    return [(one.todo.value, one.channel) for one in overdue.overdue(meeting, at=at)]


ALL = [("circulate", None), ("post", Channel.COMMITTEE_SITE), ("post", Channel.EVENT_SITE)]


def test_what_is_due_in_either_way_is_a_list(meeting: Meeting, desk: Person) -> None:
    """R09-7"""
    version = an_issued(meeting, **DUE)
    assert left(meeting, at=NOW) == []
    assert left(meeting, at=LATER) == ALL[:1]
    assert left(meeting) == ALL
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    assert left(meeting) == ALL[1:]
    posting.post_here(version, by=desk, at=NOW)
    assert left(meeting) == [("post", Channel.COMMITTEE_SITE)]
    for item in posting.CHECKLIST:
        posting.tick(version, item, done=True, by=desk, at=NOW)
    posting.post_there(version, url=PAGE, by=desk, at=NOW)
    assert left(meeting) == []


def test_what_has_not_even_been_issued_is_due_too(meeting: Meeting) -> None:
    a_draft(meeting, **DUE)
    assert left(meeting) == ALL


def test_what_need_not_be_done_is_never_due(meeting: Meeting) -> None:
    """R09-7: both, one or neither."""
    an_issued(meeting)
    an_issued(meeting, post_due_at=SOON, channels=[])
    an_issued(meeting, post_due_at=SOON, channels=["event_site"])
    assert left(meeting) == [("post", Channel.EVENT_SITE)]


def test_a_failed_posting_stays_due_and_says_why(meeting: Meeting, desk: Person) -> None:
    """R09-8"""
    version = an_issued(meeting, post_due_at=SOON)
    posting.note_failure(version, Channel.COMMITTEE_SITE, fault="Site down.", by=desk, at=NOW)
    posting.post_here(version, by=desk, at=NOW)
    (one,) = overdue.overdue(meeting, at=LATER)
    assert (one.channel, one.fault) == (Channel.COMMITTEE_SITE, "Site down.")


def test_a_revision_is_due_anew(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting, circulate_due_at=SOON)
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    revised = a_revision(version.document, by=desk)
    (one,) = overdue.overdue(meeting, at=LATER)
    assert one.version == revised


def test_an_addendum_is_due_by_itself(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting, circulate_due_at=SOON)
    added = a_revision(version.document, by=desk, kind="addendum")
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    assert [one.version for one in overdue.overdue(meeting, at=LATER)] == [added]


def test_a_withdrawn_document_is_to_be_taken_down_elsewhere(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting, **DUE)
    for item in posting.CHECKLIST:
        posting.tick(version, item, done=True, by=desk, at=NOW)
    there = posting.post_there(version, url=PAGE, by=desk, at=NOW)
    posting.withdraw(version.document, reason="Wrong.", by=desk, at=NOW)
    assert left(meeting) == [("take down", Channel.COMMITTEE_SITE)]
    posting.taken_down(there, by=desk, at=SOON)
    assert left(meeting) == []


def test_other_meetings_are_no_part_of_it(meeting: Meeting) -> None:
    other = a_meeting("other")
    an_issued(other, by=a_role(Role.DOCUMENT_OFFICER, other), **DUE)
    assert left(meeting) == []
    assert len(left(other)) == 3


@pytest.mark.parametrize("documents", [1, 3])
def test_the_list_costs_the_same_however_long(
    meeting: Meeting, documents: int, django_assert_num_queries: Any
) -> None:
    for _ in range(documents):
        an_issued(meeting, **DUE)
    with django_assert_num_queries(4):
        assert len(overdue.due(meeting)) == 3 * documents
