"""Somebody who follows, a notice that waits and one that was told, for the tests of every page."""

from __future__ import annotations

from datetime import datetime, timedelta

from comity.communications import composing, noticing, subscribing, targets, telling
from comity.communications.models import CalendarAddress, Notice, Subscriber
from comity.communications.subscribing import How
from comity.meetings.models import Meeting, Session
from comity.participants.models import Person


def a_following(meeting: Meeting, person: Person, *, at: datetime) -> Subscriber:
    """The person follows the meeting and a search; a session was moved and told, and is moved once more."""
    noticing.compare(meeting, at=at)
    for asked in ({"meeting": meeting.slug}, {"q": "referrals"}):
        wish = targets.find(asked, at=at)
        assert wish is not None
        one = subscribing.follow(person, wish, How("en"), at=at)
    CalendarAddress.objects.create(person=person, key=one.subscriber.key, made_at=at)
    session = meeting.sessions.latest("starts_at")
    for hours in (1, 2):
        Session.objects.filter(pk=session.pk).update(ends_at=session.ends_at + timedelta(hours=hours))
        noticing.compare(meeting, at=at)
        if hours == 1:
            telling.tell(Notice.objects.get(due_at__isnull=False), at=at)
            composing.compose_due(at=at)
    return one.subscriber
