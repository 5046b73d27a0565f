"""Minutes of sessions: draft, shared, final; every text is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Out

Text = Annotated[str, Field(max_length=400_000, description="Markdown.")]


class MinutesLine(Out):
    """A session with where its minutes stand. `status` None: there are none, or they are not for this reader."""

    session: str
    title: str
    tier: str
    leads_to: list[str]
    status: str | None
    is_shared: bool


class TextLine(Out):
    """One of the texts that were kept; `reason` says what a correction corrects."""

    number: int
    kind: str
    reason: str
    written_by: str
    written_at: datetime


class TextOut(TextLine):
    text: str


class MinutesOut(Out):
    """The minutes as they stand. Their ETag is the state that a change names in If-Match."""

    session: str
    meeting: str
    language: str
    status: str
    attribution: str
    created_at: datetime
    shared_at: datetime | None
    finalised_at: datetime | None
    text: TextOut = Field(description="The newest.")
    texts: list[TextLine] = Field(description="The newest first.")
    moves: list[str] = Field(description="States that may follow.")


class Begun(In):
    language: Literal["ar", "zh", "en", "fr", "ru", "es"] = "en"


class Written(In):
    text: Text


class Corrected(In):
    text: Text
    reason: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="What it corrects.")


class MinutesStatus(In):
    status: Literal["draft", "shared", "final"]


class MinutesAttribution(In):
    attribution: Literal["attributed", "by_category", "non_attributed", "confidential"]
