"""Documents as the public may know them at an instant: the list, one with its history, or its tombstone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from comity.meetings.models import Meeting, Session
from comity.papers.models import (
    Document,
    DocumentCitation,
    DocumentLanguage,
    DocumentParagraph,
    DocumentVersion,
    documents,
)

holding = documents.holding


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as a list shows it: what holds now, and the addenda beside it."""

    document: Document
    version: DocumentVersion
    addenda: list[DocumentVersion]


@dataclass(frozen=True, slots=True)
class Shown:
    """`version` is what holds, None where only the tombstone is left; `history` are versions that the public can read
    or could read once, the oldest first."""

    document: Document
    version: DocumentVersion | None
    addenda: list[DocumentVersion]
    history: list[DocumentVersion]
    at: datetime

    def public(self, number: int) -> DocumentVersion | None:
        """The version of that number where the public can read it now."""
        readable = [*([self.version] if self.version else ()), *self.addenda]
        return next((one for one in readable if one.number == number), None)

    def once_public(self, number: int) -> DocumentVersion | None:
        return next((one for one in self.history if one.number == number), None)


def find(ref: str, *, at: datetime) -> Shown | None:
    """None for what does not exist and, all the same, for what never was public: a draft, one that was circulated
    only, one under embargo. Nothing of what lies ahead is told."""
    document = Document.objects.select_related("meeting", "session").filter(ref=ref).first()
    if document is None:
        return None
    versions = list(document.versions.filter(public_from__lte=at).order_by("public_from", "number"))
    for version in versions:
        version.document = document
    if not versions:
        return None
    main, addenda = holding(versions, at)
    return Shown(document, main, addenda, versions, at)


def listed(meeting: Meeting, *, at: datetime, session: Session | None = None, kind: str = "") -> list[Listed]:
    """The public documents of a meeting by kind, then as they were issued; three queries however many."""
    versions = DocumentVersion.objects.public(at).filter(document__meeting=meeting)
    if session is not None:
        versions = versions.filter(document__session=session)
    if kind:
        versions = versions.filter(document__kind=kind)
    found: dict[int, list[DocumentVersion]] = {}
    read = versions.select_related("document__session", "document__meeting").prefetch_related(
        "languages__file"
    )
    for one in read.order_by("public_from", "number"):
        found.setdefault(one.document_id, []).append(one)
    rows = []
    for same in found.values():
        main, addenda = holding(same, at)
        if main is not None:
            rows.append(Listed(main.document, main, addenda))
    order = list(Document.Kind.values)
    return sorted(
        rows, key=lambda one: (order.index(one.document.kind), one.document.created_at, one.document.pk)
    )


def latest(*, at: datetime, meeting: Meeting | None = None, limit: int = 50) -> list[DocumentVersion]:
    """What became public last, the newest first, for feeds."""
    versions = DocumentVersion.objects.public(at)
    if meeting is not None:
        versions = versions.filter(document__meeting=meeting)
    return list(
        versions.order_by("-public_from", "-pk")
        .select_related("document__meeting", "document__session")
        .prefetch_related("languages__file")[:limit]
    )


def languages(version: DocumentVersion) -> list[DocumentLanguage]:
    """Its language versions with their files, the original first."""
    found = list(version.languages.select_related("file"))
    for one in found:
        one.version = version
    return found


def paragraphs(language: DocumentLanguage) -> list[DocumentParagraph]:
    """In order, each with its citations and the instruments they mean."""
    cited = Prefetch("citations", DocumentCitation.objects.select_related("instrument"))
    return list(language.paragraphs.prefetch_related(cited))
