"""The model of sentences that a setting plugs in for the desk; none by default.

A model behind an address is shown public words alone, and nothing of the desk's own (titles of drafts): what is not
public never leaves the machine.
"""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.utils.module_loading import import_string

from comity.texts.finding import ENGINE, VERSION
from comity.texts.finding.plugged import Plugged, Unavailable, plug

log = logging.getLogger(__name__)
AGAIN = 60.0
"""Seconds after which a model that could not be had is asked again."""


class _Kept:
    """What this process has made ready, for which settings, and when it failed."""

    lock = threading.Lock()
    settings: tuple[str, str, str] = ("", "", "")
    plugged: Plugged | None = None
    failed_at: float | None = None


def plugged() -> Plugged | None:
    """The model, ready; None where none is set, or it cannot be had now (then the log says why)."""
    wanted = (settings.EMBEDDING, settings.EMBEDDING_MODEL, settings.EMBEDDING_KEY)
    if not wanted[0]:
        return None
    with _Kept.lock:
        if wanted != _Kept.settings:
            _Kept.settings, _Kept.plugged, _Kept.failed_at = wanted, None, None
        waits = _Kept.failed_at is not None and time.monotonic() - _Kept.failed_at < AGAIN
        if _Kept.plugged is None and not waits:
            try:
                open_model = import_string(settings.EMBEDDED_BY)
                _Kept.plugged = plug(open_model(wanted[0], model=wanted[1], key=wanted[2]))
            except Unavailable as fault:
                fail(fault)
        return _Kept.plugged


def fail(fault: Unavailable) -> None:
    """The model has gone: until it is asked again, what ships compares alone."""
    log.warning("%s", fault)
    _Kept.plugged, _Kept.failed_at = None, time.monotonic()


def sends() -> bool:
    """Whether what is compared would leave the machine, as far as the setting tells."""
    return bool(settings.EMBEDDING.startswith(("http://", "https://")))


def label(by: Plugged | None) -> tuple[str, str]:
    """Engine and version that stand with a proposal."""
    return (f"{ENGINE} + {by.model.name}"[:60], VERSION) if by else (ENGINE, VERSION)
