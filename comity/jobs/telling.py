"""Follows what happens and tells it: a thread in every process that serves pages, of which one at a time is at work."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from comity.adapters import calendars
from comity.communications import composing, noticing, subscribing, telling, watching
from comity.communications.models import Notice, Subscription
from comity.framework import reminding
from comity.papers.models import DocumentVersion
from comity.search.find import find

log = logging.getLogger(__name__)
EVERY = 3.0
"""Seconds between two looks."""
TIDIED_EVERY = timedelta(hours=1)
PATIENCE = timedelta(hours=1)
"""For which a notice waits for an index that does not know its text yet."""
LOOKED_AT = 300
"""Hits of a saved search among which a new text is looked for."""


def start() -> threading.Thread:
    """Tell from now on, until the process ends; what is cut off then is told by another or the next."""
    thread = threading.Thread(target=tell_for_ever, name="telling", daemon=True)
    thread.start()
    return thread


def tell_for_ever() -> None:
    tidied: datetime | None = None
    pause = threading.Event()
    while True:
        tidied = one_round(tidied)
        pause.wait(EVERY)


def one_round(tidied: datetime | None) -> datetime | None:
    """Tell what is due; remind of deadlines and tidy up once an hour; returns when that was done last."""
    at = timezone.now()
    try:
        tell(at=at)
        if tidied is None or at - tidied > TIDIED_EVERY:
            subscribing.forget(at=at)
            reminding.remind_due(at=at)
            tidied = at
    except Exception:
        # A database that is away for a moment must not end it.
        log.exception("telling has stopped for a moment")
    close_old_connections()
    return tidied


def tell(*, at: datetime) -> int:
    """Everything from what happened to the letters in the outbox; returns how many letters were written. None of it is
    done where somebody else is at it."""
    watch = watching.take(at=at)
    if watch is None:
        return 0
    noticing.look(since=watch.since, at=at)
    telling.tell_due(at=at, finds=partial(finds, at=at))
    written = composing.compose_due(at=at, files=calendars.for_letter)
    watching.leave(watch, at=at)
    return written


def finds(subscription: Subscription, notice: Notice, *, at: datetime) -> bool | None:
    """Whether the saved search finds a paragraph of the statement or paper; None while the index does not know it."""
    own = {"meeting": [notice.meeting.slug]}
    if notice.body is not None:
        own["delegation"] = [notice.body.code]
    wanted = subscription.filters
    if any(name in wanted and not set(values) <= set(wanted[name]) for name, values in own.items()):
        return False
    found = find(
        subscription.query,
        at=at,
        language=subscription.subscriber.language,
        filters={**wanted, **own},
        limit=LOOKED_AT,
    )
    if any(ref_of(hit.paragraph) == notice.ref for hit in found.hits):
        return True
    return None if not found.is_complete and at - notice.happened_at < PATIENCE else False


def ref_of(paragraph: Any) -> str:
    """Permanent reference of the statement or paper in which it stands."""
    version = paragraph.language_version.version
    return str(version.document.ref if isinstance(version, DocumentVersion) else version.statement.ref)
