"""Words that were spoken: how closely their speaker may be named holds for what rapporteurs flagged of them too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from comity.floor import recording
from comity.floor.models import Intervention
from comity.meetings.models import Attribution
from comity.participants.models import Person
from comity.practices import attribution
from comity.practices.models import Excerpt


def tighten(intervention: Intervention, mode: Attribution, *, by: Person, at: datetime) -> None:
    """Tell less of who spoke, in the record and in every excerpt of it."""
    with transaction.atomic():
        recording.tighten(intervention, mode, by=by, at=at)
        if intervention.taken_id is None:
            return
        place = "paragraph__language_version__version__statement"
        for excerpt in Excerpt.objects.live().filter(**{place: intervention.taken_id}):
            if recording.stricter(excerpt.attribution, mode) != excerpt.attribution:
                attribution.close(excerpt, mode, by=by, at=at)
