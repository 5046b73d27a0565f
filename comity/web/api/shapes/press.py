"""What was released to the press, and words worth repeating."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from comity.web.api.shapes.common import Out


class ReleaseLine(Out):
    """A release as it stands now. `language` is that of its words, which may not be the reader's."""

    ref: str
    address: str
    meeting: str
    kind: str
    symbol: str = Field(description="As the press service gave it, empty where none.")
    version: int
    released_at: datetime
    language: str
    languages: list[str]
    headline: str
    dateline: str
    opening: str


class QuoteOut(Out):
    """Words with the name of who said them; empty where the source has taken them back since."""

    number: int
    words: str
    language: str
    speaker: str
    ref: str
    anchor: str
    in_writing: bool


class BlockOut(Out):
    """A paragraph as a line of text, quotations in their places."""

    text: str
    is_quote: bool


class ReleaseVersionLine(Out):
    number: int
    released_at: datetime | None


class ReleaseOut(ReleaseLine):
    lead: list[BlockOut]
    body: list[BlockOut]
    background: list[str]
    contacts: list[str]
    quotes: list[QuoteOut]
    correction: str = Field(description="What it puts right, where it is a correction.")
    history: list[ReleaseVersionLine] = Field(description="The newest first.")


class HighlightOut(Out):
    """Public words of a statement that the press office picked."""

    words: str
    language: str
    speaker: str
    statement: str
    address: str
    anchor: str
    in_writing: bool
