"""Small makers for telling: an announced meeting whose programme is known, and somebody who follows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from comity.communications import noticing, subscribing, targets
from comity.communications.models import Notice, Subscription
from comity.communications.subscribing import How
from comity.meetings import programme
from comity.meetings.models import Meeting, Room, Session
from comity.participants.models import Letter
from tests.makers import NOW, a_meeting, the_desk

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def a_known_meeting(slug: str = "sm2016", *, at: datetime = NOW, **fields: Any) -> Meeting:
    """An announced meeting whose programme everybody knows."""
    meeting = a_meeting(slug, **{"announced_at": at, **fields})
    noticing.compare(meeting, at=at)
    return meeting


def the_session(meeting: Meeting) -> Session:
    return meeting.sessions.select_related("room", "meeting").get(code="s1")


def a_room(meeting: Meeting, code: str = "cr2", name: str = "Conference Room 2") -> Room:
    return Room.objects.create(meeting=meeting, code=code, names={"en": name, "ar": "قاعة الاجتماع 2"})


def moved(
    session: Session, *, by_hours: float = 1, room: Room | None = None, at: datetime = NOW + HOUR
) -> Session:
    """The desk gives it another time, and another room where one is given."""
    session.refresh_from_db()
    programme.move(
        session,
        starts_at=session.starts_at + timedelta(hours=by_hours),
        ends_at=session.ends_at + timedelta(hours=by_hours),
        room=room or session.room,
        by=the_desk(session.meeting),
        at=at,
    )
    noticing.compare(Meeting.objects.get(pk=session.meeting_id), at=at)
    return session


def the_notice() -> Notice:
    return Notice.objects.select_related("meeting", "session", "body").get()


def follows(
    email: str, *, at: datetime = NOW, how: How | None = None, filters: Any = None, **asked: str
) -> Subscription:
    """Somebody without an account who has proven the address."""
    wish = targets.find(asked, at=at, filters=filters)
    assert wish is not None
    letter: list[Subscription] = []
    one = subscribing.ask(email, wish, how or How("en"), at=at, letter=letter.append)
    assert one is not None
    subscribing.confirm(one, at=at)
    return one


def mails() -> list[tuple[str, str]]:
    """(to, subject) of what is in the outbox, in the order of addresses."""
    return sorted(Letter.objects.values_list("to", "subject"))
