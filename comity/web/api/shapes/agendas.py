"""The agenda as it was issued, version by version."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Out


class AgendaLine(Out):
    """A version of the agenda: frozen as it stood when it was issued."""

    meeting: str
    number: int
    stage: str
    revision: int
    title: str
    issued_at: datetime
    sha256: str = Field(description="Of its content as canonical JSON.")


class LineOut(Out):
    """One thing that an item says; `language` where the words are in another than the answer's."""

    kind: str
    label: str
    words: list[str]
    language: str
    links: list[str]


class ItemOut(Out):
    """A session as the agenda prints it; `cancelled` says why it is not held."""

    code: str
    title: str
    when: str
    utc: str
    room: str
    cancelled: str | None
    lines: list[LineOut]


class DayOut(Out):
    title: str
    sessions: list[ItemOut]


class AgendaOut(AgendaLine):
    """A version whole, in the reader's language. Who may not be named is not."""

    newer: int | None = Field(description="Number of the latest version, where this is not it.")
    place_and_dates: str
    note: str
    days: list[DayOut]


class ChangedField(Out):
    """What one field said and says; "" where it said nothing."""

    label: str
    before: str
    after: str


class ChangedItem(Out):
    """A session in two versions: added, removed, changed or same."""

    kind: str
    code: str
    title: str
    changes: list[ChangedField]


class NewAgenda(In):
    stage: Literal["proposed", "provisional", "annotated", "adopted", "revised"]


class FindingOut(Out):
    """Something to look at before an agenda is issued."""

    code: str
    session: str | None
    sentence: str
    blocks: bool


class NextStage(Out):
    """A stage that may follow, with what stands in its way or is to be looked at."""

    stage: str
    findings: list[FindingOut]


class NextAgenda(Out):
    latest: AgendaLine | None
    has_changed: bool = Field(
        description="Whether the programme says something else than the latest version."
    )
    stages: list[NextStage]
