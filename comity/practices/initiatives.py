"""Named programmes: entered by their owners, companies too, and reviewed like any paper (R06-2, R06-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person
from comity.practices.addresses import new_ref
from comity.practices.authority import Act, require
from comity.practices.models import Initiative, Term
from comity.practices.models.vocabulary import Scheme
from comity.record import trail
from comity.refusals import NotNow, Refused

State = Initiative.State
MOVES: dict[Initiative.State, frozenset[Initiative.State]] = {
    State.RECEIVED: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
    State.IN_REVIEW: frozenset({State.RETURNED, State.PUBLISHED, State.WITHDRAWN}),
    State.RETURNED: frozenset({State.RECEIVED, State.WITHDRAWN}),
    State.PUBLISHED: frozenset({State.IN_REVIEW, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
FIELDS = (*("names", "descriptions", "owner", "level", "region", "started_year", "status", "link"),)


def enter(
    meeting: Meeting,
    *,
    names: dict[str, str],
    owner: str,
    level: Term,
    by: Person,
    at: datetime,
    delegation: Delegation | None = None,
    measures: Iterable[Term] = (),
    **details: Any,
) -> Initiative:
    """Send an initiative to the secretariat: for the own delegation, or (None) as the secretariat. `details`:
    descriptions, region, started_year, status, link."""
    require(by, Act.ENTER_INITIATIVE, meeting=meeting, delegation=delegation)
    if delegation is not None and delegation.meeting_id != meeting.pk:
        raise Refused(_("Choose another delegation of this meeting."))
    fields = {"names": names, "owner": owner, "level": level, **details}
    check(fields)
    with transaction.atomic():
        initiative = Initiative.objects.create(
            ref=new_ref(meeting, "i"),
            meeting=meeting,
            delegation=delegation,
            entered_by=by,
            entered_at=at,
            **fields,
        )
        initiative.measures.set(measures)
        trail.note(initiative, "entered", by=by, at=at)
    return initiative


def check(fields: dict[str, Any]) -> None:
    assert fields.keys() <= {*FIELDS}
    if not any(words.strip() for words in fields.get("names", {"en": "-"}).values()):
        raise Refused(_("Name the initiative in at least one language."))
    if not fields.get("owner", "-").strip():
        raise Refused(_("Name the owner of the initiative."))
    if "level" in fields and fields["level"].scheme != Scheme.LEVEL:
        raise Refused(_("Choose whether it is local, national, regional or global."))
    if fields.get("link") and not fields["link"].startswith(("https://", "http://")):
        raise Refused(_("Give the link as an address that begins with https://."))


def revise(
    initiative: Initiative,
    *,
    by: Person,
    at: datetime,
    measures: Iterable[Term] | None = None,
    **fields: Any,
) -> None:
    """Change what was sent, while it is not in review; what was returned is sent again by it."""
    require(by, Act.ENTER_INITIATIVE, meeting=initiative.meeting_id, delegation=initiative.delegation)
    check(fields)
    with transaction.atomic():
        now = locked(initiative, State.RECEIVED, State.RETURNED)
        if now.state == State.RETURNED:
            move(initiative, State.RECEIVED, reason="")
        Initiative.objects.filter(pk=initiative.pk).update(**fields)
        if measures is not None:
            initiative.measures.set(measures)
        trail.note(initiative, "revised", by=by, at=at, fields=sorted(fields))
    initiative.refresh_from_db()


def locked(initiative: Initiative, *expected: Initiative.State) -> Initiative:
    now = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if now.state not in expected:
        raise NotNow(
            _("This is not possible now: the initiative is “%(state)s”.") % {"state": now.get_state_display()}
        )
    return now


def move(initiative: Initiative, to: Initiative.State, **changes: Any) -> None:
    """As `states.move`, for an initiative."""
    if to not in MOVES[State(initiative.state)]:
        raise NotNow(
            _("This is not possible now: the initiative is “%(state)s”.")
            % {"state": initiative.get_state_display()}
        )
    changed = Initiative.objects.filter(pk=initiative.pk, state=initiative.state).update(state=to, **changes)
    if not changed:
        raise NotNow(_("Somebody else was first: the initiative has changed. Load it again."))
    initiative.refresh_from_db()


def take(initiative: Initiative, *, by: Person, at: datetime) -> None:
    """Take it into review; one that is published shows nothing but that until it is published again."""
    decide(initiative, State.IN_REVIEW, "taken into review", by=by, at=at, reviewed_by=by)


def send_back(initiative: Initiative, *, reason: str, by: Person, at: datetime) -> None:
    """Return it for correction, with what is wrong."""
    if not reason.strip():
        raise Refused(_("Say what should be corrected."))
    decide(initiative, State.RETURNED, "returned", by=by, at=at, reason=reason.strip())


def publish(initiative: Initiative, *, by: Person, at: datetime) -> None:
    """Show it in the public register of initiatives."""
    first = initiative.public_from or at
    decide(initiative, State.PUBLISHED, "published", by=by, at=at, public_from=first, reason="")


def decide(
    initiative: Initiative, to: Initiative.State, verb: str, *, by: Person, at: datetime, **changes: Any
) -> None:
    require(by, Act.REVIEW_INITIATIVE, meeting=initiative.meeting_id)
    with transaction.atomic():
        move(initiative, to, **changes)
        trail.note(initiative, verb, by=by, at=at)


def withdraw(initiative: Initiative, *, reason: str, by: Person, at: datetime) -> None:
    """Take it back: by those who entered it, or by the secretariat. Its address stays and says so."""
    require(by, Act.ENTER_INITIATIVE, meeting=initiative.meeting_id, delegation=initiative.delegation)
    with transaction.atomic():
        move(initiative, State.WITHDRAWN, reason=reason.strip())
        trail.note(initiative, "withdrawn", by=by, at=at, reason=reason)
