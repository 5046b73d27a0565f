"""`comity meeting from-note FILE`: what a concept note proposes for a meeting, and taking it up."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comity.meetings import beginning
from comity.participants.models import Person
from comity.refusals import Refused
from comity.texts import note as notes
from comity.texts.model import Reading, Unreadable
from comity.texts.note import Note
from comity.texts.sandbox import read_safely

REMARKS = {
    "aspects_not_listed": "The note counts its aspects and does not list them; {detail} lists may be meant.",
    "year_mismatch": "The year does not agree with the symbol {detail}.",
    "no_deadline": "The note gives no deadline for statements or registration.",
    "no_days": "The note does not say when the meeting is held.",
}
"""Code of a remark -> a sentence; others bring their own."""


class Command(BaseCommand):
    help = (
        "Read a concept note and print what it proposes for a meeting: title, days, venue, instruments, aspects, "
        "deadlines, each with the words it came from. With --for, keep the proposals for that person to accept at "
        "the desk."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["from-note"])
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        parser.add_argument("--for", metavar="EMAIL", dest="person", help="keep them for this person")

    def handle(self, *args: Any, file: Path, as_json: bool, person: str | None, **options: Any) -> None:
        reading = read(file)
        note = notes.study(reading)
        if as_json:
            self.stdout.write(json.dumps(asdict(note), ensure_ascii=False, indent=1))
        else:
            self.tell(note)
        if person:
            self.keep(reading, person)

    def tell(self, note: Note) -> None:
        for one in note.proposals:
            where = f"para. {one.source.number}" if one.source.number else f"§{one.source.anchor}"
            self.stdout.write(f"{one.field}: {shown(one.value)}\n    {where}: “{one.source.words}”")
        for remark in note.remarks:
            sentence = REMARKS.get(remark.code, "{detail}").format(detail=remark.detail)
            self.stdout.write(f"look at: {sentence}")

    def keep(self, reading: Reading, email: str) -> None:
        found = Person.objects.filter(email=email.lower()).first()
        if found is None:
            raise CommandError(f"There is nobody with the address {email}.")
        try:
            kept = beginning.read_note(reading, by=found, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Kept. {found} accepts or drops it at /en/desk/notes/{kept.pk}/")


def read(file: Path) -> Reading:
    """Raises `CommandError` with a sentence where it cannot be read."""
    try:
        return read_safely(file)
    except (Unreadable, OSError) as fault:
        raise CommandError(str(fault)) from fault


def shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return "yes" if value is True else str(value)
