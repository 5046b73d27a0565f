"""`comity demo`: the sample meeting on one's own machine, ready to be looked at and worked with."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from comity.management.commands import serve
from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.sample import loading, people

PORTS_TRIED = 50


class Command(BaseCommand):
    help = "Load the sample meeting (once), print an account for every role, and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--port", type=int, default=8000, help="the next free one is taken if it is in use"
        )
        parser.add_argument("--no-serve", action="store_true", help="load the sample and stop")
        parser.add_argument(
            "--reset", action="store_true", help="throw the demo's own data away and begin anew"
        )

    def handle(self, *args: Any, host: str, port: int, no_serve: bool, reset: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is for a demo only: start it as `comity demo`, or set COMITY_DEMO=1.")
        if reset:
            self.forget()
        elif is_anothers():
            raise CommandError(
                "The database holds people or meetings that are not of the sample, whose accounts everybody knows. "
                "Unset COMITY_DATABASE_URL and COMITY_HOME, so that the demo has a database of its own."
            )
        free = port if no_serve else free_port(host, port)
        settings.PUBLIC_ADDRESS = os.environ["COMITY_PUBLIC_ADDRESS"] = f"http://{host}:{free}"
        call_command("migrate", interactive=False, verbosity=0)
        self.load()
        self.tell(settings.PUBLIC_ADDRESS)
        if no_serve:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        if free != port:
            self.stdout.write(f"Port {port} is in use, so this is port {free}.")
        self.stdout.write("Stop with Ctrl+C.")
        self.stdout.flush()
        connection.close()
        stream = free_port(host, free + 1)
        serve.run(host, free, workers=min(2, os.cpu_count() or 1), stream_port=stream)

    def forget(self) -> None:
        """Only what the demo itself keeps in its home; never another database."""
        if connection.vendor != "sqlite" or not str(connection.settings_dict["NAME"]).startswith(
            str(settings.HOME)
        ):
            raise CommandError("--reset is only for the demo's own SQLite database in COMITY_HOME.")
        connection.close()
        for name in ("comity.sqlite3", "comity.sqlite3-wal", "comity.sqlite3-shm"):
            (settings.HOME / name).unlink(missing_ok=True)
        for name in ("files", "mail", "search"):
            shutil.rmtree(settings.HOME / name, ignore_errors=True)

    def load(self) -> None:
        with tqdm(
            desc="Reading the sample", unit="statement", disable=not sys.stderr.isatty(), leave=False
        ) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            loading.load(progress=progress)

    def tell(self, address: str) -> None:
        """The address, and an account for each role."""
        self.stdout.write(
            f"\nThe sample meeting is at {address}/\n\nSign in with password: {people.PASSWORD}"
        )
        for entry in people.accounts():
            place = f" ({entry['delegation']})" if "delegation" in entry else ""
            self.stdout.write(f"  {entry['email']:<32} {Role(entry['role']).label}{place}")
        self.stdout.write("\nMails are written to files in " + str(settings.EMAIL_FILE_PATH) + "\n\n")


def is_anothers() -> bool:
    """Whether the database is in use for something else than a demo."""
    there = connection.introspection.table_names()
    if Person._meta.db_table not in there or Meeting._meta.db_table not in there:
        return False
    if Meeting.objects.filter(sample=True).exists():
        return False
    return Meeting.objects.exists() or Person.objects.filter(is_programme=False).exists()


def free_port(host: str, wanted: int) -> int:
    """The wanted port or the next one on which nothing listens."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65_536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise CommandError(f"No port from {wanted} on is free. Name one with --port.")
