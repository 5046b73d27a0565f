"""`comity export compendium`: an edition as a file, the same as the site offers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comity.adapters.compendium import files
from comity.languages import NATIVE_NAMES
from comity.meetings.models import Meeting
from comity.practices import compendium
from comity.practices.models import Edition
from comity.refusals import Refused


class Command(BaseCommand):
    help = (
        "Write the compendium of a meeting as PDF, DOCX, JSON or CSV, in one of the six official languages."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["compendium"])
        parser.add_argument("--meeting", required=True, help="short name of the meeting")
        parser.add_argument("--format", choices=[*files.TYPES], default="pdf", dest="kind")
        parser.add_argument("--language", choices=[*NATIVE_NAMES], default="en")
        parser.add_argument("--number", type=int, help="of the issue; the latest full edition otherwise")
        parser.add_argument("--output", metavar="F", help="where to write it; - for standard output")

    def handle(self, *args: Any, meeting: str, kind: str, language: str, **options: Any) -> None:
        edition = find(meeting, options["number"])
        try:
            written = files.file(edition, kind, language=language, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["output"] == "-":
            sys.stdout.buffer.write(written)
            return
        target = Path(options["output"] or files.file_name(edition, kind, language))
        target.write_bytes(written)
        self.stdout.write(f"{target}: {len(written):,} bytes.")


def find(slug: str, number: int | None) -> Edition:
    meeting = Meeting.objects.filter(slug=slug).first()
    if meeting is None:
        known = ", ".join(Meeting.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no meeting {slug!r}. Known: {known}.")
    if number is not None:
        found = meeting.editions.filter(number=number).first()
    else:
        found = compendium.latest(meeting.pk, at=timezone.now())
    if found is None:
        raise CommandError(
            f"No compendium of {slug} has been issued{f' under number {number}' if number else ' yet'}."
        )
    return found
