"""What should have been circulated or posted by now, and has not been (R09-7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comity.meetings.models import Meeting
from comity.papers.models import Channel, Document, DocumentVersion, Posting

State = DocumentVersion.State


class Todo(StrEnum):
    """What is to be done with a document."""

    CIRCULATE = "circulate"
    POST = "post"
    TAKE_DOWN = "take down"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do, by when. `fault` says why the last attempt failed; `version` is None where nothing has been
    issued yet."""

    todo: Todo
    document: Document
    version: DocumentVersion | None
    channel: Channel | None
    due_at: datetime
    fault: str = ""

    def is_overdue(self, at: datetime) -> bool:
        return self.due_at < at


def due(meeting: Meeting) -> list[Due]:
    """Everything that is still to be done with documents of the meeting, the earliest first; four queries.

    Of each document the versions that hold count: a revision is circulated and posted anew, an addendum by itself.
    """
    documents = (
        Document.objects.filter(meeting=meeting)
        .select_related("meeting")
        .prefetch_related("versions__circulations", "versions__postings")
    )
    found = [one for document in documents for one in of(document)]
    return sorted(found, key=lambda one: (one.due_at, one.document.pk, one.todo, one.channel or ""))


def overdue(meeting: Meeting, *, at: datetime) -> list[Due]:
    return [one for one in due(meeting) if one.is_overdue(at)]


def of(document: Document) -> Iterable[Due]:
    """For a document with its versions, circulations and postings prefetched."""
    versions = list(document.versions.all())
    standing: list[DocumentVersion | None] = [one for one in versions if one.state == State.ISSUED]
    if document.withdrawn_at is not None:
        for posting in (one for version in versions for one in version.postings.all()):
            if is_still_there(posting):
                yield Due(
                    Todo.TAKE_DOWN, document, posting.version, Channel(posting.channel), document.withdrawn_at
                )
        return
    for version in standing or [None]:
        if document.circulate_due_at is not None and not (version and version.circulations.all()):
            yield Due(Todo.CIRCULATE, document, version, None, when(document.circulate_due_at, version))
        if document.post_due_at is None:
            continue
        there = {one.channel: one for one in version.postings.all()} if version else {}
        for channel in document.channels:
            tried = there.get(channel)
            if tried is None or tried.posted_at is None:
                fault = tried.fault if tried else ""
                yield Due(
                    Todo.POST, document, version, Channel(channel), when(document.post_due_at, version), fault
                )


def when(due_at: datetime, version: DocumentVersion | None) -> datetime:
    """What follows an original that was due already is due at once."""
    if version is None or version.number == 1 or version.issued_at is None:
        return due_at
    return max(due_at, version.issued_at)


def is_still_there(posting: Posting) -> bool:
    """On a website that is not ours, as far as we know."""
    return (
        posting.channel == Channel.COMMITTEE_SITE
        and posting.posted_at is not None
        and "taken_down" not in posting.checked
    )
