"""`python -m tests.journeys.cast`: a meeting with its people, for the journeys in a browser.

Norway's delegate, the desk, and Kenya's delegate each sign in with PASSWORD; France's delegate with a session.
"""

from __future__ import annotations

import json
import os

import django

PASSWORD = "a-long-word-7"


def fill() -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from tests.makers import a_delegate, a_delegation, a_draft, a_meeting, the_desk

    call_command("migrate", verbosity=0)
    meeting = a_meeting(statements_due_at=None)
    the_desk(meeting)
    for code in ("nor", "ken"):
        a_delegate(a_delegation(meeting, code))
    france = a_delegation(meeting, "fra")
    person = a_delegate(france)
    draft = a_draft(france, by=person)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"session": session.session_key or "", "ref": draft.statement.ref}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(fill()))
