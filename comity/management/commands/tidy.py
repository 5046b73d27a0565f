"""`comity tidy`: delete stored files that no version uses."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from comity.statements import storing


class Command(BaseCommand):
    help = (
        "Delete stored files that no version uses: what is left of drafts where a process ended between the discarding "
        "of the draft and that of its files. May run while the site serves."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        released = storing.release(list(storing.unused().values_list("pk", flat=True)))
        self.stdout.write(f"{released} files deleted.")
