"""`comity mails`."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from comity.participants import letters
from tests.smtp import mails_go_to
from tests.web.acting import Postbox

pytestmark = pytest.mark.django_db


def mails(*words: str) -> str:
    out = StringIO()
    call_command("mails", *words, stdout=out)
    return out.getvalue()


def test_what_waits_is_listed_with_the_reason_and_sent_on_demand(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letters.write(to="norway@example.org", subject="Receipt", body="Here.", at=timezone.now())
    with pytest.raises(SystemExit):
        mails("--send")
    said = mails()
    assert "norway@example.org: Receipt (1 attempts, next attempt " in said
    assert "ConnectionRefusedError" in said
    assert "1 waiting, 0 could not be sent." in said
    box = Postbox()
    with mails_go_to(box, settings):
        assert mails("--send") == "1 sent.\n0 waiting, 0 could not be sent.\n"
    assert len(box.mails) == 1
