"""Erasing the personal data of a participant: of the registration, of the parts in sessions, of agendas (RX-4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.meetings import agenda
from comity.participants import letters, privacy
from comity.participants.models import Letter, Participant, Person


def erase(participant: Participant, *, by: Person | None, at: datetime) -> None:
    """As `privacy.erase`; invitations that have not gone out do not, and no agenda names her any more. The parts stay
    as a matter of record, without a name."""
    with transaction.atomic():
        parts = participant.parts.all()
        letters.drop(Letter.objects.filter(pk__in=parts.exclude(letter=None).values("letter")), at=at)
        privacy.erase(participant, by=by, at=at)
        parts.update(answer="", topic="")
        agenda.forget(participant.pk)
