"""What the record of a session tells of interventions, questions and rulings, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from comity.floor.models import Floor, Intervention
from comity.floor.shown import Who
from comity.meetings.models import Attribution, Segment
from comity.statements.models import Version


class View(Enum):
    """For whom the record is told."""

    INSIDE = "those who conduct or record the session, on the page"
    TAKEN = "whoever of them takes a file away, and the minutes"
    PUBLIC = "everybody"


@dataclass(frozen=True, slots=True)
class Said:
    """An intervention as it may be told. `number`, times, `language`, `statement` are empty where they would tell who
    spoke; `row` is there for those inside alone. `seconds`: how long it took."""

    who: Who
    kind: str
    mode: str
    outcome: str
    aspects: tuple[str, ...]
    seconds: int
    number: int | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    language: str = ""
    statement: Version | None = None
    summary: str = ""
    decision: str = ""
    row: Intervention | None = None

    @property
    def is_named(self) -> bool:
        return bool(self.who.names or self.who.speaker)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what became of it. `who` is empty where that may not be told; `reason` of a ruling."""

    number: int
    text: str
    language: str
    state: str
    called: str
    aspects: tuple[str, ...]
    who: Who
    to: Who | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What was ruled out of scope, and why (R09-2). `statement`: the address of the text that it became."""

    on: str
    number: int
    reason: str
    at: datetime
    who: Who
    taken_back_at: datetime | None = None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the session; `segment` None for what fell into none."""

    segment: Segment | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a session."""

    floor: Floor
    view: View
    mode: Attribution
    sections: tuple[Section, ...]
    questions: tuple[Asked, ...]
    rulings: tuple[Ruled, ...]

    @property
    def said(self) -> list[Said]:
        return [one for section in self.sections for one in section.said]
