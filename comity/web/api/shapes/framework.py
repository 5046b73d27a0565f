"""The framework as it was issued, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from comity.web.api.shapes.common import Label, Out
from comity.web.api.shapes.register import PracticeLine, PracticeOut, Source


class EditionLine(Out):
    """An edition of the framework. It is never changed; another one follows."""

    meeting: str
    number: int
    title: str
    issued_at: datetime
    sha256: str = Field(description="Of all that is fixed in it, as canonical JSON.")


class RestsOn(Out):
    """What a wording rests on: a practice, an instrument, or words of a source as far as they may be told."""

    number: int
    practice: PracticeLine | None = None
    instrument: str | None = None
    paragraph: str | None = None
    words: Source | None = None


class Worded(Out):
    """An element or a guideline. `language` is that of its words, which may not be the reader's; marks such as [1] in
    the text are numbers of what it rests on."""

    number: int
    kind: str
    address: str
    title: str
    text: str
    language: str
    is_original: bool
    languages: list[str]
    version: int
    strength: str
    status: str
    agreed_on: date | None
    procedure: str
    reservations: str
    rests_on: list[RestsOn]


class PlacedPractice(Out):
    """A practice in its place: `status` is what the edition calls it, `practice` what the register says of it now."""

    number: int
    address: str
    status: str
    practice: PracticeOut


class GuidelineOut(Worded):
    practices: list[PlacedPractice]


class ElementOut(Worded):
    guidelines: list[GuidelineOut]


class OptionOut(Out):
    """An option for implementation; `node` is the number to which it belongs."""

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
    decided_on: date | None
    reasons: str


class WorkOut(Out):
    """An item of future work, with the practices that hold or held on which it builds."""

    number: int
    title: str
    purpose: str
    interlocutors: str
    owner: str
    timing: str
    due_on: date | None
    practices: list[str]
    nodes: list[int]


class CampaignPart(Out):
    field: str
    label: str
    text: str
    language: str


class ResultOut(Out):
    """A result that stands; `of_audience`: of those who are meant, and not of all."""

    day: date
    value: Decimal
    of_audience: bool
    source: str
    note: str


class MeasureOut(Out):
    """What is measured, with results by day."""

    number: int
    level: str
    name: str
    unit: str
    language: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    target_on: date | None
    of_audience: bool
    results: list[ResultOut]


class CampaignOut(Out):
    """A campaign as the edition printed it, without those that were withdrawn since."""

    number: int
    node: int | None
    title: str
    language: str
    state: str
    parts: list[CampaignPart]
    measures: list[MeasureOut]
    began_on: date | None
    ended_on: date | None
    outcome: str


class GoneOut(Out):
    """A number that an earlier edition printed and this one does not; `edition` is the last that had it."""

    number: int
    kind: str
    title: str
    language: str
    edition: int
    reason: str


class EditionOut(EditionLine):
    newer: int | None = Field(description="Number of the latest edition, where this is not it.")
    language: str
    elements: list[ElementOut]
    options: list[OptionOut]
    future_work: list[WorkOut]
    campaigns: list[CampaignOut]
    numbers_no_longer_in_use: list[GoneOut]


class SumOut(Out):
    """An amount in a currency. `amount` None: too few stand behind it to be told."""

    currency: str
    amount: Decimal | None


class TotalOut(Out):
    """Needs and offers of one pool of resources; `pool` None: of all of them."""

    pool: Label | None
    needs: int
    offers: int
    matches: int
    committed: list[SumOut]
    disbursed: list[SumOut]


class CommentOut(Out):
    """The State's own words beside what is said of it."""

    text: str
    language: str
    written_at: datetime


class ProgressOut(Out):
    """What one source says of one State and one number of the framework; nothing is scored. `source` None: one is on
    file, and not even its kind is told."""

    number: int
    title: str
    address: str
    delegation: Label
    status: str
    narrative: str
    language: str
    source: str | None
    reference: str | None
    source_address: str
    as_of: date
    comments: list[CommentOut]


class MandateOut(Out):
    """What was asked for by a day. `days_left` None: it was handed over."""

    title: str
    instrument: str | None
    paragraph: str
    due_on: date
    days_left: int | None
    done_on: date | None
    outcome: str
