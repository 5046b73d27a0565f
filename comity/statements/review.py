"""What a reviewer decides about a version that was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.record import trail
from comity.refusals import Refused
from comity.statements import mails, states
from comity.statements.authority import Act, require
from comity.statements.models import Statement, Version


def take(version: Version, *, by: Person, at: datetime) -> None:
    """Take a received version into review; a second reviewer is told."""
    take_each([version], by=by, at=at)


def take_each(versions: Sequence[Version], *, by: Person, at: datetime) -> None:
    """Take several into review, all or none."""
    _move_each(versions, states.State.IN_REVIEW, "taken into review", by=by, at=at)


def _move_each(
    versions: Sequence[Version], to: Version.State, verb: str, *, by: Person, at: datetime
) -> None:
    for version in versions:
        require(by, Act.REVIEW, statement=version.statement)
    with transaction.atomic():
        states.move_each(versions, to)
        trail.note_each([(one.statement, {"version": one.number}) for one in versions], verb, by=by, at=at)


def send_back(version: Version, *, reason: str, by: Person, at: datetime) -> None:
    """Return it for correction; the delegation is told the reason by mail."""
    require(by, Act.REVIEW, statement=version.statement)
    if not reason.strip():
        raise Refused(_("Say what the delegation should correct."))
    with transaction.atomic():
        states.move(version, states.State.RETURNED, return_reason=reason)
        trail.note(version.statement, "returned", by=by, at=at, version=version.number, reason=reason)
        mails.write_return(version, at=at)


def accept(version: Version, *, by: Person, at: datetime) -> None:
    """Accept it for publication, under the embargo that the statement names."""
    accept_each([version], by=by, at=at)


def accept_each(versions: Sequence[Version], *, by: Person, at: datetime) -> None:
    """Accept several, all or none."""
    _move_each(versions, states.State.ACCEPTED, "accepted", by=by, at=at)


def set_embargo(
    statement: Statement, *, embargo: Statement.Embargo, until: datetime | None, by: Person, at: datetime
) -> None:
    """Change the embargo of a statement no version of which has been published."""
    require(by, Act.REVIEW, statement=statement)
    if (embargo == Statement.Embargo.UNTIL_TIME) != (until is not None):
        raise Refused(_("Give the time at which the embargo ends, and only for an embargo until a time."))
    if until is not None and until <= at:
        raise Refused(_("The embargo ends in the past. Choose a later time, or no embargo."))
    with transaction.atomic():
        changed = (
            Statement.objects.filter(pk=statement.pk)
            .exclude(versions__public_from__isnull=False)
            .update(embargo=embargo, embargo_until=until)
        )
        if not changed:
            raise Refused(
                _("The statement is published or scheduled: change the time of its publication instead.")
            )
        statement.refresh_from_db()
        trail.note(
            statement,
            "set embargo",
            by=by,
            at=at,
            embargo=embargo,
            until=until.isoformat() if until else None,
        )
