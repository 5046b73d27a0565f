"""Participants: the public list, and registrations for those who work with them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Label, Line, Out

Kind = Literal["bureau", "head", "delegate", "panellist", "expert", "observer", "media", "otherwise"]
Category = Literal[
    "member_state",
    "observer_state",
    "un_entity",
    "igo_international",
    "igo_regional",
    "igo_subregional",
    "civil_society",
    "academia",
    "private_sector",
    "media",
    "individual_expert",
]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Listed(Out):
    """Somebody who agreed to stand in the list, and of whom only what she agreed to is told."""

    name: str
    honorific: str
    job_title: str
    kind: str
    place: str = Field(description="State or organization, empty where none may be told.")
    is_state: bool


class Registration(Out):
    """A participant as the secretariat sees her. `email` is told only to those who may see it."""

    id: int
    name: str
    honorific: str
    kind: str
    category: str
    state: str
    body: Label | None
    affiliation: str
    job_title: str
    language: str
    email: str | None
    registered_at: datetime
    decided_at: datetime | None


class NewRegistration(In):
    """No passport data: what looks like it is refused."""

    name: Name
    kind: Kind
    category: Category
    body: str = Field("", max_length=50, description="Code of a State or organization that is known here.")
    honorific: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    affiliation: Annotated[str, Field(max_length=300)] = ""
    job_title: Line = ""
    language: Literal["ar", "zh", "en", "fr", "ru", "es"] = "en"
    invite: bool = Field(
        False, description="Ask her whether she takes part, instead of registering her at once."
    )


class Decision(In):
    decision: Literal["approve", "refuse", "withdraw"]
    reason: Annotated[str, Field(max_length=500)] = Field(
        "", description="Of a refusal; it is told to the person."
    )
