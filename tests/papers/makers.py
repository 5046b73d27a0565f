"""Small makers of papers, beside `tests.makers`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.meetings.models import Meeting
from comity.papers import drafting, posting
from comity.papers.models import Document, DocumentLanguage, DocumentVersion
from comity.participants.models import Person
from tests import makers
from tests.makers import NOW, the_desk


def a_draft(
    meeting: Meeting | None = None,
    *paragraphs: str,
    by: Person | None = None,
    at: datetime = NOW,
    language: str = "en",
    **details: Any,
) -> DocumentVersion:
    """An information note with one file, of the desk."""
    meeting = meeting or Meeting.objects.first() or makers.a_meeting()
    by = by or the_desk(meeting)
    details = {"kind": Document.Kind.INFORMATION_NOTE, "titles": {"en": "Information note"}, **details}
    version = drafting.begin(meeting, by=by, at=at, **details)
    add_file(version, *paragraphs, by=by, at=at, language=language)
    return version


def add_file(
    version: DocumentVersion,
    *paragraphs: str,
    by: Person,
    at: datetime = NOW,
    language: str = "en",
    original: bool = False,
) -> DocumentLanguage:
    words = paragraphs or ("Registration opens at 8 a.m.", "Bring the letter of your mission.")
    return drafting.attach(
        version,
        makers.a_file(name="note.txt"),
        name="note.txt",
        by=by,
        at=at,
        language=language,
        original=original,
        reading=makers.a_reading(*words, language=language),
    )


def an_issued(*arguments: Any, at: datetime = NOW, **details: Any) -> DocumentVersion:
    version = a_draft(*arguments, at=at, **details)
    drafting.issue(version, by=details.get("by") or the_desk(version.meeting), at=at)
    return version


def a_posted(*arguments: Any, at: datetime = NOW, **details: Any) -> DocumentVersion:
    """Posted on the event website."""
    version = an_issued(*arguments, at=at, **details)
    posting.post_here(version, by=details.get("by") or the_desk(version.meeting), at=at)
    return version


def a_revision(
    document: Document, *paragraphs: str, by: Person, at: datetime = NOW, kind: str = "revision"
) -> DocumentVersion:
    """Issued, not posted."""
    version = drafting.follow(document, kind=DocumentVersion.Kind(kind), note="Room changed.", by=by, at=at)
    add_file(version, *paragraphs, by=by, at=at)
    drafting.issue(version, by=by, at=at)
    return version
