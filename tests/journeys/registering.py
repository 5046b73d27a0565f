"""`python -m tests.journeys.registering`: a meeting whose registration is open, with its desk, and a session with
somebody proposed for its panel; `... look`: what came of it."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

PANELLISTS = (
    ("Samira Haddad", "samira@example.org", "ar"),
    ("Anna Brook", "anna@example.org", "en"),
    ("Jun Ito", "jun@example.org", "ar"),
)
"""Name, address and language of those proposed for the panel."""


def fill() -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone

    from comity.meetings import parts
    from comity.meetings.models import Meeting, Part, Session
    from tests.makers import a_meeting, a_participant, the_desk

    call_command("migrate", verbosity=0)
    now = timezone.now()
    meeting = a_meeting("soon", statements_due_at=None, state=Meeting.State.REGISTRATION)
    Session.objects.update(starts_at=now + timedelta(days=7), ends_at=now + timedelta(days=7, hours=3))
    desk = the_desk(meeting)
    for name, email, language in PANELLISTS:
        invited = a_participant(
            meeting, name, email=email, language=language, kind="panellist", state="invited"
        )
        parts.propose(meeting.sessions.get(), invited, Part.Role.PANELLIST, topic="Schools", by=desk, at=now)
    session = SessionStore()
    session[SESSION_KEY] = str(desk.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = desk.get_session_auth_hash()
    session.save()
    return {"session": session.session_key or ""}


def look() -> dict[str, Any]:
    from comity.participants.models import Letter, Participant

    return {
        "approved": Participant.objects.filter(state="approved").count(),
        "letters": Letter.objects.count(),
        "sent": Letter.objects.filter(sent_at__isnull=False).count(),
        "waiting": Letter.objects.filter(due_at__isnull=False).count(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(look() if sys.argv[1:] == ["look"] else fill()))
