"""`comity mails`: what waits to be sent, what could not be, and sending it now."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Q
from django.utils import timezone

from comity.participants import letters
from comity.participants.models import Letter


class Command(BaseCommand):
    help = (
        "List the mails that wait or could not be sent. The server sends them by itself, again and again for a day; "
        "`--send` sends now what waits, for a machine on which no server runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--send", action="store_true", help="send now, also what is to be tried again later"
        )

    def handle(self, *args: Any, send: bool, **options: Any) -> None:
        at = timezone.now()
        if send:
            Letter.objects.filter(due_at__gt=at).update(due_at=at)
            sent = 0
            while some := letters.send_due(at=timezone.now()):
                sent += some
            self.stdout.write(f"{sent} sent.")
        left = Letter.objects.filter(Q(due_at__isnull=False) | Q(given_up_at__isnull=False) & ~Q(body=""))
        for letter in left.order_by("pk"):
            fate = f"next attempt {letter.due_at:%Y-%m-%d %H:%M} UTC" if letter.due_at else "given up"
            self.stdout.write(
                f"{letter.to}: {letter.subject} ({letter.attempts} attempts, {fate}) {letter.reason}"
            )
        waiting = left.filter(due_at__isnull=False).count()
        self.stdout.write(f"{waiting} waiting, {left.count() - waiting} could not be sent.")
        if send and left:
            sys.exit(1)
