"""`comity notices`: what waits to be told, and telling it now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count
from django.utils import timezone

from comity.communications import wording
from comity.communications.models import Notice
from comity.jobs import telling


class Command(BaseCommand):
    help = (
        "List the notices that wait to be told to those who follow, and the latest that were. The server tells them "
        "by itself; `--tell` does now what is due, for a machine on which no server runs. `comity mails --send` then "
        "sends the mails."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tell", action="store_true", help="tell what is due, and write the mails")
        parser.add_argument("--latest", type=int, default=10, help="how many that were told are listed")

    def handle(self, *args: Any, tell: bool, latest: int, **options: Any) -> None:
        if tell:
            self.stdout.write(f"{telling.tell(at=timezone.now())} mails written.")
        every = Notice.objects.select_related("meeting", "session", "body")
        waiting = every.filter(due_at__isnull=False).order_by("due_at")
        for one in waiting:
            self.stdout.write(f"{wording.told(one).title} (goes out {one.due_at:%Y-%m-%d %H:%M} UTC)")
        for one in every.filter(told_at__isnull=False).order_by("-told_at")[: max(latest, 0)]:
            mails = one.deliveries.aggregate(mails=Count("letter", distinct=True))["mails"]
            title = wording.told(one).title
            self.stdout.write(f"{title} (told {one.told_at:%Y-%m-%d %H:%M} UTC, {mails} mails)")
        self.stdout.write(f"{waiting.count()} waiting.")
