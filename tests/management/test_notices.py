"""`comity notices` on a machine where no server runs."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comity.communications.models import KnownSession, Notice
from comity.meetings.models import Session
from tests.communications.makers import a_known_meeting, follows, mails, moved, the_session

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("notices", *words, stdout=out)
    return out.getvalue()


def test_it_lists_what_waits_and_tells_what_is_due() -> None:
    now = timezone.now()
    meeting = a_known_meeting(at=now)
    Session.objects.update(starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=3))
    KnownSession.objects.all().delete()
    assert said("--tell").endswith("0 waiting.\n")
    follows("press@example.org", meeting="sm2016", at=now)
    moved(the_session(meeting), at=now)
    assert "Moved: First session" in said()
    assert said("--tell").startswith("0 mails written.")
    Notice.objects.update(due_at=now)
    assert said("--tell").startswith("2 mails written.")
    assert "2 mails)" in said()
    assert [to for to, _subject in mails()] == ["desk@example.org", "press@example.org"]
