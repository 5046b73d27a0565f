"""Whether the parts that the service stands on answer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from comity.search import following

log = logging.getLogger(__name__)


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


def storage() -> None:
    """Bytes that are written come back."""
    words = secrets.token_bytes(16)
    name = default_storage.save(f"health/{words.hex()}", ContentFile(words))
    try:
        with default_storage.open(name) as kept:
            if kept.read() != words:
                raise OSError("the storage gives back other bytes than were written")
    finally:
        default_storage.delete(name)
