"""Ports on loopback, and a real SMTP server there for the tests of mails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
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
def mails_go_to(handler: Any, settings: Any) -> Iterator[None]:
    """Django's mails of this test go through a real server to the handler."""
    with listening(handler) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield
