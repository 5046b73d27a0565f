"""Whose words they are, where that may not be told: two roles may learn it, and each reading is on record (RX-2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.floor import recording
from comity.participants import roles
from comity.participants.models import Delegation, Person, Role
from comity.practices.authority import Act, require
from comity.practices.models import Excerpt
from comity.practices.models.excerpts import Attribution
from comity.record import trail
from comity.refusals import NotAllowed, Refused
from comity.statements import authority as statements
from comity.statements.models import Paragraph, Statement


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where sealed words come from."""

    delegation: Delegation
    paragraph: Paragraph
    statement: str
    version: int


def is_sealed(excerpt: Excerpt) -> bool:
    return excerpt.attribution != Attribution.ATTRIBUTED


def veils(statement: Statement) -> bool:
    """Whether it is the record of an intervention whose speaker is not named: at the desk too, before the seal is
    opened."""
    return (
        statement.form == Statement.Form.INTERVENTION
        and recording.mode_of(statement.spoken_as) != Attribution.ATTRIBUTED
    )


def whose(statement: Statement) -> str:
    """As the desk names a text with the seal kept."""
    return gettext("An intervention under seal") if veils(statement) else statement.inside


def open_record(statement: Statement, *, reason: str, by: Person, at: datetime) -> Delegation:
    """Who made the intervention. As `read`: two roles, with a reason, on record."""
    require(by, Act.OPEN_SEAL, meeting=statement.meeting_id)
    statements.require(by, statements.Act.READ_UNPUBLISHED, statement=statement)
    require_reason(reason)
    with transaction.atomic():
        trail.note(statement, "opened seal", by=by, at=at, reason=reason.strip())
    return statement.delegation


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why you need to know whose words these are. The reading goes on record."))


def readable(excerpts: Collection[Excerpt], *, by: Person, meeting: int, at: datetime) -> set[int]:
    """Keys of those whose words the person may read: confidential ones rapporteurs alone, those of a CONFIDENTIAL
    statement who is named on it, and what is not public who reads what is not public (RX-5). `excerpts` of one meeting,
    with their statements."""
    opens = roles.holds(by, {Role.RAPPORTEUR}, meeting=meeting)
    is_early = roles.holds(by, statements.BY_ROLE[statements.Act.READ_UNPUBLISHED], meeting=meeting)
    known = Statement.objects.open_to(by).filter(pk__in={statement_of(one).pk for one in excerpts})
    open_ones = set(known.values_list("pk", flat=True))
    return {
        one.pk
        for one in excerpts
        if statement_of(one).pk in open_ones
        and (opens or one.attribution != Attribution.CONFIDENTIAL)
        and (is_early or one.paragraph.language_version.version.is_public(at))
    }


def statement_of(excerpt: Excerpt) -> Statement:
    return excerpt.paragraph.language_version.version.statement


def read(excerpt: Excerpt, *, reason: str, by: Person, at: datetime) -> Provenance:
    """Open the seal. The reading is an act on record, with its reason, before anything is told.

    Confidential words are opened to rapporteurs alone, and those of a CONFIDENTIAL statement to who is named on it.
    Raises `NotAllowed`, which does not tell whose they are; `Refused` without a reason.
    """
    require(by, Act.OPEN_SEAL, meeting=excerpt.meeting_id)
    if excerpt.attribution == Attribution.CONFIDENTIAL and not roles.holds(
        by, {Role.RAPPORTEUR}, meeting=excerpt.meeting_id
    ):
        raise NotAllowed(_("Confidential words are for rapporteurs alone."))
    require_reason(reason)
    paragraph = Paragraph.objects.select_related(
        "language_version__version__statement__delegation__body"
    ).get(pk=excerpt.paragraph_id)
    version = paragraph.language_version.version
    if not statements.may_with(by, statements.Act.READ_UNPUBLISHED, statement=version.statement):
        raise NotAllowed(
            _(
                "Only those who are named on the statement may open these words: ask the secretariat to name you."
            )
        )
    with transaction.atomic():
        trail.note(excerpt, "opened seal", by=by, at=at, reason=reason.strip())
    return Provenance(version.statement.delegation, paragraph, version.statement.ref, version.number)
