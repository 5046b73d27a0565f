"""What is done with a statement that was sent: replaced, corrected, revised, withdrawn, or asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from comity.web.api.shapes.common import In, Label, Out

Wish = Literal["replace", "withdraw", "correct", "revise"]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class FollowingVersion(In):
    """Sent as a form with its files, one for each language, in `file`."""

    kind: Literal["replacement", "correction", "revision"] = Field(
        description="A replacement before publication, a correction (Corr.) or revision (Rev.) after it."
    )
    note: Annotated[str, Field(max_length=500)] = Field(
        "", description="Of a correction or revision: what it changes; it is shown in the history."
    )


class Withdrawal(In):
    reason: Reason = Field(description="It is kept on record.")


class NewRequest(In):
    wish: Wish
    reason: Reason


class RequestDecision(In):
    decision: Literal["grant", "decline"]
    answer: Annotated[str, Field(max_length=2000)] = Field(
        "", description="Told to the delegation; needed where it is declined."
    )


class RequestOut(Out):
    """What a delegation asked of the secretariat, and the answer."""

    id: int
    wish: str
    reason: str
    asked_at: datetime
    decision: str
    answer: str
    decided_at: datetime | None


class SentVersion(Out):
    """A version with where it stands. `receipt` None: it has not been sent."""

    number: int
    kind: str
    note: str
    state: str
    is_late: bool
    received_at: datetime | None
    public_from: datetime | None
    return_reason: str
    receipt: str | None
    languages: list[str]


class Changes(Out):
    """What may be done now without asking."""

    replace: bool
    correct: bool
    revise: bool
    withdraw: bool


class Standing(Out):
    """A statement as those see it who act for its delegation. It is not public."""

    ref: str
    address: str
    meeting: str
    delegation: Label
    sensitivity: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    versions: list[SentVersion] = Field(description="The newest first.")
    may: Changes
    requests: list[RequestOut] = Field(description="The newest first.")
