"""`comity export compendium`, `framework` and `record`: files, the same as the site offers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comity.adapters.compendium import files
from comity.adapters.debate import files as debate
from comity.adapters.framework import files as frameworks
from comity.floor import recorded
from comity.floor.models import Floor
from comity.floor.told import View
from comity.framework import public
from comity.languages import NATIVE_NAMES
from comity.meetings.models import Meeting, Session
from comity.practices import compendium
from comity.practices.models import Edition
from comity.refusals import Refused

KINDS = dict.fromkeys([*files.TYPES, *frameworks.TYPES, *debate.TYPES])


class Command(BaseCommand):
    help = (
        "Write the compendium of a meeting (pdf, docx, json, csv), its framework (pdf, docx, html, json) or the record "
        "of a session (akn, json, csv), in one of the six official languages."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=[*MAKERS])
        parser.add_argument("--meeting", required=True, help="short name of the meeting")
        parser.add_argument("--format", choices=[*KINDS], dest="kind")
        parser.add_argument("--session", metavar="S", help="code of the session whose record is written")
        parser.add_argument(
            "--public", action="store_true", help="only what everybody may read of the record"
        )
        parser.add_argument("--language", choices=[*NATIVE_NAMES], default="en")
        parser.add_argument("--number", type=int, help="of the issue or edition; the latest otherwise")
        parser.add_argument("--output", metavar="F", help="where to write it; - for standard output")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            written, name = MAKERS[what](**options)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        if options["output"] == "-":
            sys.stdout.buffer.write(written)
            return
        target = Path(options["output"] or name)
        target.write_bytes(written)
        self.stdout.write(f"{target}: {len(written):,} bytes.")


def issued(
    *, meeting: str, kind: str | None, language: str, number: int | None, **_: Any
) -> tuple[bytes, str]:
    """The compendium, and the name of its file."""
    edition, kind = find(meeting, number), kind or "pdf"
    if kind not in files.TYPES:
        raise CommandError(f"The compendium is written as {', '.join(files.TYPES)}.")
    written = files.file(edition, kind, language=language, at=timezone.now())
    return written, files.file_name(edition, kind, language)


def framework(
    *, meeting: str, kind: str | None, language: str, number: int | None, **_: Any
) -> tuple[bytes, str]:
    """The framework, and the name of its file."""
    kind, at = kind or "pdf", timezone.now()
    if kind not in frameworks.TYPES:
        raise CommandError(f"The framework is written as {', '.join(frameworks.TYPES)}.")
    editions = public.issued(known(meeting).pk, at=at)
    edition = (editions if number is None else editions.filter(number=number)).first()
    if edition is None:
        which = f" under number {number}" if number else " yet"
        raise CommandError(f"No framework of {meeting} has been issued{which}.")
    written = frameworks.file(edition, kind, language=language, at=at)
    return written, frameworks.file_name(edition, kind, language)


def record(
    *, meeting: str, session: str | None, kind: str | None, language: str, public: bool, **_: Any
) -> tuple[bytes, str]:
    """The record of a session with the attribution that holds outside the room, and the name of its file."""
    kind = kind or "akn"
    if kind not in debate.TYPES:
        raise CommandError(f"A record is written as {', '.join(debate.TYPES)}.")
    sessions = Session.objects.filter(meeting__slug=meeting).select_related("meeting", "room")
    found = sessions.filter(code=session or "").first()
    if found is None:
        known = ", ".join(sessions.values_list("code", flat=True)) or "none"
        raise CommandError(f"Name a session of {meeting} with --session. Known: {known}.")
    floor = Floor.objects.filter(session=found).first()
    if floor is None or (public and not recorded.may_be_public(floor)):
        raise CommandError(f"Nothing that may be written is recorded of session {session}.")
    floor.session = found
    told = recorded.of(floor, View.PUBLIC if public else View.TAKEN, at=timezone.now())
    return debate.file(told, kind, language=language), debate.file_name(told, kind, language)


def known(slug: str) -> Meeting:
    meeting = Meeting.objects.filter(slug=slug).first()
    if meeting is None:
        known = ", ".join(Meeting.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no meeting {slug!r}. Known: {known}.")
    return meeting


def find(slug: str, number: int | None) -> Edition:
    meeting = known(slug)
    if number is not None:
        found = meeting.editions.filter(number=number).first()
    else:
        found = compendium.latest(meeting.pk, at=timezone.now())
    if found is None:
        raise CommandError(
            f"No compendium of {slug} has been issued{f' under number {number}' if number else ' yet'}."
        )
    return found


MAKERS: dict[str, Callable[..., tuple[bytes, str]]] = {
    "compendium": issued,
    "framework": framework,
    "record": record,
}
