"""What was asked for by a day: recorded, counted down to, handed over (R04-6)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, require
from comity.framework.models import Mandate
from comity.meetings.models import Instrument, Meeting
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused


def record(
    meeting: Meeting,
    *,
    titles: dict[str, str],
    due_on: date,
    by: Person,
    at: datetime,
    instrument: Instrument | None = None,
    paragraph: str = "",
) -> Mandate:
    """A task with its deadline, and where it was given."""
    require(by, Act.FOLLOW, meeting=meeting)
    kept = {code: words.strip() for code, words in titles.items() if words.strip()}
    if not kept:
        raise Refused(_("Say what was asked for."))
    with transaction.atomic():
        mandate = Mandate.objects.create(
            meeting=meeting,
            titles=kept,
            instrument=instrument,
            paragraph=paragraph.strip()[:60],
            due_on=due_on,
            recorded_by=by,
            recorded_at=at,
        )
        trail.note(mandate, "recorded a mandate", by=by, at=at)
    return mandate


def fulfil(mandate: Mandate, *, outcome: str, done_on: date, by: Person, at: datetime) -> None:
    """It was handed over, as what."""
    require(by, Act.FOLLOW, meeting=mandate.meeting)
    if not outcome.strip():
        raise Refused(_("Say what was handed over."))
    if done_on > at.date():
        raise Refused(_("The day lies ahead: record it once it has come."))
    with transaction.atomic():
        there = Mandate.objects.filter(pk=mandate.pk, done_on=None)
        if not there.update(done_on=done_on, outcome=outcome.strip()[:500]):
            raise NotNow(_("It was handed over already."))
        trail.note(mandate, "fulfilled a mandate", by=by, at=at)
    mandate.refresh_from_db()


def days_left(mandate: Mandate, on: date) -> int:
    """Below zero once it is late."""
    return (mandate.due_on - on).days
