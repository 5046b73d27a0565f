"""The values of which public pages, files and machine formats of the register are made: frozen, and free of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from comity.practices.counting import PublicCounts
from comity.practices.sources import PublicSource


class Status(StrEnum):
    """What the public is told of a practice."""

    RECOMMENDED = "recommended"
    IDENTIFIED = "identified"
    UNDER_REVIEW = "under_review"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Label:
    """A term, an aspect or a region: its code, and what it is called in the reader's language."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument on which the practice rests, with its paragraph ("2 (f)") where one is named."""

    symbol: str
    slug: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the text, with marks of sources such as [1]."""

    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Evidence on record."""

    evidence_type: str
    source: str
    dated_on: date | None
    method: str
    result: str
    limitations: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history: `what` is published, recommended, identified, issued, superseded or withdrawn."""

    what: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A practice in a list. `language` is that of the words, which may not be the reader's."""

    ref: str
    meeting: str
    number: int | None
    status: Status
    title: str
    summary: str
    language: str
    is_original: bool
    chapter: Label | None
    maturity: Label
    aspects: tuple[Label, ...]
    threats: tuple[Label, ...]
    measures: tuple[Label, ...]
    approaches: tuple[Label, ...]
    actors: tuple[Label, ...]
    regions: tuple[Label, ...]
    instruments: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A practice whole. One that was withdrawn has neither parts nor sources, only its card, `reason` and history."""

    card: Card
    address: str
    version: int
    languages: tuple[str, ...]
    original_language: str
    strength: str
    practice_type: Label | None
    level: Label | None
    legal_basis: Label | None
    state_of_practice: str
    since_year: int | None
    until_year: int | None
    beneficiaries: tuple[Label, ...]
    partners: tuple[Label, ...]
    parts: tuple[Part, ...]
    conditions: str
    conditions_language: str
    safeguards_result: str
    reviewed_on: date | None
    evidence: tuple[Shown, ...]
    sources: tuple[PublicSource, ...]
    counts: PublicCounts | None
    outcome: str
    decided_on: date | None
    procedure: str
    reservations: str
    next_review_on: date | None
    challenges: tuple[Label, ...]
    superseded_by: str
    """Its address."""
    supersedes: tuple[str, ...]
    reason: str
    history: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter, how many practices would be listed with it, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the register. `total` counts what the filters leave, `of_all` everything that is shared and holds."""

    total: int
    of_all: int
    cards: list[Card]
    filters: dict[str, list[Option]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where there is much and where nothing. `cells`: (aspect, chapter) -> practices; `paragraphs`: (instrument,
    paragraph) -> refs of practices; `unanswered`: challenges that nothing answers."""

    aspects: list[Label]
    chapters: list[Label]
    cells: dict[tuple[str, str], int]
    paragraphs: dict[Cited, list[str]]
    unanswered: list[Label]


@dataclass(frozen=True, slots=True)
class InitiativeCard:
    """A named programme. One that was withdrawn has its names only, and says so."""

    ref: str
    names: dict[str, str]
    descriptions: dict[str, str]
    owner: str
    level: Label
    region: Label | None
    measures: tuple[Label, ...]
    started_year: int | None
    status: str
    link: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class ChallengeCard:
    """A challenge with the shared practices that answer it and what may be told of the words that report it."""

    ref: str
    titles: dict[str, str]
    challenge_type: Label
    threats: tuple[Label, ...]
    answered_by: tuple[Label, ...]
    sources: tuple[PublicSource, ...]
