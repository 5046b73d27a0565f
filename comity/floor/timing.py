"""How the time of a session goes: on each of its parts, and on the list that still waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.floor import inscribing, listing, moderating
from comity.floor.models import Floor, Inscription
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.meetings.models import Segment


@dataclass(frozen=True, slots=True)
class Spent:
    """A part of the session: planned, and how long it has been on, without the time of suspensions."""

    segment: Segment
    planned: timedelta
    taken: timedelta

    @property
    def left(self) -> timedelta:
        """Below zero once the time of the part is over."""
        return self.planned - self.taken


def of_parts(floor: Floor, *, at: datetime) -> list[Spent]:
    """Every part of the session in its order, also those that have not begun."""
    segments = [*floor.session.segments.all()]
    taken = {one.position: timedelta(0) for one in segments}
    first = segments[0].position if segments else None
    position, since = first, None
    for verb, when, told in turns(floor, at):
        if since is not None and position in taken:
            taken[position] += max(when - since, timedelta(0))
        position = told if verb == WENT_ON else position
        since = None if verb in STANDS else when
    return [Spent(one, timedelta(minutes=one.minutes), taken[one.position]) for one in segments]


WENT_ON = "went on to a part"
STANDS = frozenset({"suspended the session", "adjourned the session"})
VERBS = {"called to order", "resumed the session", WENT_ON, *STANDS}


def turns(floor: Floor, at: datetime) -> list[tuple[str, datetime, int | None]]:
    """(verb, when, part) of what begins or ends the counting, then now; what was undone does not count."""
    acts = floor.acts.filter(verb__in=VERBS, undone_at=None, at__lte=at).order_by("number")
    found = [(one.verb, one.at, one.details.get("position")) for one in acts]
    still = bool(found) and found[-1][0] not in STANDS
    return [*found, ("now", at, None)] if still else found


def needed(floor: Floor, *, at: datetime, ahead: Sequence[Inscription] | None = None) -> timedelta:
    """How long it takes until everybody in the list (or those `ahead`) has spoken, each for the whole time that the
    policy gives."""
    speaks = moderating.speaking(floor)
    left = max(speaks.left(at), timedelta(0)) if speaks else timedelta(0)
    waiting = listing.waiting(floor) if ahead is None else ahead
    return left + timedelta(seconds=sum(seconds(floor, waiting)))


def seconds(floor: Floor, waiting: Sequence[Inscription]) -> list[int]:
    policy = Policy.of(floor.policy)
    return [
        policy.seconds_for(
            one, earlier_replies=inscribing.replies(floor, one.delegation) if one.kind == Kind.REPLY else 0
        )
        for one in waiting
    ]
