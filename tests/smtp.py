"""Ports on loopback, a real SMTP server there for the tests of mails, and the moment at which letters are sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(handler: Any) -> Iterator[int]:
    """The port at which mails for the handler are taken."""
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@contextmanager
def letters_sent(at: datetime | None = None) -> Iterator[None]:
    """What is due at the instant (default: now) is sent at the end of the block, as the sender of the server would."""
    from django.utils import timezone

    from comity.participants import letters

    yield
    letters.send_due(at=at or timezone.now())


@contextmanager
def mails_go_to(handler: Any, settings: Any) -> Iterator[None]:
    """Django's mails of this test go through a real server to the handler."""
    with listening(handler) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield
