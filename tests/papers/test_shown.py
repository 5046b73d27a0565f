from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comity.meetings.models import Meeting
from comity.papers import posting, shown
from comity.papers.models import Document
from comity.participants.models import Person
from tests.makers import NOW, a_meeting, the_desk
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def test_what_never_was_public_answers_like_what_does_not_exist(meeting: Meeting, desk: Person) -> None:
    """R09-5"""
    for version in (a_draft(meeting), an_issued(meeting), a_posted(meeting, embargo_until=LATER)):
        assert shown.find(version.document.ref, at=NOW) is None
    assert shown.find("nothing", at=NOW) is None


def test_a_document_shows_what_holds_and_its_history(meeting: Meeting, desk: Person) -> None:
    first = a_posted(meeting)
    added = a_revision(first.document, by=desk, kind="addendum")
    posting.post_here(added, by=desk, at=NOW)
    revised = a_revision(first.document, by=desk)
    posting.post_here(revised, by=desk, at=LATER)
    before, after = (shown.find(first.document.ref, at=at) for at in (SOON, LATER))
    assert before is not None
    assert after is not None
    assert (before.version, before.addenda, before.history) == (first, [added], [first, added])
    assert (after.version, after.addenda, after.history) == (revised, [added], [first, added, revised])
    assert (after.public(1), after.once_public(1), after.public(2)) == (None, first, added)


def test_a_withdrawn_document_leaves_a_tombstone(meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting)
    posting.withdraw(version.document, reason="Wrong.", by=desk, at=SOON)
    one = shown.find(version.document.ref, at=LATER)
    assert one is not None
    assert (one.version, one.history, one.public(1)) == (None, [version], None)


def test_an_addendum_may_be_public_alone(meeting: Meeting, desk: Person) -> None:
    first = an_issued(meeting)
    added = a_revision(first.document, by=desk, kind="addendum")
    posting.post_here(added, by=desk, at=NOW)
    one = shown.find(first.document.ref, at=NOW)
    assert one is not None
    assert (one.version, one.addenda) == (added, [])


def test_the_list_goes_by_kind_and_holds_what_is_public_at_this_meeting(
    meeting: Meeting, desk: Person
) -> None:
    note = a_posted(meeting)
    paper = a_posted(meeting, kind=Document.Kind.CONCEPT_NOTE, session=meeting.sessions.get())
    a_posted(meeting, embargo_until=LATER)
    an_issued(meeting)
    assert [one.version for one in shown.listed(meeting, at=NOW)] == [paper, note]
    assert [one.version for one in shown.listed(meeting, at=NOW, session=meeting.sessions.get())] == [paper]
    assert [one.version for one in shown.listed(meeting, at=NOW, kind="information_note")] == [note]
    assert shown.listed(a_meeting("other"), at=LATER) == []


@pytest.mark.parametrize("documents", [1, 3])
def test_the_list_costs_the_same_however_long(
    meeting: Meeting, desk: Person, documents: int, django_assert_num_queries: Any
) -> None:
    for _ in range(documents):
        a_posted(meeting)
    with django_assert_num_queries(3):
        assert len(shown.listed(meeting, at=NOW)) == documents


def test_feeds_begin_with_the_newest(meeting: Meeting, desk: Person) -> None:
    first = a_posted(meeting)
    second = a_posted(meeting, at=SOON)
    assert shown.latest(at=LATER) == [second, first]
    assert shown.latest(at=LATER, meeting=a_meeting("other")) == []


def test_paragraphs_come_with_their_instruments(
    meeting: Meeting, desk: Person, django_assert_num_queries: Any
) -> None:
    version = a_draft(meeting, "We recall resolution 1373 (2001).", "And resolution 1624 (2005).")
    add_file(version, "Nous rappelons la résolution 1373 (2001).", by=desk, language="fr")
    english, french = shown.languages(version)
    assert (english.language, french.language) == ("en", "fr")
    with django_assert_num_queries(2):
        read = shown.paragraphs(english)
        symbols = [cited.instrument.symbol for one in read for cited in one.citations.all()]
    assert symbols == ["S/RES/1373 (2001)", "S/RES/1624 (2005)"]
