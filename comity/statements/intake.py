"""Many statements at once (bulk import, the sample): through the same verbs that people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comity.meetings.models import Aspect
from comity.participants.models import Delegation, Person
from comity.refusals import NotNow
from comity.statements import changes, publication, receipt, review
from comity.statements.authority import Act, require
from comity.statements.models import Receipt, Statement, Version

Part = receipt.Part


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
        (version,) = prepare_each([submission], by=by, at=at)
        return receipt.submit(version, by=by, at=at)


def take_in_each(submissions: Sequence[Submission], *, by: Person, at: datetime) -> list[Receipt]:
    """As `take_in`, several that came in at the same instant, all or none. Raises IntegrityError where two of them
    are the same."""
    with transaction.atomic():
        return receipt.submit_each(prepare_each(submissions, by=by, at=at), by=by, at=at)


def prepare_each(submissions: Sequence[Submission], *, by: Person, at: datetime) -> list[Version]:
    """Drafts with their files; the first file of each comes first, for it is the original until one says it is."""
    versions = receipt.draft_each(
        [receipt.Beginning(one.delegation, one.aspects, one.details) for one in submissions], by=by, at=at
    )
    for place in range(max((len(one.parts) for one in submissions), default=0)):
        parts = [
            (version, one.parts[place])
            for version, one in zip(versions, submissions, strict=True)
            if place < len(one.parts)
        ]
        receipt.attach_each(parts, by=by, at=at)
    return versions


def follow(
    statement: Statement,
    parts: Sequence[Part],
    *,
    kind: Version.Kind,
    note: str = "",
    by: Person,
    at: datetime,
) -> Receipt:
    """A replacement, a Corr. or a Rev. that came in by another way: begun, attached and submitted, all or nothing.
    Raises `NotNow` where a new version was begun on the pages, whose files would be mixed with these."""
    require(by, Act.REPLACE, statement=statement)
    with transaction.atomic():
        publication.locked(statement)
        if statement.versions.filter(state=Version.State.DRAFT).exists():
            raise NotNow(_("A new version has been begun already. Send it or discard it first."))
        version = changes.new_version(statement, kind=kind, note=note, by=by, at=at)
        attach_all(version, parts, by=by, at=at)
        return receipt.submit(version, by=by, at=at)


def attach_all(version: Version, parts: Sequence[Part], *, by: Person, at: datetime) -> None:
    for part in parts:
        receipt.attach_each([(version, part)], by=by, at=at)


def pass_through_each(versions: Sequence[Version], *, by: Person, at: datetime, tell: bool = True) -> None:
    """Review, accept and publish received versions in one go, as the desk does with an archive; all or none. `tell`:
    whether the delegations get a mail."""
    with transaction.atomic():
        review.take_each(versions, by=by, at=at)
        review.accept_each(versions, by=by, at=at)
        publication.publish_each(versions, by=by, at=at, tell=tell)
