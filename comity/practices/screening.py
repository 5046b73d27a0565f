"""From a candidate to a group that is worth drafting, and what is given up on the way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.participants.models import Person
from comity.practices import states
from comity.practices.authority import Act, require
from comity.practices.models import Practice
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused


def rename(practice: Practice, *, working_title: str, by: Person, at: datetime) -> None:
    """What the desk calls it until it has a text."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    if not working_title.strip():
        raise Refused(_("Give the practice a working title."))
    with transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(working_title=working_title.strip()[:200])
        trail.note(practice, "renamed", by=by, at=at, before=practice.working_title)
    practice.refresh_from_db()


def screen(practice: Practice, *, by: Person, at: datetime) -> None:
    """It is a practice: somebody does it somewhere; it is no opinion, wish, claim or plan (identified, R03-2)."""
    forward(practice, State.SCREENED, "screened", by=by, at=at)


def consolidate(practice: Practice, *, by: Person, at: datetime) -> None:
    """What belongs together stands together, divergent views among it."""
    forward(practice, State.CONSOLIDATED, "consolidated", by=by, at=at)


def forward(practice: Practice, to: Practice.State, verb: str, *, by: Person, at: datetime) -> None:
    require(by, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        check_has_words(practice)
        states.move(practice, to)
        trail.note(practice, verb, by=by, at=at)


def check_has_words(practice: Practice) -> None:
    """Raises `NotNow` where nothing that was said supports the practice (R12-1)."""
    states.locked(practice)
    if not practice.supports.live().filter(stance="supports").exists():
        raise NotNow(
            _("Nothing that was said supports this candidate. Attach an excerpt before it goes any further.")
        )


def take_back(practice: Practice, *, reason: str, by: Person, at: datetime) -> None:
    """To candidate again, from anywhere before a decision."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is taken back."))
    with transaction.atomic():
        states.never_decided(practice)
        states.move(practice, State.CANDIDATE)
        trail.note(practice, "taken back", by=by, at=at, reason=reason)


def not_retain(practice: Practice, *, reason: str, by: Person, at: datetime) -> None:
    """Give it up, with the reason on record; `reopen` undoes it."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is not retained."))
    with transaction.atomic():
        states.never_decided(practice)
        states.move(practice, State.NOT_RETAINED, reason=reason)
        trail.note(practice, "not retained", by=by, at=at, reason=reason)


def reopen(practice: Practice, *, by: Person, at: datetime) -> None:
    """A practice that was not retained is a candidate again."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        states.locked(practice, State.NOT_RETAINED)
        states.move(practice, State.CANDIDATE, reason="")
        trail.note(practice, "reopened", by=by, at=at)


def hand_over(practice: Practice, *, to: Person, by: Person, at: datetime) -> None:
    """Another rapporteur owns it: what concerns it is shown there."""
    require(by, Act.GROUP, meeting=practice.meeting_id)
    require(to, Act.GROUP, meeting=practice.meeting_id)
    with transaction.atomic():
        Practice.objects.filter(pk=practice.pk).update(owner=to)
        trail.note(practice, "handed over", by=by, at=at, to=to.pk)
    practice.refresh_from_db()
