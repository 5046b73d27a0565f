"""The values of which public pages, files and machine formats of a framework are made: frozen, and free of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from comity.framework.campaigns.showing import Campaign
from comity.practices.showing import Card, Cited, Page
from comity.practices.sources import PublicSource


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a node rests on, one of three. `number` is the mark in the public text and not the desk's: sources that are
    not named come last."""

    number: int
    practice: Card | None = None
    source: PublicSource | None = None
    cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """An element or a guideline in one language, which may not be the reader's; `strength` "" of an element."""

    number: int
    kind: str
    ref: str
    address: str
    title: str
    text: str
    """With marks such as [1]."""
    language: str
    is_original: bool
    languages: tuple[str, ...]
    version: int
    strength: str
    strength_label: str
    status: str
    status_label: str
    agreed_on: date | None
    procedure: str
    reservations: str
    rests: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A practice in its place: `status` is what the edition calls it, `page` what the register says of it now."""

    number: int
    ref: str
    address: str
    status: str
    status_label: str
    page: Page


@dataclass(frozen=True, slots=True)
class Guideline:
    words: Words
    practices: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Element:
    words: Words
    guidelines: tuple[Guideline, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An option for implementation; texts in the language of the page, or in one that they have."""

    number: int
    node: int | None
    title: str
    lead: str
    partners: str
    steps: str
    resources: str
    timeframe: str
    pros: str
    cons: str
    decision: str
    decision_label: str
    decided_on: date | None
    reasons: str


@dataclass(frozen=True, slots=True)
class Work:
    """An item of future work. `practices`: those that hold or held, as the register shows them now."""

    number: int
    title: str
    purpose: str
    interlocutors: str
    owner: str
    owner_label: str
    timing: str
    due_on: date | None
    practices: tuple[Card, ...]
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Transmittal:
    """The letter with which an edition was sent."""

    dated_on: date
    symbol: str
    addressee: str
    signatory: str
    capacity: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A number that an earlier edition printed and this one does not. `edition`: the last that had it."""

    number: int
    kind: str
    kind_label: str
    title: str
    language: str
    edition: int
    reason: str
    """Why it was removed; "" where it was not."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The framework as an edition has it. `newer` is the number of the latest edition, 0 where this is it."""

    meeting: str
    number: int
    newer: int
    title: str
    language: str
    issued_at: datetime
    sha256: str
    letter: Transmittal
    elements: tuple[Element, ...]
    options: tuple[Option, ...]
    future_work: tuple[Work, ...]
    gone: tuple[Gone, ...]
    campaigns: tuple[Campaign, ...] = ()
    """As they stood, without those that were withdrawn since."""
