"""Aspects of a meeting, and what is tied to them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from comity.web.api.shapes.common import In, Out, Told, Words


class AspectOut(Out):
    """An aspect with what it covers, and the sessions and guiding questions that are tied to it. Its ETag is the state
    that a change names in If-Match."""

    code: str
    title: str
    titles: Told
    scope_notes: Told
    in_scope: Told
    out_of_scope: Told
    sessions: list[str]
    questions: int


class Mapped(Out):
    """A technical session with the sessions of the Special Meeting that it prepares; a meeting with one that prepares
    none cannot be announced."""

    session: str
    title: str
    leads_to: list[str]
    aspects: list[str]


class NewAspect(In):
    code: Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[-a-zA-Z0-9_]+$")] = Field(
        description="It never changes."
    )
    titles: Words
    scope_notes: Words = {}
    in_scope: Words = {}
    out_of_scope: Words = {}


class AspectChange(In):
    """What is left out stays as it is."""

    titles: Words | None = None
    scope_notes: Words | None = None
    in_scope: Words | None = None
    out_of_scope: Words | None = None
