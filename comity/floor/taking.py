"""Taking what was noted of an intervention into the reading: a text with citable paragraphs, beside written statements.

It is the rapporteur's record and never becomes public as a page of its own; the database holds to that. Words flagged
in it are named as the intervention may be named (RX-1).
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.files.examining import examine
from comity.floor import recording
from comity.floor.authority import Act, require
from comity.floor.models import Intervention
from comity.meetings.models import Attribution
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import receipt
from comity.statements.models import Clearance, Statement, Version

NAME = "intervention.txt"


def take(intervention: Intervention, *, by: Person, at: datetime) -> Statement:
    """Raises `Refused` where nothing was noted, `NotNow` where it was taken already or the speaker has the floor. What
    a panellist said who speaks for no delegation stands in a place of her own."""
    session = intervention.floor.session
    require(by, Act.RECORD, session=session)
    with transaction.atomic():
        now = Intervention.objects.select_for_update(of=("self",)).get(pk=intervention.pk)
        check(now)
        statement = begun(intervention, by=by, at=at)
        keep(statement, now.summary, at=at)
        Intervention.objects.filter(pk=now.pk).update(taken=statement)
        trail.note(
            session,
            "took an intervention into the reading",
            by=by,
            at=at,
            meeting=session.meeting,
            intervention=now.number,
        )
    intervention.refresh_from_db()
    return statement


def check(now: Intervention) -> None:
    if now.taken_id is not None:
        raise NotNow(_("This intervention has been taken into the reading already."))
    if now.ended_at is None:
        raise NotNow(_("The speaker still has the floor."))
    if now.statement_id is not None:
        raise Refused(_("A written statement was delivered: it is read in its own words."))
    if not now.summary.strip():
        raise Refused(_("Note what was said first."))


def begun(intervention: Intervention, *, by: Person, at: datetime) -> Statement:
    session = intervention.floor.session
    confidential = recording.mode_of(intervention) == Attribution.CONFIDENTIAL
    level = Statement.Sensitivity.CONFIDENTIAL if confidential else Statement.Sensitivity.UNCLASSIFIED
    statement = Statement.objects.create(
        ref=receipt.new_refs([session.meeting])[0],
        meeting=session.meeting,
        delegation=recording.source_of(intervention),
        on_behalf_of=intervention.on_behalf_of,
        session=session,
        form=Statement.Form.INTERVENTION,
        speaker_name=intervention.speaker_name,
        speaker_title=intervention.speaker_title,
        delivery=Statement.Delivery.DELIVERED,
        delivered_at=intervention.ended_at,
        sensitivity=level,
        created_by=by,
        created_at=at,
    )
    statement.aspects.set([*intervention.aspects.all()] or [*session.aspects.all()])  # a panellist names none
    if confidential:
        Clearance.objects.create(statement=statement, person=by, granted_by=by, granted_at=at)
    return statement


def keep(statement: Statement, words: str, *, at: datetime) -> None:
    """As a text that was read: with paragraphs, their anchors and what they cite."""
    with tempfile.TemporaryDirectory(prefix="comity-intervention-") as folder:
        path = Path(folder) / NAME
        path.write_text("\n\n".join(one for one in words.splitlines() if one.strip()), encoding="utf-8")
        reading = examine(path, NAME)
        version = Version.objects.create(
            statement=statement,
            number=1,
            state=Version.State.ACCEPTED,
            entered=True,
            created_at=at,
            received_at=at,
        )
        receipt.keep_original(version, path, reading, NAME, at=at)
