"""The register of practices."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from comity.web.api.shapes.common import Label, Out


class Cites(Out):
    """An instrument on which a practice rests, with its paragraph where one is named."""

    symbol: str
    slug: str
    paragraph: str


class PracticeLine(Out):
    """A practice in a list. `language` is that of its words, which may not be the reader's."""

    ref: str
    address: str
    meeting: str
    number: int | None
    status: str
    title: str
    summary: str
    language: str
    is_original: bool
    chapter: Label | None
    maturity: Label
    aspects: list[Label]
    threats: list[Label]
    measures: list[Label]
    approaches: list[Label]
    actors: list[Label]
    regions: list[Label]
    instruments: list[Cites]


class Part(Out):
    field: str
    label: str
    text: str = Field(description="Marks such as [1] are numbers of sources.")


class Source(Out):
    """What may be told of a source, which is less where it is not attributed, and nothing where it is sealed."""

    number: int
    stance: str
    telling: str
    category: str | None = None
    body: str | None = None
    words: str | None = None
    language: str | None = None
    sha256: str | None = None
    anchor: str | None = None
    address: str | None = None


class History(Out):
    what: str
    on: date
    note: str


class PracticeOut(PracticeLine):
    version: int
    languages: list[str]
    original_language: str
    strength: str
    parts: list[Part]
    conditions: str
    safeguards_result: str
    sources: list[Source]
    outcome: str
    decided_on: date | None
    reservations: str
    superseded_by: str
    history: list[History]


class ExcerptOut(Out):
    """Words on which public practices rest, as far as their source lets them be told."""

    category: str
    body: str
    words: str
    language: str
    sha256: str
    statement: str
    version: int
    anchor: str
    address: str
    practices: list[str] = Field(description="References of the practices that rest on them.")


class CompendiumLine(Out):
    """An edition or addendum of the compendium."""

    meeting: str
    number: int
    kind: str
    issued_at: datetime


class ChapterOut(Out):
    chapter: Label
    practices: list[PracticeOut]


class CompendiumOut(CompendiumLine):
    """Each practice in the wording that the edition printed, with its status now."""

    chapters: list[ChapterOut]
