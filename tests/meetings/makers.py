"""A programme of two tiers to act on: four technical sessions would be the real one; two are enough here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from comity.meetings import programme, segments
from comity.meetings.models import Meeting, Room, Segment, Session
from comity.meetings.programme import Wording
from comity.meetings.segments import Planned
from comity.participants.models import Person
from tests.makers import NOW, a_meeting, the_desk

MORNING = datetime(2016, 11, 30, 15, tzinfo=UTC)
"""10 a.m. in New York."""


def a_concept(slug: str = "sm2016", **fields: Any) -> Meeting:
    """A meeting that only its desk knows of, with aspects `one` and `two`, room `cr4` and no session."""
    meeting = a_meeting(slug, **{"state": Meeting.State.CONCEPT, **fields})
    meeting.sessions.all().delete()
    return meeting


def a_session(
    meeting: Meeting,
    tier: str = "technical",
    *,
    starts_at: datetime = MORNING,
    minutes: int = 90,
    by: Person | None = None,
    titles: dict[str, str] | None = None,
    room: Room | None = None,
    filled: bool = True,
    **words: Any,
) -> Session:
    """A session of both aspects, with presentation and discussion that fill it unless `filled` is False."""
    by = by or the_desk(meeting)
    words.setdefault("aspects", list(meeting.aspects.all()))
    number = meeting.sessions.count() + 1
    session = programme.add(
        meeting,
        Session.Tier(tier),
        Wording(titles=titles or {"en": f"Session {number}"}, **words),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        room=room,
        by=by,
        at=NOW,
    )
    if filled:
        parts = [
            Planned(Segment.Kind.PRESENTATION, minutes // 2),
            Planned(Segment.Kind.DISCUSSION, minutes - minutes // 2),
        ]
        segments.write(session, parts, by=by, at=NOW)
    return session


def a_programme(**fields: Any) -> Meeting:
    """A meeting with a technical session in the morning that prepares one of the Special Meeting in the afternoon."""
    meeting = a_concept(**fields)
    room = meeting.rooms.get()
    topic = a_session(meeting, "special", starts_at=MORNING + timedelta(hours=5), room=room)
    a_session(meeting, room=room, leads_to=[topic])
    return meeting
