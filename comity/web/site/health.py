"""Whether the parts that the service stands on answer."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from comity.search import following

log = logging.getLogger(__name__)
REMEMBERED = 20.0
"""Seconds for which the outcome of a trial is believed: anybody may ask, and each trial waits for the disk."""
PATIENCE = 30.0
"""Seconds that a trial may take."""


def all_states() -> dict[str, bool]:
    """Part -> whether it answers. Why not is told to the log, not to whoever asks."""
    parts: dict[str, Callable[[], None]] = {"database": database, "search": search, "storage": storage}
    return {name: answers(name, check) for name, check in parts.items()}


def answers(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        log.exception("the health check of the %s fails", name)
        return False
    return True


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM comity_meeting")
        cursor.fetchone()


def search() -> None:
    """The index is there and answers."""
    if following.view(timezone.now()).searcher is None:
        raise OSError("there is no search index yet")


class Trial:
    """A check that waits for a disk, made at most once in a while; in between its last outcome is told again.

    While one request makes it, others are told the last outcome too, and after `PATIENCE` that there is no answer.
    """

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._fault = ""
        self._until = time.monotonic()
        self._making = threading.Lock()

    def __call__(self) -> None:
        if time.monotonic() >= self._until and self._making.acquire(blocking=False):
            try:
                self._check()
                self._fault = ""
            except Exception as fault:
                self._fault = f"{type(fault).__name__}: {fault}"
            finally:
                self._until = time.monotonic() + REMEMBERED
                self._making.release()
        elif time.monotonic() > self._until + PATIENCE:
            raise OSError("it does not answer")
        if self._fault:
            raise OSError(self._fault)


def write_and_read() -> None:
    """Bytes that are written come back."""
    words = secrets.token_bytes(16)
    name = default_storage.save(f"health/{words.hex()}", ContentFile(words))
    try:
        with default_storage.open(name) as kept:
            if kept.read() != words:
                raise OSError("the storage gives back other bytes than were written")
    finally:
        default_storage.delete(name)


storage = Trial(write_and_read)
