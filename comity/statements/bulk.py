"""Bulk import: a folder of statements, or a JSON Lines file, into one meeting."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.matching import Names, probable_category
from comity.participants.models import Assignment, Body, Delegation, Group, Person, Role
from comity.refusals import Refused
from comity.statements import intake, receipt
from comity.statements.models import LanguageVersion, Statement
from comity.statements.storing import digest
from comity.texts.model import LANGUAGES, Reading

MANIFEST = "manifest.csv"
COLUMNS = ("file", "delegation", "language", "session", "aspects", "delivered_at")
BEHALF = re.compile(r"^(?P<who>.+?),?\s+(?:speaking\s+)?on behalf of\s+(?:the\s+)?(?P<group>.+)$", re.I)
AHEAD = 8
"""Files that are read ahead of the one being stored."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement to be taken in: a file on disk with what a manifest says of it."""

    path: Path
    name: str
    delegation: str = ""
    language: str = ""
    session: str = ""
    aspects: tuple[str, ...] = ()
    delivered_at: str = ""


@dataclass(slots=True)
class Report:
    """What came of it. `refused` holds (file, reason), `notes` what somebody should check."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def rows_of(source: Path, *, manifest: Path | None, workplace: Path) -> list[Row]:
    """The rows of a folder (with or without a manifest) or of a JSON Lines file, in a stable order.

    Texts that stand in JSON Lines become files in `workplace`. Raises `Refused` naming the wrong line.
    """
    if source.is_file() and source.suffix in {".jsonl", ".ndjson"}:
        return list(rows_of_lines(source, workplace))
    if not source.is_dir():
        raise Refused(_("%(path)s is neither a folder nor a JSON Lines file.") % {"path": source})
    manifest = manifest or (source / MANIFEST if (source / MANIFEST).is_file() else None)
    if manifest is not None:
        return list(rows_of_manifest(manifest, source))
    found = sorted(path for path in source.rglob("*") if path.is_file() and not path.name.startswith("."))
    lines = [path for path in found if path.suffix in {".jsonl", ".ndjson"}]
    if lines:
        return [row for path in lines for row in rows_of_lines(path, workplace)]
    return [Row(path=path, name=str(path.relative_to(source))) for path in found]


def rows_of_manifest(manifest: Path, folder: Path) -> Iterator[Row]:
    with open(manifest, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        unknown = set(reader.fieldnames or ()) - set(COLUMNS)
        if "file" not in (reader.fieldnames or ()) or unknown:
            raise Refused(
                _(
                    "%(file)s: the first line must name the columns %(columns)s (only “file” is required); it has: %(has)s."
                )
                % {
                    "file": manifest.name,
                    "columns": ", ".join(COLUMNS),
                    "has": ", ".join(reader.fieldnames or ()) or "-",
                }
            )
        for number, line in enumerate(reader, start=2):
            path = folder / (line["file"] or "").strip()
            if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
                raise Refused(
                    _("%(file)s, line %(number)d: there is no file “%(name)s” in the folder.")
                    % {"file": manifest.name, "number": number, "name": line["file"]}
                )
            yield Row(
                path=path,
                name=line["file"].strip(),
                delegation=(line.get("delegation") or "").strip(),
                language=(line.get("language") or "").strip(),
                session=(line.get("session") or "").strip(),
                aspects=split(line.get("aspects") or ""),
                delivered_at=(line.get("delivered_at") or "").strip(),
            )


def rows_of_lines(source: Path, workplace: Path) -> Iterator[Row]:
    """Each line holds `text`, or `file` beside the JSON Lines file, and `delegation`; the rest is optional."""
    with open(source, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                text, name = entry.get("text"), entry.get("file")
            except (ValueError, AttributeError) as fault:
                raise Refused(
                    _("%(file)s, line %(number)d is not a JSON object.")
                    % {"file": source.name, "number": number}
                ) from fault
            if text is not None:
                name = f"{entry.get('id') or number}.txt"
                path = workplace / f"{hashlib.sha256(f'{source}:{number}'.encode()).hexdigest()[:16]}.txt"
                path.write_text(text, encoding="utf-8")
            else:
                path = source.parent / str(name)
            aspects = entry.get("aspects") or ()
            yield Row(
                path=path,
                name=str(name),
                delegation=str(entry.get("delegation") or "").strip(),
                language=str(entry.get("language") or entry.get("lang") or ""),
                session=str(entry.get("session") or ""),
                aspects=split(aspects) if isinstance(aspects, str) else tuple(aspects),
                delivered_at=str(entry.get("delivered_at") or entry.get("date") or "").strip(),
            )


def split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[;|]", words) if word.strip())


class Import:
    """Takes rows in one after the other; may be stopped at any moment and run again: what is there stays."""

    def __init__(self, meeting: Meeting, *, at: datetime, aspect: str = "", publish: bool = False) -> None:
        self.meeting = meeting
        self.at = at
        self.publish = publish
        self.by = importer(meeting)
        self.names = Names(Body.objects.all())
        self.aspects: dict[str, Aspect] = {one.code: one for one in meeting.aspects.all()}
        self.sessions: dict[str, Session] = {one.code: one for one in meeting.sessions.all()}
        self.usual = self._usual_aspect(aspect)
        self.report = Report()

    def _usual_aspect(self, code: str) -> Aspect | None:
        if code and code not in self.aspects:
            raise Refused(
                _("The meeting has no aspect “%(code)s”. It has: %(known)s.")
                % {"code": code, "known": ", ".join(self.aspects)}
            )
        if code:
            return self.aspects[code]
        return next(iter(self.aspects.values())) if len(self.aspects) == 1 else None

    def run(self, rows: Iterable[Row], *, progress: Callable[[], object] = lambda: None) -> Report:
        """Read ahead on all cores, store in order."""
        with ThreadPoolExecutor(max_workers=AHEAD) as pool:
            waiting: list[tuple[Row, object]] = []
            source = iter(rows)
            while True:
                for row in islice(source, AHEAD - len(waiting)):
                    waiting.append((row, None if self.is_here(row) else pool.submit(read, row)))
                if not waiting:
                    return self.report
                row, reading = waiting.pop(0)
                self._one(row, reading)
                progress()

    def _one(self, row: Row, reading: object) -> None:
        if reading is None:
            self.report.known += 1
            return
        try:
            self.take(row, reading.result())  # type: ignore[attr-defined]
        except Refused as refusal:
            self.report.refused.append((row.name, str(refusal)))

    def is_here(self, row: Row) -> bool:
        """Whether the file was taken in before, told without reading it."""
        if not row.path.is_file():
            return False
        body = self.body_of(row)
        return (
            body is not None
            and LanguageVersion.objects.filter(
                file__sha256=digest(row.path),
                version__statement__meeting=self.meeting,
                version__statement__delegation__body=body,
            )
            .exclude(version__state="draft")
            .exists()
        )

    def take(self, row: Row, reading: Reading) -> None:
        with transaction.atomic():
            delegation, group = self.delegation_of(row)
            session = self.session_of(row)
            delivered_at = self.delivery_of(row)
            submission = intake.Submission(
                delegation=delegation,
                parts=[
                    intake.Part(
                        path=row.path,
                        name=row.name,
                        language=row.language if row.language in LANGUAGES else None,
                        original=True,
                        reading=reading,
                    )
                ],
                aspects=self.aspects_of(row),
                received_at=self.at,
                details={
                    "on_behalf_of": group,
                    "session": session,
                    "delivered_at": delivered_at,
                    "delivery": Statement.Delivery.DELIVERED
                    if delivered_at
                    else Statement.Delivery.WRITTEN_ONLY,
                    "consent_to_publish": True,
                    "consent_to_quote": True,
                },
            )
            taken = intake.take_in(submission, by=self.by)
            if taken.issued_at != self.at or taken.version.state != "received":
                self.report.known += 1
                return
            if self.publish:
                intake.pass_through(taken.version, by=self.by, at=self.at)
            self.report.taken += 1

    def body_of(self, row: Row) -> Body | None:
        if not row.delegation:
            return self.names.find_in_file_name(row.name)
        said = BEHALF.match(row.delegation)
        return self.names.find(said["who"] if said else row.delegation)

    def delegation_of(self, row: Row) -> tuple[Delegation, Group | None]:
        """The delegation, entered where it is new; a body that nobody knows is made and noted."""
        said = BEHALF.match(row.delegation)
        body = self.body_of(row)
        if body is None and not row.delegation:
            raise Refused(
                _("The file name names no State. Add a manifest.csv with the columns file and delegation.")
            )
        if body is None:
            body = self._new_body(said["who"] if said else row.delegation)
        delegation, _new = Delegation.objects.get_or_create(meeting=self.meeting, body=body)
        return delegation, self._group(said["group"], delegation) if said else None

    def _new_body(self, name: str) -> Body:
        code = "x-" + hashlib.sha256(name.encode()).hexdigest()[:10]
        category = probable_category(name)
        body, _new = Body.objects.get_or_create(
            code=code, defaults={"names": {"en": name}, "category": category}
        )
        self.names.add(body)
        note = _("New body “%(name)s”, entered as “%(category)s”: please check.")
        self.report.notes.append(note % {"name": name, "category": category.label})
        return body

    def _group(self, name: str, delegation: Delegation) -> Group:
        code = "g-" + hashlib.sha256(name.encode()).hexdigest()[:10]
        group, new = Group.objects.get_or_create(
            code=code, defaults={"names": {"en": name}, "kind": Group.Kind.NEGOTIATING}
        )
        if new:
            self.report.notes.append(_("New group “%(name)s”: please check.") % {"name": name})
        delegation.speaks_for.add(group)
        return group

    def aspects_of(self, row: Row) -> list[Aspect]:
        named = [self.aspects[code] for code in row.aspects if code in self.aspects]
        if named:
            return named
        if self.usual is None:
            raise Refused(
                _(
                    "No aspect is named. Give one for all with --aspect, or a column “aspects” (codes: %(known)s)."
                )
                % {"known": ", ".join(self.aspects)}
            )
        return [self.usual]

    def session_of(self, row: Row) -> Session | None:
        if row.session and row.session not in self.sessions:
            raise Refused(
                _("The meeting has no session “%(code)s”. It has: %(known)s.")
                % {"code": row.session, "known": ", ".join(self.sessions) or "-"}
            )
        return self.sessions.get(row.session)

    def delivery_of(self, row: Row) -> datetime | None:
        """An instant as ISO 8601 or "4 September 2018"; words that are no date are noted and left out."""
        for form in ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%d %B %Y"):
            try:
                found = datetime.strptime(row.delivered_at, form)
            except ValueError:
                continue
            return found.replace(tzinfo=found.tzinfo or UTC)
        if row.delivered_at:
            note = _("%(file)s: “%(words)s” is no date; the delivery is left open.")
            self.report.notes.append(note % {"file": row.name, "words": row.delivered_at[:60]})
        return None


def read(row: Row) -> Reading:
    if not row.path.is_file():
        raise Refused(_("The file is not there."))
    return receipt.examine(row.path, row.name)


def importer(meeting: Meeting) -> Person:
    """The named programme in whose name the import acts; nobody can sign in as it."""
    person, new = Person.objects.get_or_create(
        email="import@localhost", defaults={"name": "Bulk import", "is_programme": True}
    )
    if new:
        person.set_unusable_password()
        person.save()
    Assignment.objects.get_or_create(person=person, role=Role.SECRETARIAT, meeting=meeting, delegation=None)
    return person
