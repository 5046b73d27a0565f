"""Inviting people by mail, and their taking up of the role offered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants import authority, letters
from comity.participants.models import Assignment, Delegation, Invitation, Letter, Person, Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

VALID_FOR = timedelta(days=14)


def invite(
    *,
    email: str,
    name: str,
    role: Role,
    by: Person | None,
    at: datetime,
    meeting: Any = None,
    delegation: Delegation | None = None,
    language: str = "en",
    letter: Callable[[Invitation, str], Letter] | None = None,
) -> tuple[Invitation, str]:
    """Offer a role; returns the invitation and the secret of its link, of which only a hash is kept.

    An earlier open invitation to the same address for the same role is withdrawn. `letter` writes the mail with the
    link; without it the caller hands the link over. `by` is None only on the command line, for the first administrator.
    """
    check_place(role, meeting=meeting, delegation=delegation)
    if by is not None and not authority.may_invite(by, role, meeting=meeting, delegation=delegation):
        raise NotAllowed(_("You may not offer this role."))
    token = secrets.token_urlsafe(32)
    email = Person.objects.normalize_email(email).lower()
    with transaction.atomic():
        earlier = Invitation.objects.filter(
            email=email,
            role=role,
            meeting=meeting,
            delegation=delegation,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        letters.drop(Letter.objects.filter(invitation__in=earlier), at=at)
        earlier.update(withdrawn_at=at)
        invitation = Invitation.objects.create(
            email=email,
            name=name,
            language=language,
            role=role,
            meeting=meeting,
            delegation=delegation,
            token_hash=hashed(token),
            invited_by=by,
            invited_at=at,
            expires_at=at + VALID_FOR,
        )
        trail.note(invitation, "invited", by=by, at=at, role=role)
        if letter is not None:
            invitation.letter = letter(invitation, token)
            invitation.save(update_fields=["letter"])
    return invitation, token


def check_place(role: Role, *, meeting: Any, delegation: Delegation | None) -> None:
    """A role is held for the site (administrator), at a meeting, or within a delegation to that meeting."""
    if authority.needs_delegation(role) != (delegation is not None):
        raise Refused(_("Choose a delegation for a delegate or focal point, and none for any other role."))
    if (role == Role.ADMINISTRATOR) != (meeting is None):
        raise Refused(_("Choose a meeting for every role but administrator."))
    if delegation is not None and delegation.meeting_id != meeting.pk:
        raise Refused(_("The delegation takes part in another meeting."))


def find(token: str, *, at: datetime) -> Invitation:
    """The open invitation behind a link. Raises `NotNow` with a sentence that says what to do."""
    invitation = (
        Invitation.objects.select_related("meeting", "delegation__body")
        .filter(token_hash=hashed(token))
        .first()
    )
    if invitation is None or not invitation.is_open(at):
        raise NotNow(
            _(
                "This invitation has been used, withdrawn or has expired. Ask whoever invited you for a new one."
            )
        )
    return invitation


def accept(invitation: Invitation, *, name: str, password: str | None, at: datetime) -> Person:
    """Take up the role. A new person is created with the password (None: a passkey will follow); somebody known
    keeps name and password."""
    with transaction.atomic():
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
        ).update(accepted_at=at)
        if not taken:
            raise NotNow(_("This invitation has just been used, withdrawn or has expired."))
        person = Person.objects.filter(email=invitation.email).first()
        if person is None:
            person = Person.objects.create_user(
                invitation.email, password, name=name, language=invitation.language
            )
        Assignment.objects.get_or_create(
            person=person, role=invitation.role, meeting=invitation.meeting, delegation=invitation.delegation
        )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
        trail.note(invitation, "accepted invitation", by=person, at=at, role=invitation.role)
    return person


def withdraw(invitation: Invitation, *, by: Person, at: datetime) -> None:
    role = Role(invitation.role)
    if not authority.may_invite(by, role, meeting=invitation.meeting, delegation=invitation.delegation):
        raise NotAllowed(_("You may not withdraw this invitation."))
    with transaction.atomic():
        changed = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=at)
        if not changed:
            raise NotNow(_("This invitation has just been used or withdrawn."))
        letters.drop(Letter.objects.filter(invitation=invitation), at=at)
        trail.note(invitation, "withdrew invitation", by=by, at=at)


def end(assignment: Assignment, *, by: Person, at: datetime) -> None:
    """Take a role back."""
    role = Role(assignment.role)
    if not authority.may_end(by, role=role, meeting=assignment.meeting, delegation=assignment.delegation):
        raise NotAllowed(_("You may not take this role back."))
    with transaction.atomic():
        gone, _details = Assignment.objects.filter(pk=assignment.pk).delete()
        if not gone:
            raise NotNow(_("This role has been taken back already."))
        trail.note(assignment, "took role back", by=by, at=at, role=role, person=assignment.person_id)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
