"""`comity import DIR --meeting M`: statements in bulk, resumable and idempotent."""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from comity.meetings.models import Aspect, Meeting
from comity.refusals import Refused
from comity.statements.bulk import Import, Report
from comity.statements.manifest import rows_of


class Command(BaseCommand):
    help = (
        "Take in a folder of statements (with an optional manifest.csv: file, delegation, language, session, "
        "aspects, delivered_at, speaker, agenda_item) or a JSON Lines file. May be stopped and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="DIR")
        parser.add_argument("--meeting", required=True, help="short name of the meeting")
        parser.add_argument("--manifest", type=Path)
        parser.add_argument("--aspect", default="", help="code of the aspect of statements that name none")
        parser.add_argument("--publish", action="store_true", help="review, accept and publish them at once")
        parser.add_argument(
            "--create", metavar="TITLE", help="create the meeting, with one aspect, if it is new"
        )
        parser.add_argument("--report", type=Path, help="write what was refused as CSV")

    def handle(self, *args: Any, source: Path, meeting: str, **options: Any) -> None:
        try:
            target = find_meeting(meeting, options["create"])
            job = Import(target, at=timezone.now(), aspect=options["aspect"], publish=options["publish"])
            with tempfile.TemporaryDirectory(prefix="comity-import-") as workplace:
                rows = rows_of(source, manifest=options["manifest"], workplace=Path(workplace))
                with tqdm(total=len(rows), unit="file", disable=not sys.stderr.isatty()) as bar:
                    report = job.run(rows, progress=bar.update)
            if rows.left_out:
                report.notes.append(f"Left out, since nothing names them: {', '.join(rows.left_out)}.")
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.tell(report, options["report"])
        if report.refused:
            sys.exit(1)

    def tell(self, report: Report, path: Path | None) -> None:
        for note in dict.fromkeys(report.notes):
            self.stdout.write(f"note: {note}")
        for name, reason in report.refused:
            self.stderr.write(f"refused: {name}: {reason}")
        self.stdout.write(
            f"{report.taken} taken in, {report.known} there already, {len(report.refused)} refused."
        )
        if path is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("file", "reason"), *report.refused])


def find_meeting(slug: str, title: str | None) -> Meeting:
    found = Meeting.objects.filter(slug=slug).first()
    if found is not None:
        return found
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", slug):
        raise CommandError("The short name of a meeting has up to 30 small letters, figures and hyphens.")
    if title is None:
        known = ", ".join(Meeting.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no meeting {slug!r}. Known: {known}. Add --create TITLE to create it.")
    today: date = timezone.now().date()
    made = Meeting.objects.create(
        slug=slug, titles={"en": title}, opens_on=today, closes_on=today, state=Meeting.State.ANNOUNCED
    )
    Aspect.objects.create(meeting=made, code="general", position=1, titles={"en": "General"})
    return made
