"""Meetings and their programme."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Instant, Label, Out, Told, Words

Tier = Literal["technical", "special"]
Kind = Literal["opening", "presentation", "discussion", "break", "closing"]
Attribution = Literal["attributed", "by_category", "non_attributed", "confidential"]
Language = Literal["ar", "zh", "en", "fr", "ru", "es"]
Code = Annotated[str, Field(max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class Aspect(Out):
    """What statements relate to."""

    code: str
    title: str
    titles: Told
    scope_notes: Told


class Room(Out):
    code: str
    name: str
    names: Told
    capacity: int | None


class MeetingLine(Out):
    """A meeting in a list."""

    slug: str
    title: str
    titles: Told
    state: str
    opens_on: date
    closes_on: date
    time_zone: str


class MeetingOut(MeetingLine):
    """A meeting whole. Codes of aspects and rooms are what other routes name them by."""

    short_title: str
    descriptions: Told
    convened_by: Told
    venues: Told
    statements_due_at: datetime | None
    registration_due_at: datetime | None
    aspects: list[Aspect]
    rooms: list[Room]
    instruments: list[str]


class SegmentOut(Out):
    kind: str
    minutes: int
    title: str
    titles: Told
    annotations: Told


class QuestionOut(Out):
    aspect: str
    texts: Told


class PersonOut(Out):
    """Somebody of a session who agreed to be named there."""

    role: str
    name: str
    title: str
    affiliation: str


class SessionOut(Out):
    """A session. Its ETag is the state that a change names in If-Match."""

    code: str
    meeting: str
    tier: str
    title: str
    titles: Told
    annotations: Told
    starts_at: datetime
    ends_at: datetime
    room: Label | None
    aspects: list[str]
    leads_to: list[str] = Field(description="Codes of the sessions of the Special Meeting that it prepares.")
    slot_minutes: int
    attribution: str
    interpretation: list[str]
    webcast: bool
    cancelled_at: datetime | None
    cancellation: Told
    calendar_sequence: int
    segments: list[SegmentOut]
    questions: list[QuestionOut]
    people: list[PersonOut]


class NewSession(In):
    tier: Tier
    titles: Words
    starts_at: Instant
    ends_at: Instant
    room: str | None = Field(None, description="Code of a room of the meeting.")
    code: Code | None = Field(None, description="The next of its tier where none is given.")
    annotations: Words = {}
    aspects: list[str] = []
    leads_to: list[str] = []
    slot_minutes: Annotated[int, Field(ge=1, le=240)] = 3
    attribution: Attribution | None = Field(None, description="That of its tier where none is given.")
    interpretation: list[Language] = ["ar", "zh", "en", "fr", "ru", "es"]
    webcast: bool = False


class SessionChange(In):
    """What is left out stays as it is."""

    starts_at: Instant | None = None
    ends_at: Instant | None = None
    room: str | None = Field(None, description='Code of a room; null or "" for none.')
    titles: Words | None = None
    annotations: Words | None = None
    aspects: list[str] | None = None
    leads_to: list[str] | None = None
    slot_minutes: Annotated[int, Field(ge=1, le=240)] | None = None
    attribution: Attribution | None = None
    interpretation: list[Language] | None = None
    webcast: bool | None = None
    despite_doubts: bool = Field(
        False, description="Move it although a room is taken or somebody is expected elsewhere at that time."
    )


class Segment(In):
    kind: Kind
    minutes: Minutes
    titles: Words = {}
    annotations: Words = {}


class Segments(In):
    """In their order; their minutes fit into the session."""

    segments: Annotated[list[Segment], Field(max_length=100)]


class Question(In):
    aspect: str = Field(max_length=50, description="Code of an aspect of the meeting.")
    texts: Words


class Questions(In):
    """In their order; three to six are usual, twelve at most."""

    questions: Annotated[list[Question], Field(max_length=100)]


class Cancellation(In):
    reasons: Words = Field(description="Told to everybody who is concerned.")
