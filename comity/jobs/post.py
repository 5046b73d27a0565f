"""The sender of letters: a thread in every process that serves pages."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections
from django.utils import timezone

from comity.participants import letters
from comity.press import mailing

log = logging.getLogger(__name__)
EVERY = 5.0
"""Seconds between two looks for letters that another process wrote, or that are due again."""
TIDIED_EVERY = timedelta(hours=1)


def start() -> threading.Thread:
    """Send from now on, until the process ends; a letter that is cut off then is sent by another or the next."""
    thread = threading.Thread(target=send_for_ever, name="mail", daemon=True)
    thread.start()
    return thread


def send_for_ever() -> None:
    tidied: datetime | None = None
    while True:
        tidied = one_round(tidied)
        letters.written.wait(EVERY)
        letters.written.clear()


def write_releases() -> None:
    """Press releases that have become public, to the accredited list; what fails here must not hold up other mails."""
    try:
        mailing.mail_due(at=timezone.now())
    except Exception:
        log.exception("releases to the press wait for a moment")


def one_round(tidied: datetime | None) -> datetime | None:
    """Send what is due, and tidy up once an hour; returns when that was done last."""
    write_releases()
    try:
        while letters.send_due(at=timezone.now()):
            pass
        if tidied is None or timezone.now() - tidied > TIDIED_EVERY:
            letters.forget(at=timezone.now())
            tidied = timezone.now()
    except Exception:
        # A database that is away for a moment must not end the post.
        log.exception("the post has stopped for a moment")
    close_old_connections()
    return tidied
