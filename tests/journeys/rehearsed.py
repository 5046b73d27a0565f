"""`python -m tests.journeys.rehearsed`: a sample meeting whose session is about to be rehearsed, with those who follow
it; `... speak`: somebody has the floor of the session itself; `... look`: what the floor of the rehearsal is now.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

STATES = ("egy", "fra", "chl", "ken", "nor", "ind", "jor", "rus")


def fill() -> dict[str, Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from comity.meetings.models import Meeting, Segment, Session
    from tests.makers import a_delegate, a_delegation, a_meeting, the_desk

    call_command("migrate", verbosity=0)
    now = timezone.now()
    meeting = a_meeting(
        "sample",
        sample=True,
        state=Meeting.State.REGISTRATION,
        statements_due_at=None,
        opens_on=now.date(),
        closes_on=now.date(),
    )
    Session.objects.update(starts_at=now, ends_at=now + timedelta(hours=3))
    kinds = (Segment.Kind.PRESENTATION, Segment.Kind.DISCUSSION)
    for position, kind in enumerate(kinds, start=1):
        Segment.objects.create(session=meeting.sessions.get(), position=position, kind=kind, minutes=90)
    the_desk(meeting)
    for code in STATES:
        a_delegate(a_delegation(meeting, code), name=code)
    return {}


def speak() -> dict[str, Any]:
    from django.utils import timezone

    from comity.floor import acting, inscribing, listing, moderating
    from comity.floor.inscribing import Asked
    from comity.meetings.models import Session
    from comity.participants.models import Person

    session = Session.objects.get(meeting__slug="sample")
    floor, desk, at = acting.of(session), Person.objects.get(email="desk@example.org"), timezone.now()
    delegation = session.meeting.delegations.get(body__code="egy")
    asked = Asked(aspects=[*session.meeting.aspects.all()[:1]])
    listing.open_list(floor, by=desk, at=at)
    moderating.call_to_order(floor, by=desk, at=at)
    inscription = inscribing.ask(delegation, session, asked, by=desk, at=at)
    moderating.give(inscription, by=desk, at=timezone.now())
    return {}


def look() -> dict[str, Any]:
    from django.utils import timezone

    from comity.web.floor.live import snapshots

    session = snapshots.found("sample-rehearsal", "s1")
    assert session is not None
    return {code: snapshots.now(session, code, at=timezone.now()) for code in ("ar", "en", "fr")}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps({"": fill, "speak": speak, "look": look}["".join(sys.argv[1:2])]()))
