"""Who follows the record at the moment, and how far it was followed: one at a time on all nodes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.communications.models import Watch

NAME = "telling"
HELD_FOR = timedelta(minutes=2)
"""A process that is killed holds the watch no longer than that; one that needs longer is joined by another, which the
constraints of the database make harmless."""
OVERLAP = timedelta(hours=1)
"""A transaction may commit what bears an earlier time: no longer than this."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The watch, held until `until`. What happened after `since` is looked at."""

    since: datetime
    until: datetime


def take(*, at: datetime) -> Taken | None:
    """The watch, or None where somebody else holds it. What happened before it was first taken is told to nobody."""
    watch, _new = Watch.objects.get_or_create(name=NAME, defaults={"heard_until": at, "held_until": at})
    until = at + HELD_FOR
    free = Watch.objects.filter(name=NAME, held_until=watch.held_until, held_until__lte=at)
    if not free.update(held_until=until):
        return None
    return Taken(since=watch.heard_until - OVERLAP, until=until)


def leave(taken: Taken, *, at: datetime) -> None:
    """Everything until `at` was heard; whoever comes next may take the watch at once."""
    Watch.objects.filter(name=NAME, held_until=taken.until).update(heard_until=at, held_until=at)
