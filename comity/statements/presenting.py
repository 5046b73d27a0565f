"""The written text of a presentation: sent by a panellist who speaks for no delegation, on her own page (RX-3).

She needs no account. The text comes to the secretariat like any statement, is public only while she agrees to that,
and stands under her category; her name stands on its page while she agrees to be named.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.files.examining import examine
from comity.languages import page_language
from comity.meetings import states as meetings
from comity.meetings.models import Part
from comity.meetings.parts import EXPECTED, PRESENTING
from comity.meetings.times import at_venue
from comity.participants import agreements, letters, panellists
from comity.participants.models import Agreement, Participant, Use
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import changes
from comity.statements.issuing import files_of, fingerprint, issue_each
from comity.statements.models import (
    CURRENT,
    Receipt,
    Statement,
    Version,
)
from comity.statements.receipt import keep_original, new_refs


def sent_by(participant: Participant) -> QuerySet[Statement]:
    """Texts of hers, the latest first."""
    own = Statement.objects.filter(delegation__panellist=participant, form=Statement.Form.STATEMENT)
    return own.order_by("-created_at", "-pk")


def told_of(participant: Participant) -> list[dict[str, Any]]:
    """What is kept of texts of hers, as JSON, for herself."""
    return [
        {
            "ref": one.ref,
            "session": one.session.code if one.session else None,
            "may_be_quoted": one.consent_to_quote,
            "versions": [
                {"number": each.number, "state": each.state, "receipt": each.receipt.number}
                for each in one.versions.filter(receipt__isnull=False).select_related("receipt")
            ],
        }
        for one in sent_by(participant).select_related("session")
    ]


def may_send(part: Part) -> bool:
    """Whether the text of this part comes from the panellist herself."""
    return part.participant.delegation_id is None and part.role in PRESENTING and part.state in EXPECTED


def stands(part: Part) -> bool:
    """Whether a text of hers for the session was sent and neither returned nor withdrawn."""
    return Version.objects.filter(
        statement__in=sent_by(part.participant).filter(session=part.session), state__in=CURRENT
    ).exists()


def send(part: Part, path: Path, *, name: str, may_quote: bool, at: datetime) -> Receipt:
    """Take in the text that she presents in the session, and that she agrees to its being published. One text a
    session: another one takes the place of one that was returned.

    Raises `Refused` where the file cannot be taken, `NotNow` where a text of hers is there already.
    """
    if not may_send(part):
        raise Refused(_("Only a panellist who is expected and speaks for no delegation sends her text here."))
    meetings.require_open(part.session.meeting)
    reading = examine(path, name)
    with transaction.atomic():
        who = Participant.objects.select_for_update(of=("self",)).get(pk=part.participant_id)
        agreements.change(who, {Use.TEXT: True}, source=Agreement.Source.OWN, by=None, at=at)
        version = begun(part, may_quote=may_quote, at=at)
        keep_original(version, path, reading, name, at=at)
        files = files_of([version])
        Version.objects.filter(pk=version.pk).update(fingerprint=fingerprint(version, files[version.pk]))
        (receipt,) = issue_each([version], files, by=None, at=at)
        trail.note(
            version.statement, "received", by=None, at=at, version=version.number, receipt=receipt.number
        )
        write_receipt(receipt, to=who, at=at)
    return receipt


def begun(part: Part, *, may_quote: bool, at: datetime) -> Version:
    """The received version of her statement for the session: the first, or one more after one that was returned."""
    session = part.session
    there = sent_by(part.participant).filter(session=session, withdrawn_at=None).first()
    if stands(part):
        raise NotNow(
            _("Your text for this session is there already. To replace it, write to the secretariat.")
        )
    aspects = [*session.aspects.all()]
    if not aspects:
        raise NotNow(_("The session has no aspect yet. Write to the secretariat."))
    if there is None:
        there = Statement.objects.create(
            ref=new_refs([session.meeting])[0],
            meeting=session.meeting,
            delegation=panellists.source_of(part.participant),
            session=session,
            delivery=Statement.Delivery.DELIVERED,
            consent_to_publish=True,
            consent_to_quote=may_quote,
            created_at=at,
        )
        there.aspects.set(aspects)
    else:
        Statement.objects.filter(pk=there.pk).update(consent_to_quote=may_quote)
    return Version.objects.create(
        statement=there,
        number=there.versions.count() + 1,
        state=Version.State.RECEIVED,
        late=session.meeting.deadline_passed(at),
        created_at=at,
        received_at=at,
    )


def write_receipt(receipt: Receipt, *, to: Participant, at: datetime) -> None:
    if not to.email:
        return
    meeting = receipt.version.statement.meeting
    with override(page_language(to.language)):
        subject, _newline, body = render_to_string(
            "mails/presented.txt",
            {"person": to, "meeting": meeting, "receipt": receipt, "time": partial(at_venue, at, meeting)},
        ).partition("\n")
    receipt.letter = letters.write(
        to=to.email, subject=subject, body=body.lstrip("\n"), at=at, meeting=meeting
    )
    receipt.save(update_fields=["letter"])


def answer(participant: Participant, uses: Collection[Use], *, at: datetime) -> None:
    """As `agreements.answer`; texts of hers that she does not agree to being public any more are so no longer."""
    with transaction.atomic():
        agreements.answer(participant, uses, at=at)
        follow(participant, at=at)


def take_back(participant: Participant, use: Use, *, by: Any, at: datetime) -> None:
    """As `agreements.take_back`, likewise."""
    with transaction.atomic():
        agreements.take_back(participant, use, by=by, at=at)
        follow(participant, at=at)


def follow(participant: Participant, *, at: datetime) -> None:
    """Take back, within this transaction, every text that she does not agree to being published any more (RX-3). What
    was public leaves a tombstone under her category."""
    if Use.TEXT in agreements.of(participant):
        return
    for one in sent_by(participant).filter(withdrawn_at=None):
        changes.take_back(one, reason="", by=None, at=at)
