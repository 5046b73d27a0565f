"""Many statements at once (bulk import, the sample): through the same verbs that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from comity.meetings.models import Aspect
from comity.participants.models import Delegation, Person
from comity.statements import publication, receipt, review
from comity.statements.models import Receipt, Version
from comity.texts.model import Reading


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a statement. `language` None: as read; `reading` where it was read already."""

    path: Path
    name: str
    language: str | None = None
    original: bool = False
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A statement that came in by another way: `details` are fields of `Statement`."""

    delegation: Delegation
    parts: Sequence[Part]
    aspects: Sequence[Aspect]
    received_at: datetime
    details: dict[str, Any] = field(default_factory=dict)


def take_in(submission: Submission, *, by: Person) -> Receipt:
    """Draft, attach and submit in one transaction; raises `Refused` and leaves nothing behind. The same
    submission twice gives the same receipt."""
    at = submission.received_at
    with transaction.atomic():
        version = receipt.draft(
            submission.delegation, by=by, at=at, aspects=submission.aspects, **submission.details
        )
        attach_all(version, submission.parts, by=by, at=at)
        return receipt.submit(version, by=by, at=at)


def attach_all(version: Version, parts: Sequence[Part], *, by: Person, at: datetime) -> None:
    for part in parts:
        receipt.attach(
            version,
            part.path,
            name=part.name,
            language=part.language,
            original=part.original,
            reading=part.reading,
            by=by,
            at=at,
        )


def pass_through(version: Version, *, by: Person, at: datetime) -> None:
    """Review, accept and publish a received version in one go, as the desk does with an archive."""
    with transaction.atomic():
        review.take(version, by=by, at=at)
        review.accept(version, by=by, at=at)
        publication.publish(version, by=by, at=at)
