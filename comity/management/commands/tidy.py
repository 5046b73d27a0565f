"""`comity tidy`: delete stored files that no version uses, and personal data whose time is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comity.files import storing
from comity.participants import privacy, tokens
from comity.web.shared import limits

A_SUBMISSION = timedelta(hours=1)
"""No submission takes longer between the writing of its bytes and its end."""


class Command(BaseCommand):
    help = (
        "Delete stored files that no version uses: what is left of drafts where a process ended between the discarding "
        "of the draft and that of its files, and of submissions that were given up. Delete addresses, and what else is "
        "not public, of participants of meetings that closed long ago (COMITY_PERSONAL_DATA_KEPT_DAYS); to whom mails "
        "went; and from where forms were sent. Run it daily; it may run while the site serves."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        released = storing.release(list(storing.unused().values_list("pk", flat=True)))
        released += storing.forget_strays(before=timezone.now() - A_SUBMISSION)
        limits.forget(at=timezone.now())
        tokens.forget_answers(at=timezone.now())
        forgotten = privacy.forget(at=timezone.now())
        self.stdout.write(f"{released} files deleted.")
        if forgotten:
            self.stdout.write(f"Data of {forgotten} participants deleted.")
