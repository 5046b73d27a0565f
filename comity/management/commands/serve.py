"""`comity serve`: the pages, after the checks that a public service must pass."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from comity.checks import safe_to_serve
from comity.management import streaming

STOPS_WITHIN = 20
"""Seconds that a worker has to end what it does; one that is told to stop in its first instant misses the signal."""


class Command(BaseCommand):
    help = "Serve the site. Outside the demo it refuses an unsafe configuration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
        parser.add_argument(
            "--stream-port",
            type=int,
            default=settings.STREAM_PORT,
            help="serve the stream of live views there; 0: none, and pages look by themselves every two seconds",
        )

    def handle(
        self, *args: Any, host: str, port: int, workers: int, stream_port: int, **options: Any
    ) -> None:
        found = safe_to_serve(None) if settings.DEMO else run_checks(include_deployment_checks=True)
        faults = [fault for fault in found if fault.level >= ERROR]
        if faults:
            lines = "\n".join(f"- {fault.msg} {fault.hint or ''}" for fault in faults)
            raise CommandError(f"Not served, since this would not be safe:\n{lines}")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"Serving on http://{host}:{port}/ with {workers} workers. Stop with Ctrl+C.")
        self.stdout.flush()
        run(host, port, workers, stream_port=stream_port)


def run(host: str, port: int, workers: int, *, stream_port: int = 0) -> None:
    """Pages, and the stream beside them where it has a port, until somebody stops them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # So that pages know it, whether their process is a copy of this one or a new one.
    settings.STREAM_PORT, os.environ["COMITY_STREAM_PORT"] = stream_port, str(stream_port)
    with streaming.beside(host, stream_port) if stream_port else nullcontext():
        pages(host, port, workers)


def pages(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backlog=2048,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPS_WITHIN,
    ).serve()
