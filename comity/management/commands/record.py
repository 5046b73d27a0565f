"""`comity record`: who did what and when, for an auditor."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comity.meetings.models import Meeting
from comity.record import export
from comity.record.models import Act


class Command(BaseCommand):
    help = (
        "Print the record, one act a line in the order in which they were written: JSON Lines, or CSV. The database "
        "lets nobody change or delete an act."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--meeting", help="short name of the meeting (default: everything)")
        parser.add_argument("--csv", action="store_true", help="CSV for a spreadsheet")

    def handle(self, *args: Any, meeting: str | None, csv: bool, **options: Any) -> None:
        acts = Act.objects.all()
        if meeting is not None:
            if not Meeting.objects.filter(slug=meeting).exists():
                known = ", ".join(Meeting.objects.values_list("slug", flat=True)) or "none yet"
                raise CommandError(f"There is no meeting {meeting!r}. Known: {known}.")
            acts = acts.filter(meeting__slug=meeting)
        write = export.write_csv if csv else export.write_json
        write(acts, self.stdout)
