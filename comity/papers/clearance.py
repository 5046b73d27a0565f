"""Who may read a CONFIDENTIAL document: named one by one, each naming on record (RX-5).

Whoever begins it is the first; from then on only those of the secretariat who are named themselves add others.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.files.models import Sensitivity
from comity.papers.authority import BY_ROLE, Act, is_open_to, may
from comity.papers.models import Document, DocumentClearance
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused


def candidates(document: Document) -> QuerySet[Person]:
    """Those who have a role at the meeting, a delegation's among them, and are not named yet."""
    return (
        Person.objects.filter(assignments__meeting=document.meeting_id, is_active=True, is_programme=False)
        .exclude(document_clearances__document=document)
        .distinct()
        .order_by("name", "pk")
    )


def may_name(person: Any, document: Document) -> bool:
    """Whether the person decides who reads it: of the secretariat and named, or nobody who could is named."""
    in_charge = document.clearances.filter(
        person__is_active=True,
        person__assignments__meeting=document.meeting_id,
        person__assignments__role__in=BY_ROLE[Act.NAME_READERS],
    )
    return may(person, Act.NAME_READERS, meeting=document.meeting) and (
        is_open_to(person, document) or not in_charge.exists()
    )


def require_naming(person: Any, document: Document) -> None:
    if not may_name(person, document):
        raise NotAllowed(
            _("Who reads this document is decided by those of the secretariat who are named on it.")
        )


def grant(document: Document, person: Person, *, by: Person, at: datetime) -> DocumentClearance:
    """Name a reader. Raises `NotAllowed`, `NotNow` or `Refused` with a sentence."""
    with transaction.atomic():
        now = Document.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=document.pk)
        require_naming(by, now)
        if now.sensitivity == Sensitivity.UNCLASSIFIED:
            raise NotNow(_("The document is not CONFIDENTIAL: the whole desk reads it."))
        if not candidates(now).filter(pk=person.pk).exists():
            raise Refused(_("Choose somebody who takes part in this meeting and is not named yet."))
        named = DocumentClearance.objects.create(document=now, person=person, granted_by=by, granted_at=at)
        trail.note(now, "named reader", by=by, at=at, person=person.pk)
    return named


def withdraw(clearance: DocumentClearance, *, by: Person, at: datetime) -> None:
    """Take a name off the list; what was read before stays on record."""
    with transaction.atomic():
        document = clearance.document
        require_naming(by, document)
        gone, _details = DocumentClearance.objects.filter(pk=clearance.pk).delete()
        if not gone:
            raise NotNow(_("This name has been taken off the list already."))
        trail.note(document, "took reader off", by=by, at=at, person=clearance.person_id)


def keep_open(document: Document, *, by: Person, at: datetime) -> None:
    """Whoever begins a CONFIDENTIAL document, or makes it one, is named on it."""
    if document.sensitivity == Sensitivity.UNCLASSIFIED:
        return
    _named, new = DocumentClearance.objects.get_or_create(
        document=document, person=by, defaults={"granted_by": by, "granted_at": at}
    )
    if new:
        trail.note(document, "named reader", by=by, at=at, person=by.pk)


def note_opening(document: Document, *, by: Any, at: datetime) -> None:
    """Keep on record that somebody opened a CONFIDENTIAL document."""
    if document.sensitivity != Sensitivity.UNCLASSIFIED:
        trail.note(document, "opened", by=by, at=at)
