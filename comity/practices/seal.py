"""Whose words they are, where that may not be told: two roles may learn it, and each reading is on record (RX-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import Delegation, Person, Role
from comity.practices.authority import Act, require
from comity.practices.models import Excerpt
from comity.practices.models.excerpts import Attribution
from comity.record import trail
from comity.refusals import NotAllowed, Refused
from comity.statements import authority as statements
from comity.statements.models import Paragraph


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where sealed words come from."""

    delegation: Delegation
    paragraph: Paragraph
    statement: str
    version: int


def is_sealed(excerpt: Excerpt) -> bool:
    return excerpt.attribution != Attribution.ATTRIBUTED


def read(excerpt: Excerpt, *, reason: str, by: Person, at: datetime) -> Provenance:
    """Open the seal. The reading is an act on record, with its reason, before anything is told.

    Confidential words are opened to rapporteurs alone. Raises `NotAllowed`; `Refused` without a reason.
    """
    require(by, Act.OPEN_SEAL, meeting=excerpt.meeting_id)
    if excerpt.attribution == Attribution.CONFIDENTIAL and not roles.holds(
        by, {Role.RAPPORTEUR}, meeting=excerpt.meeting_id
    ):
        raise NotAllowed(_("Confidential words are for rapporteurs alone."))
    if not reason.strip():
        raise Refused(_("Say why you need to know whose words these are. The reading goes on record."))
    paragraph = Paragraph.objects.select_related(
        "language_version__version__statement__delegation__body"
    ).get(pk=excerpt.paragraph_id)
    version = paragraph.language_version.version
    statements.require(by, statements.Act.READ_UNPUBLISHED, statement=version.statement)
    with transaction.atomic():
        trail.note(excerpt, "opened seal", by=by, at=at, reason=reason.strip())
    return Provenance(version.statement.delegation, paragraph, version.statement.ref, version.number)
