"""The values of which pages, pictures and files of a campaign are made: frozen, and free of records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan in the reader's language, or in one that it has."""

    field: str
    label: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Result:
    """What stands: results that were corrected or taken back are not among them."""

    day: date
    value: Decimal
    of_audience: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """`results` by day."""

    number: int
    level: str
    level_label: str
    name: str
    unit: str
    language: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    target_on: date | None
    of_audience: bool
    results: tuple[Result, ...]

    @property
    def last(self) -> Result | None:
        """The latest of the audience that is meant; else the latest of all."""
        aimed = [one for one in self.results if one.of_audience]
        return max(aimed or self.results, key=lambda one: one.day, default=None)


@dataclass(frozen=True, slots=True)
class Campaign:
    """`audience_label`: what kind of audience it is. `outcome` is said at its end."""

    meeting: str
    number: int
    node: int | None
    title: str
    language: str
    state: str
    state_label: str
    audience_label: str
    parts: tuple[Part, ...]
    compared: bool
    measures: tuple[Measure, ...]
    reviewed_at: datetime | None
    approved_at: datetime | None
    began_on: date | None
    ended_on: date | None
    outcome: str
    outcome_language: str
