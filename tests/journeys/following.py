"""`python -m tests.journeys.following`: a meeting of next week with its desk, for those who follow it in a browser;
`... many N`: N addresses that follow, and a change that is due, for a sender that is killed; `... look`: what came of it.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django


def fill() -> dict[str, str]:
    from django.core.management import call_command
    from django.utils import timezone

    from comity.meetings.models import Room, Session
    from tests.makers import a_meeting, the_desk

    call_command("migrate", verbosity=0)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    meeting = a_meeting(
        "soon",
        statements_due_at=None,
        announced_at=now,
        opens_on=now.date() + timedelta(days=6),
        closes_on=now.date() + timedelta(days=8),
    )
    Session.objects.update(starts_at=now + timedelta(days=7), ends_at=now + timedelta(days=7, hours=3))
    Room.objects.update(names={"en": "Conference Room 4", "ar": "قاعة الاجتماع 4"})
    Room.objects.create(
        meeting=meeting, code="cr2", names={"en": "Conference Room 2", "ar": "قاعة الاجتماع 2"}
    )
    the_desk(meeting)
    return {}


def many(number: int) -> dict[str, int]:
    from django.utils import timezone

    from comity.communications.models import Subscriber, Subscription
    from comity.meetings import programme
    from comity.meetings.models import Meeting
    from tests.makers import the_desk

    fill()
    now, meeting = timezone.now(), Meeting.objects.get()
    followed = dict(target="meeting", meeting=meeting, identity=f"meeting {meeting.pk}", scope="everything")
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, asked_at=now, confirmed_at=now, **followed)
        for one in Subscriber.objects.bulk_create(
            Subscriber(email=f"n{at}@example.org", since=now, language=("en", "ar")[at % 2])
            for at in range(number)
        )
    )
    from comity.communications import noticing
    from comity.communications.models import Notice

    noticing.compare(meeting, at=now)
    session = meeting.sessions.get()
    starts, ends = session.starts_at + timedelta(hours=2), session.ends_at + timedelta(hours=2)
    programme.move(session, starts_at=starts, ends_at=ends, room=session.room, by=the_desk(meeting), at=now)
    noticing.compare(meeting, at=timezone.now())
    Notice.objects.update(due_at=timezone.now())
    return {"subscriptions": number}


def look() -> dict[str, Any]:
    from comity.communications.models import Delivery
    from comity.participants.models import Letter

    return {
        "letters": Letter.objects.count(),
        "addresses": Letter.objects.values("to").distinct().count(),
        "sent": Letter.objects.filter(sent_at__isnull=False).count(),
        "deliveries": Delivery.objects.count(),
        "waiting": Delivery.objects.filter(due_at__isnull=False).count(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    done = {"many": lambda: many(int(sys.argv[2])), "look": look}.get("".join(sys.argv[1:2]), fill)()
    print(json.dumps(done))
