"""What the sample meeting told its followers: a room that was changed before it opened, and an invented newsroom."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from comity.communications import composing, facts, noticing, subscribing, targets, telling
from comity.communications.models import KnownSession, Notice, Subscription
from comity.communications.subscribing import How
from comity.meetings.models import Meeting
from comity.participants import letters
from comity.participants.models import Letter, Person, Role

BEFORE = timedelta(days=4)
"""How long before the first session the room was changed."""
FIRST_ROOM = {
    "ar": "قاعة الاجتماعات 2",
    "en": "Conference Room 2",
    "es": "Sala de Conferencias 2",
    "fr": "Salle de conférence 2",
    "ru": "Зал заседаний 2",
    "zh": "第2会议室",
}
WORDS = {"en": "The larger room has interpretation in all six languages."}
NEWSROOM = "newsroom@sample.example"


def missing(meeting: Meeting) -> bool:
    return not Notice.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """All of it or nothing; once it is there it does nothing."""
    session = meeting.sessions.select_related("room", "meeting").first()
    if session is None or not missing(meeting):
        return
    at = session.starts_at - BEFORE
    desk = Person.objects.get(assignments__meeting=meeting, assignments__role=Role.SECRETARIAT)
    with transaction.atomic():
        for one in meeting.sessions.select_related("room", "meeting"):
            known = {**facts.of(one), "room": FIRST_ROOM} if one == session else facts.of(one)
            KnownSession.objects.create(session=one, facts=known, since=at - BEFORE)
        follow(meeting, NEWSROOM, at=at - BEFORE)
        noticing.compare(meeting, at=at)
        notice = Notice.objects.get(meeting=meeting)
        telling.add_words(notice, WORDS, by=desk, at=at)
        telling.tell_now(notice, by=desk, at=at)
        telling.tell(notice, at=at)
        composing.compose_due(at=at)
        sent = Letter.objects.filter(deliveries__notice=notice)
        Letter.objects.filter(pk__in=sent.values("pk")).update(
            sent_at=at, due_at=None, attempts=1, **letters.WORDLESS
        )


def follow(meeting: Meeting, email: str, *, at: datetime) -> Subscription:
    """An address follows the meeting and has proven it."""
    wish = targets.Wish(Subscription.Target.MEETING, meeting=meeting)
    one = subscribing.ask(
        email, wish, How("en", scope=Subscription.Scope.CHANGES), at=at, letter=lambda subscription: None
    )
    assert one is not None
    subscribing.confirm(one, at=at)
    return one
