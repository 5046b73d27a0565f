"""Statements, documents, and the paragraphs of both."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from comity.web.api.shapes.common import Label, Out, Told


class FileOut(Out):
    """A text in one language, exactly as it was received."""

    language: str
    is_original: bool
    media_type: str
    size: int
    sha256: str
    address: str = Field(description="Where the file is taken from.")


class StatementLine(Out):
    """A statement in a list. `address` is permanent."""

    ref: str
    address: str
    meeting: str
    delegation: Label
    on_behalf_of: str | None
    session: str | None
    aspects: list[str]
    version: int
    published_at: datetime
    languages: list[str]


class Event(Out):
    happened: str
    at: datetime
    version: int | None
    note: str


class StatementOut(StatementLine):
    speaker_name: str
    speaker_title: str
    delivery: str
    delivered_at: datetime | None
    names: Told = Field(description="Of the delegation, as it was called when the meeting opened.")
    history: list[Event]
    files: list[FileOut]


class CitationOut(Out):
    """Offsets count code points of the paragraph's text."""

    start: int
    end: int
    text: str
    symbol: str
    paragraph_cited: str | None
    status: str


class ParagraphOut(Out):
    """A paragraph by its anchor, which stays when the text is read again. `address` leads to it."""

    anchor: str
    number: str | None
    kind: str
    level: int
    language: str
    page: int | None
    text: str
    address: str
    citations: list[CitationOut]


class DocumentLine(Out):
    """A document in a list. `address` is permanent."""

    ref: str
    address: str
    meeting: str
    session: str | None
    kind: str
    symbol: str | None
    title: str
    titles: Told
    version: int
    suffix: str
    note: str
    posted_at: datetime
    languages: list[str]


class VersionLine(Out):
    number: int
    suffix: str
    note: str
    posted_at: datetime | None


class DocumentOut(DocumentLine):
    files: list[FileOut]
    addenda: list[VersionLine]
    history: list[VersionLine]


class InstrumentLine(Out):
    """An instrument that public statements cite."""

    symbol: str
    slug: str
    kind: str
    year: int | None
    title: str
    known: bool
    statements: int


class Hit(Out):
    """A paragraph that was found; `pieces` are the stretch that shows why, cut at what was asked for."""

    ref: str
    form: str
    anchor: str
    language: str
    address: str
    pieces: list[Piece]


class Piece(Out):
    text: str
    marked: bool


class Found(Out):
    total: int
    page: int
    items: list[Hit]
    facets: dict[str, dict[str, int]]
    is_complete: bool = Field(description="False while the index is brought up to date: there may be more.")


Hit.model_rebuild()
