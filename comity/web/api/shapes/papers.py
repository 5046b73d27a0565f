"""The two acts by which documents reach people, recorded apart: circulation and posting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Out

Website = Literal["event_site", "committee_site"]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class NewCirculation(In):
    lists: list[Literal["delegations", "chair", "rapporteurs", "desk", "participants"]] = Field(
        [], description="Lists of people of the meeting."
    )
    addresses: Annotated[list[Line], Field(max_length=500)] = Field(
        [], description="Further addresses: `Ann Lee <ann.lee@example.org>`, or the address alone."
    )
    message: Annotated[str, Field(max_length=2000)] = Field("", description="A word beside the link.")


class RecordedCirculation(In):
    names: Annotated[list[Line], Field(min_length=1, max_length=500)] = Field(
        description="To whom it was sent."
    )
    proof: Annotated[str, Field(min_length=1, max_length=500)] = Field(
        description="What shows that it was sent, such as the number and date of the note verbale."
    )


class AddresseeOut(Out):
    """Somebody to whom a version was sent. `sent_at` None: the mail waits; `link_until` None: there is no link."""

    id: int
    name: str
    email: str
    language: str
    sent_at: datetime | None
    opened_at: datetime | None = Field(description="First, by the link.")
    link_until: datetime | None
    link_ended: bool


class CirculationOut(Out):
    """One act of sending a version to a list of people."""

    id: int
    means: str
    proof: str
    message: str
    circulated_at: datetime
    addressees: list[AddresseeOut]


class Item(Out):
    """An item of the checklist; `done_at` None while it is open."""

    code: str
    label: str
    done_at: str | None


class PostingOut(Out):
    """A version on one website. `posted_at` None: it is not there yet; `fault` says why the last attempt failed."""

    website: str
    address: str
    posted_at: datetime | None
    fault: str
    failed_at: datetime | None
    taken_down_at: str | None


class Postings(Out):
    """Where a version stands, and what is looked at before it is confirmed for the website of the Committee."""

    ref: str
    number: int
    public_from: datetime | None
    postings: list[PostingOut]
    checklist: list[Item]


class Tick(In):
    done: bool


class Confirmation(In):
    address: Annotated[str, Field(min_length=1, max_length=500)] = Field(
        description="Of the page on the website of the Committee, beginning with https://."
    )


class Failure(In):
    website: Website
    fault: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="What went wrong.")


class PaperWithdrawal(In):
    reason: Annotated[str, Field(min_length=1, max_length=2000)] = Field(description="It stays on record.")


class DueOut(Out):
    """One thing that is to be done with a document, by when. `version` None: nothing has been issued yet; `title` None:
    the document is CONFIDENTIAL, and the person is not named on it."""

    todo: str = Field(description="circulate, post or take down.")
    ref: str
    title: str | None
    version: int | None
    suffix: str
    website: str | None
    due_at: datetime
    is_overdue: bool
    fault: str
