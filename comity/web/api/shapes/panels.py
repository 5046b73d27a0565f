"""The people of sessions, as the secretariat works with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Out

Role = Literal["chair", "moderator", "keynote", "panellist", "rapporteur"]
State = Literal["proposed", "invited", "accepted", "declined", "confirmed", "withdrawn", "appeared"]


class PartOut(Out):
    """Somebody's part in a session, from the proposal to the appearance. `answer` is told only to those who invite."""

    id: int
    session: str
    participant: int
    name: str
    role: str
    state: str
    topic: str
    proposed_at: datetime
    invited_at: datetime | None
    answer_by: date | None
    answered_at: datetime | None
    answer: str | None
    mail_sent_at: datetime | None
    moves: list[str] = Field(description="States that may follow.")
    not_agreed: list[str] = Field(
        description="Of name, photo, recording and text, what she has not agreed to."
    )


class PanelOut(Out):
    """A session with its people; `missing` are roles that nobody has yet."""

    session: str
    title: str
    starts_at: datetime
    parts: list[PartOut]
    missing: list[str]


class NewPart(In):
    participant: int = Field(description="Number of a registration of the meeting.")
    role: Role
    topic: Annotated[str, Field(max_length=300)] = Field("", description="What she speaks about.")


class PartState(In):
    state: State
    answer_by: date | None = Field(
        None, description="With `invited`: the day until which an answer is asked for."
    )
    words: Annotated[str, Field(max_length=500)] = Field(
        "", description="With `accepted` or `declined`: what was said, for the secretariat alone."
    )
