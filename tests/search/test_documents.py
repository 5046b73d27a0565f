"""Documents are found beside statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.meetings.models import Meeting, Session
from comity.papers import posting
from comity.papers.models import DocumentParagraph
from comity.search import documents, find
from tests.makers import NOW, a_meeting, a_published_statement, the_desk
from tests.papers.makers import a_posted, a_revision, an_issued

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def found(words: str, at: object = NOW, **filters: list[str]) -> list[str]:
    hits = find.find(words, at=at, language="en", filters=filters).hits  # type: ignore[arg-type]
    return sorted(hit.paragraph.text for hit in hits)


def test_a_document_is_found_beside_statements(meeting: Meeting) -> None:
    a_posted(meeting, "Grounds passes are issued at the gate.", session=meeting.sessions.get())
    a_published_statement(None, "We issue passes too.")
    assert found("passes") == ["Grounds passes are issued at the gate.", "We issue passes too."]
    assert found("passes", form=["document"]) == ["Grounds passes are issued at the gate."]
    assert found("passes", form=["statement"]) == ["We issue passes too."]
    assert found("passes", meeting=["sm2016"], session=["s1"]) == ["Grounds passes are issued at the gate."]
    counts = find.find("passes", at=NOW, language="en").facets
    assert counts["form"] == {"statement": 1, "document": 1}


def test_rows_of_the_same_number_are_told_apart(meeting: Meeting) -> None:
    """A paragraph of a document and one of a statement may have the same key in their tables."""
    statement = a_published_statement(None, "Of the statement.")
    a_posted(meeting, "Of the document.")
    DocumentParagraph.objects.update(id=statement.versions.get().languages.get().paragraphs.get().pk)
    assert found("document") == ["Of the document."]
    assert found("statement") == ["Of the statement."]


def test_search_follows_what_is_posted_replaced_and_withdrawn(meeting: Meeting) -> None:
    """R09-5"""
    desk = the_desk(meeting)
    first = a_posted(meeting, "The old room.", embargo_until=SOON)
    assert found("room") == []
    assert found("room", at=SOON) == ["The old room."]
    revised = a_revision(first.document, "The new room.", by=desk, at=SOON)
    assert found("room", at=SOON) == ["The old room."]
    posting.post_here(revised, by=desk, at=LATER)
    assert found("room", at=LATER) == ["The new room."]
    posting.withdraw(first.document, reason="Wrong.", by=desk, at=LATER)
    assert found("room", at=LATER) == []


def test_what_is_circulated_only_is_not_found(meeting: Meeting) -> None:
    an_issued(meeting, "Seats by lot.")
    a_published_statement(None, "We have no seats.")
    assert found("seats") == ["We have no seats."]


def test_an_instrument_is_a_filter_for_documents_too(meeting: Meeting) -> None:
    a_posted(meeting, "We recall resolution 1373 (2001).")
    a_posted(meeting, "We recall nothing.")
    assert found("recall", instrument=["S/RES/1373 (2001)"]) == ["We recall resolution 1373 (2001)."]


def test_a_changed_code_of_a_session_is_followed(meeting: Meeting) -> None:
    a_posted(meeting, "Passes.", session=meeting.sessions.get())
    assert found("passes", session=["s1"]) == ["Passes."]
    Session.objects.update(code="s9")
    find.following.shared_now()
    assert found("passes", session=["s9"]) == ["Passes."]
    assert found("passes", session=["s1"]) == []


def test_an_index_that_is_built_anew_holds_documents(meeting: Meeting) -> None:
    a_posted(meeting, "Passes.")
    found("passes")
    find.following.rebuild(find.following.generations(), NOW)
    assert found("passes") == ["Passes."]
    assert documents.size([documents.FIRST + 10**6], limit=9) == 0
