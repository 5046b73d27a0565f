"""Sentences in which a delegation aligns itself with the statement of another or of a group, put on record."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Delegation, Group, Person
from comity.practices import seal
from comity.practices.authority import Act, require
from comity.practices.flagging import trimmed
from comity.practices.models import Alignment
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements.models import Paragraph


def record(
    paragraph: Paragraph,
    start: int,
    end: int,
    *,
    by: Person,
    at: datetime,
    with_group: Group | None = None,
    with_delegation: Delegation | None = None,
) -> Alignment:
    """The delegation of the paragraph aligns itself with a group or a delegation, in the words from start to end."""
    statement = paragraph.language_version.version.statement
    require(by, Act.READ, meeting=statement.meeting_id)
    if seal.veils(statement):
        raise Refused(_("Who spoke stands under seal, so the alignment is not put on record."))
    start, end = trimmed(paragraph.text, start, end)
    if (with_group is None) == (with_delegation is None):
        raise Refused(_("Choose the group or the delegation with whose statement it aligns itself."))
    if with_delegation is not None and (
        with_delegation.pk == statement.delegation_id or with_delegation.meeting_id != statement.meeting_id
    ):
        raise Refused(_("Choose another delegation of this meeting."))
    try:
        with transaction.atomic():
            alignment = Alignment.objects.create(
                paragraph=paragraph,
                start=start,
                end=end,
                meeting=statement.meeting,
                delegation=statement.delegation,
                with_group=with_group,
                with_delegation=with_delegation,
                recorded_by=by,
                recorded_at=at,
            )
            trail.note(alignment, "recorded alignment", by=by, at=at)
    except IntegrityError as error:
        raise NotNow(_("This alignment has been recorded already.")) from error
    return alignment


def undo(alignment: Alignment, *, by: Person, at: datetime) -> None:
    """It was none."""
    require(by, Act.READ, meeting=alignment.meeting_id)
    with transaction.atomic():
        if not Alignment.objects.filter(pk=alignment.pk, undone_at__isnull=True).update(undone_at=at):
            raise NotNow(_("This alignment has been undone already."))
        trail.note(alignment, "undid alignment", by=by, at=at)
    alignment.refresh_from_db()
