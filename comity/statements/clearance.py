"""Who of the desk may read a CONFIDENTIAL statement: named one by one, each naming and each opening on record (RX-5).

The first of the secretariat who takes charge names herself or a colleague. From then on only those of the secretariat
who are named themselves add others, so that a role alone opens nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import publication
from comity.statements.authority import BY_ROLE, Act, is_entered, is_open_to, may
from comity.statements.models import Clearance, Statement


def candidates(statement: Statement) -> QuerySet[Person]:
    """Those who sit at the desk of the meeting and are not named yet."""
    return (
        Person.objects.filter(
            assignments__meeting=statement.meeting_id,
            assignments__role__in=BY_ROLE[Act.READ_UNPUBLISHED],
            is_active=True,
            is_programme=False,
        )
        .exclude(clearances__statement=statement)
        .distinct()
        .order_by("name", "pk")
    )


def may_name(person: Any, statement: Statement) -> bool:
    """Whether the person decides who reads it: of the secretariat, and named, or the first."""
    return may(person, Act.NAME_READERS, delegation=statement.delegation) and (
        is_open_to(person, statement) or not is_in_charge_of_somebody(statement)
    )


def is_in_charge_of_somebody(statement: Statement) -> bool:
    """Whether somebody who may name others is named and still of the secretariat."""
    return statement.clearances.filter(
        person__is_active=True,
        person__assignments__meeting=statement.meeting_id,
        person__assignments__role__in=BY_ROLE[Act.NAME_READERS],
    ).exists()


def grant(statement: Statement, person: Person, *, by: Person, at: datetime) -> Clearance:
    """Name a person of the desk as a reader. Raises `NotAllowed`, `NotNow` or `Refused` with a sentence."""
    with transaction.atomic():
        statement = publication.locked(statement)  # of two who take charge at once the second is told
        require_naming(by, statement)
        if statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED:
            raise NotNow(_("The statement is not CONFIDENTIAL: the whole desk reads it."))
        if not candidates(statement).filter(pk=person.pk).exists():
            raise Refused(_("Choose somebody who sits at the desk of this meeting and is not named yet."))
        named = Clearance.objects.create(statement=statement, person=person, granted_by=by, granted_at=at)
        trail.note(statement, "named reader", by=by, at=at, person=person.pk)
    return named


def withdraw(clearance: Clearance, *, by: Person, at: datetime) -> None:
    """Take a name off the list; what was read before stays on record."""
    with transaction.atomic():
        statement = publication.locked(clearance.statement)
        require_naming(by, statement)
        gone, _details = Clearance.objects.filter(pk=clearance.pk).delete()
        if not gone:
            raise NotNow(_("This name has been taken off the list already."))
        trail.note(statement, "took reader off", by=by, at=at, person=clearance.person_id)


def require_naming(person: Person, statement: Statement) -> None:
    if not may_name(person, statement):
        raise NotAllowed(
            _("Who reads this statement is decided by those of the secretariat who are named on it.")
        )


def keep_open(statement: Statement, *, by: Person, at: datetime) -> None:
    """Whoever enters a CONFIDENTIAL statement for a delegation is the first who is named; call it inside the
    transaction of the change."""
    if statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED or not is_entered(
        statement.delegation, by=by
    ):
        return
    _named, new = Clearance.objects.get_or_create(
        statement=statement, person=by, defaults={"granted_by": by, "granted_at": at}
    )
    if new:
        trail.note(statement, "named reader", by=by, at=at, person=by.pk)


def note_opening(statement: Statement, *, by: Any, at: datetime, **details: Any) -> None:
    """Keep on record that somebody of the desk opened a CONFIDENTIAL statement that was sent. The only thing that
    reading a page writes: who has read is what an auditor asks first."""
    if statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED or roles.belongs(by, statement.delegation):
        return
    trail.note(statement, "opened", by=by, at=at, **details)
