"""One round of the sender; tests/journeys see it at work in the real server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from comity.jobs import post
from comity.participants import letters
from comity.participants.models import Letter
from tests.smtp import mails_go_to
from tests.web.acting import Postbox

pytestmark = pytest.mark.django_db


def test_a_round_sends_what_is_due_and_tidies_up_once_an_hour(settings: Any) -> None:
    box, now = Postbox(), timezone.now()
    old, _new = (letters.write(to="a@example.org", subject="S", body="B", at=now) for _ in range(2))
    Letter.objects.filter(pk=old.pk).update(due_at=None, given_up_at=now - timedelta(days=30))
    with mails_go_to(box, settings):
        assert post.one_round(now) == now
        assert (len(box.mails), Letter.objects.exclude(body="").count()) == (1, 1)
        tidied = post.one_round(now - timedelta(hours=2))
    assert tidied is not None
    assert tidied >= now
    assert not Letter.objects.exclude(body="").exists()


def test_the_sender_goes_on_after_a_fault_of_the_database(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comity_letter RENAME TO elsewhere")
    assert post.one_round(None) is None
    assert "stopped for a moment" in caplog.text
