"""One's own account: everything that is kept of it as a file, and closing it (RX-4).

What the person did stays in the record, and what she handed in stays with the delegation; the row of the account stays
because they refer to it, and says only that somebody acted. Whatever is the account's alone is tied to it by CASCADE,
here and in the libraries for signing in, and goes; what others rely on is tied by PROTECT.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from comity.communications import erasing
from comity.communications.models import Subscription
from comity.meetings.models import Meeting
from comity.papers import erasing as papers
from comity.papers.models import Addressee
from comity.participants import letters, privacy
from comity.participants.models import Assignment, Invitation, Letter, Participant, Person, Role
from comity.practices.models import Bookmark
from comity.record import trail
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow
from comity.statements.models import Statement

NEEDED = {
    Role.ADMINISTRATOR: _(
        "You are the only administrator of this site. Invite another one first, then close your account."
    ),
    Role.SECRETARIAT: _(
        "You are the only one of the secretariat at this meeting: %(meeting)s. Invite somebody first, then close "
        "your account."
    ),
}
OVER = (Meeting.State.ARCHIVED, Meeting.State.CANCELLED)
"""Meetings that may be left without a secretariat."""


def all_that_is_kept(person: Person) -> dict[str, Any]:
    """Everything that is kept of the account, as JSON, for the person alone; how she signs in is told by
    `comity.adapters.accounts`. Times in ISO 8601."""
    account = ("email", "name", "title", "language", "time_zone")
    address = getattr(person, "calendar_address", None)
    return {
        "account": {
            **{name: getattr(person, name) for name in account},
            "joined_at": person.joined_at.isoformat(),
            "last_signed_in_at": person.last_login.isoformat() if person.last_login else None,
        },
        "roles": roles(person),
        "invitations": [invitation(one) for one in invitations(person)],
        "registrations": [
            erasing.all_that_is_kept(one) for one in person.participations.select_related("meeting")
        ],
        "follows": erasing.followed(Subscription.objects.filter(subscriber__person=person)),
        "calendar_address_made_at": address.made_at.isoformat() if address else None,
        "bookmarks": [
            {"meeting": one.meeting.slug, "way": one.way, "at": one.at.isoformat()}
            for one in Bookmark.objects.filter(person=person).select_related("meeting")
        ],
        "tokens": [privacy.of_token(one) for one in person.tokens.order_by("pk")],
        "contact_of_statements": [one.ref for one in contact_of(person)],
        "papers": papers.all_that_is_kept(addressees(person)),
        "mails": [privacy.of_letter(one) for one in mails(person).order_by("pk")],
        "record": [
            {"at": one.at.isoformat(), "verb": one.verb, "object": one.object_type, "id": one.object_id}
            for one in Act.objects.filter(by=person).order_by("pk")
        ],
    }


def roles(person: Person) -> list[dict[str, Any]]:
    held = person.assignments.select_related("meeting", "delegation__body")
    return [
        {
            "role": one.role,
            "meeting": one.meeting.slug if one.meeting else None,
            "delegation": one.delegation.body.code if one.delegation else None,
        }
        for one in held.order_by("pk")
    ]


def invitation(one: Invitation) -> dict[str, Any]:
    return {
        "role": one.role,
        "name": one.name,
        "invited_at": one.invited_at.isoformat(),
        "accepted_at": one.accepted_at.isoformat() if one.accepted_at else None,
    }


def invitations(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(email__iexact=person.email).order_by("pk")


def mails(person: Person) -> QuerySet[Letter]:
    """Unless others are registered under the address: those are not one person's data."""
    others = Participant.objects.filter(email__iexact=person.email).exclude(person=person)
    found = Letter.objects.filter(to__iexact=person.email)
    return found.none() if others.exists() else found


def addressees(person: Person) -> QuerySet[Addressee]:
    return Addressee.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def contact_of(person: Person) -> QuerySet[Statement]:
    """Statements on which she is the one whom the secretariat may ask."""
    return Statement.objects.filter(contact__icontains=person.email).order_by("pk")


def require_others(person: Person) -> None:
    """Raises `NotNow` where the site or a meeting would be left without those who run it."""
    held = Assignment.objects.filter(person=person, role__in=NEEDED).exclude(meeting__state__in=OVER)
    for one in held.select_related("meeting").order_by("pk"):
        # Held until the transaction ends: of two who leave at once, the second is told.
        same = Assignment.objects.select_for_update(of=("self",)).filter(role=one.role, meeting=one.meeting)
        if not any(other.person.is_active for other in same.exclude(person=person).select_related("person")):
            raise NotNow(NEEDED[Role(one.role)] % {"meeting": one.meeting})


def close(person: Person, *, registrations: bool = False, by: Person, at: datetime) -> None:
    """Close one's own account: nobody signs in with it any more, and what says whose it was goes. Registrations for
    meetings stay, each with its own page, unless they are to be erased with it.

    Raises `NotAllowed` for the account of somebody else, `NotNow` where nobody else would run the site or a meeting.
    """
    if by != person:
        raise NotAllowed(_("Everybody closes the own account, and no other."))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        require_others(person)
        trail.note(person, "closed account", by=person, at=at, roles=roles(person))
        if registrations:
            for one in person.participations.exclude(state=Participant.State.ERASED).select_related(
                "meeting"
            ):
                erasing.erase(one, by=None, at=at)
        let_go_of_mails(person, at=at)
        papers.take_names_off(addressees(person))
        papers.take_off_checklists(person)
        contact_of(person).update(contact="")
        for row in alone(person):
            row.delete()
        person.participations.update(person=None)
        for session in sessions(person, at=at):
            session.delete()
        empty(person, at=at)


def let_go_of_mails(person: Person, *, at: datetime) -> None:
    """What has not gone out does not; neither mails nor invitations say any more whom they went to."""
    found = mails(person)
    letters.drop(found, at=at)
    found.update(to="", subject="", reason="")
    invitations(person).filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    invitations(person).update(email="", name="")


def alone(person: Person) -> Iterable[QuerySet[Any]]:
    """The rows that are the account's alone: roles, what is followed, passkeys, bookmarks and the like."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.CASCADE:
            yield relation.related_model._base_manager.filter(**{relation.field.name: person})


def sessions(person: Person, *, at: datetime) -> list[Session]:
    """Where she is signed in, on every device."""
    running = Session.objects.filter(expire_date__gte=at).iterator()
    return [one for one in running if one.get_decoded().get("_auth_user_id") == str(person.pk)]


def empty(person: Person, *, at: datetime) -> None:
    """The row itself; the address that stands in it can receive nothing (RFC 2606)."""
    person.email, person.name, person.title = f"closed-{person.pk}@closed.invalid", "", ""
    usual = Person()
    person.language, person.time_zone = usual.language, usual.time_zone
    person.is_active, person.closed_at, person.last_login = False, at, None
    person.set_unusable_password()
    person.save()
