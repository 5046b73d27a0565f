"""What technical sessions hand on: their minutes, ready for the rapporteurs of the Special Meeting (R07-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.meetings.models import Meeting, Session
from comity.papers import minutes as minuting
from comity.papers.models import Minutes


@dataclass(frozen=True, slots=True)
class Result:
    """A technical session with what it leads to. `minutes` None: the person may not read them, or there are none."""

    session: Session
    topics: list[Session]
    minutes: Minutes | None
    opens_at: datetime | None
    """When the Special Meeting opens to which it leads."""
    is_shared: bool
    """Whether its results are there for others."""

    def has_opened(self, at: datetime) -> bool:
        """Whether the Special Meeting to which it leads has opened."""
        return self.opens_at is not None and self.opens_at <= at

    def is_late(self, at: datetime) -> bool:
        """It has been held, nothing is shared, and the Special Meeting has opened or opens within a day."""
        return (
            not self.is_shared
            and self.session.ends_at <= at
            and self.opens_at is not None
            and (self.opens_at - at).total_seconds() < 86_400
        )


def of(meeting: Meeting, *, person: Any) -> list[Result]:
    """Every technical session that is held, in the order of the programme; four queries and those of authority."""
    sessions = (
        Session.objects.filter(meeting=meeting, cancelled_at=None)
        .select_related("minutes_kept", "meeting", "room")
        .prefetch_related("leads_to")
    )
    every = list(sessions)
    opens = first_special(every)
    reads = {one.pk: may_read(person, one) for one in every}
    return [
        Result(
            session=one,
            topics=[topic for topic in one.leads_to.all() if topic.cancelled_at is None],
            minutes=kept(one) if reads[one.pk] else None,
            opens_at=opens,
            is_shared=is_shared(one),
        )
        for one in every
        if one.tier == Session.Tier.TECHNICAL
    ]


def first_special(sessions: Iterable[Session]) -> datetime | None:
    return min((one.starts_at for one in sessions if one.tier == Session.Tier.SPECIAL), default=None)


def kept(session: Session) -> Minutes | None:
    try:
        found: Minutes = session.minutes_kept
    except Minutes.DoesNotExist:
        return None
    found.session = session
    return found


def is_shared(session: Session) -> bool:
    found = kept(session)
    return found is not None and found.status != Minutes.Status.DRAFT


def may_read(person: Any, session: Session) -> bool:
    found = kept(session)
    return found is not None and minuting.may_read(person, found)
