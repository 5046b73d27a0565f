"""Bulk import: many statements into one meeting, through the same verbs that people use."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comity.files.examining import examine
from comity.files.storing import digest
from comity.meetings.models import Aspect, Meeting, Session
from comity.participants import roles
from comity.participants.matching import Guess, Names, plain, probable_category
from comity.participants.models import Assignment, Body, Delegation, Group, Person, Role
from comity.refusals import Refused
from comity.statements import intake
from comity.statements.manifest import Row
from comity.statements.models import LanguageVersion, Statement, Version
from comity.texts.model import LANGUAGES, Reading

BEHALF = re.compile(
    r"^(?P<who>.+?),?\s+(?:speaking\s+)?"
    r"(?:on behalf of|au nom d(?:es?|u)|en nombre del?|от имени|نيابة عن|باسم)\s+"
    r"(?:(?:the|la|las|les|los|el)\s+)?(?P<group>.+)$",
    re.I,
)
AHEAD = 8
"""Files that are read ahead of those being stored."""
TOGETHER = 16
"""Statements that are stored in one transaction: enough to share its price, few enough to keep nobody waiting."""


@dataclass(slots=True)
class Report:
    """What came of it. `refused` holds (file, reason), `notes` what somebody should check."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row whose reading is under way; None where it needs none."""

    row: Row
    reading: Future[Reading] | None


class Import:
    """Takes rows in one after the other; may be stopped at any moment and run again: what is there stays."""

    def __init__(self, meeting: Meeting, *, at: datetime, aspect: str = "", publish: bool = False) -> None:
        self.meeting = meeting
        self.at = at
        self.publish = publish
        self.by = importer(meeting)
        self.names = Names(Body.objects.prefetch_related("former_names"))
        self.aspects: dict[str, Aspect] = {one.code: one for one in meeting.aspects.all()}
        self.sessions: dict[str, Session] = {one.code: one for one in meeting.sessions.all()}
        self.usual = self._usual_aspect(aspect)
        self.report = Report()
        self._issued: set[int] = set()
        self._delegations: dict[int, Delegation] = {}
        self._there: set[tuple[str, int]] = set(
            LanguageVersion.objects.filter(version__statement__meeting=meeting)
            .exclude(version__state="draft")
            .values_list("file__sha256", "version__statement__delegation__body")
        )

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
        """Read ahead on all cores, store in order. A text is read while no transaction waits for it."""
        with ThreadPoolExecutor(max_workers=AHEAD) as pool, roles.remembered():
            for together in batches(self._begun(iter(rows), pool)):
                with transaction.atomic():
                    self._store(together)
                for one in together:
                    if one.row.passing:
                        one.row.path.unlink(missing_ok=True)
                    progress()
        return self.report

    def _begun(self, rows: Iterator[Row], pool: ThreadPoolExecutor) -> Iterator[Waiting]:
        """Each row, with those after it already being read."""
        begun: deque[Waiting] = deque()
        while True:
            for row in islice(rows, AHEAD + TOGETHER - len(begun)):
                skip = row.fault or self.is_here(row)
                begun.append(Waiting(row, None if skip else pool.submit(read, row)))
            if not begun:
                return
            yield begun.popleft()

    def _store(self, together: list[Waiting]) -> None:
        """All at once; one by one where that meets a refusal, or the same file twice."""
        read: list[tuple[Row, Reading]] = []
        for one in together:
            if one.row.fault:
                self.report.refused.append((one.row.name, one.row.fault))
            elif one.reading is None:
                self.report.known += 1
            else:
                try:
                    read.append((one.row, one.reading.result()))
                except (Refused, OSError) as refusal:
                    self.report.refused.append((one.row.name, str(refusal)))
        try:
            self.take_each(read)
        except (Refused, OSError, IntegrityError):
            self._look_anew()
            for row, reading in read:
                try:
                    self.take_each([(row, reading)])
                except (Refused, OSError) as refusal:
                    self._look_anew()
                    self.report.refused.append((row.name, str(refusal)))

    def _look_anew(self) -> None:
        """What was made since may be gone again."""
        self._delegations.clear()
        self.names = Names(Body.objects.prefetch_related("former_names"))

    def is_here(self, row: Row) -> bool:
        """Whether the file was taken in before, told without reading it."""
        guess = self.guess_of(row)
        return guess is not None and (digest(row.path), guess.body.pk) in self._there

    def take_each(self, read: list[tuple[Row, Reading]]) -> None:
        """Raises `Refused`, and leaves nothing behind."""
        if not read:
            return
        notes: list[str] = []
        with transaction.atomic():
            submissions = [self.submission_of(row, reading, notes) for row, reading in read]
            if len(submissions) == 1:
                taken = [intake.take_in(submissions[0], by=self.by)]
            else:
                taken = intake.take_in_each(submissions, by=self.by, at=self.at)
        new = [
            (row, receipt)
            for (row, _reading), receipt in zip(read, taken, strict=True)
            if receipt.issued_at == self.at and receipt.pk not in self._issued
        ]
        self._issued |= {receipt.pk for _row, receipt in new}
        self.report.taken += len(new)
        self.report.known += len(read) - len(new)
        if self.publish and new:
            self._publish([(row, receipt.version) for row, receipt in new], notes)
        self.report.notes += notes if new else []

    def submission_of(self, row: Row, reading: Reading, notes: list[str]) -> intake.Submission:
        aspects, session = self.place_of(row)
        delegation = self.delegation_of(self.body_of(row, notes))
        said = BEHALF.match(row.delegation)
        delivered_at = self.delivery_of(row, notes)
        part = intake.Part(
            path=row.path,
            name=row.name,
            language=row.language if row.language in LANGUAGES else None,
            original=True,
            reading=reading,
        )
        details = {
            "on_behalf_of": self.group_of(said["group"], delegation, notes) if said else None,
            "session": session,
            "speaker_name": row.speaker[:200],
            "delivered_at": delivered_at,
            "delivery": Statement.Delivery.DELIVERED if delivered_at else Statement.Delivery.WRITTEN_ONLY,
            "consent_to_publish": True,
            "consent_to_quote": True,
        }
        return intake.Submission(delegation, [part], aspects, self.at, details)

    def delegation_of(self, body: Body) -> Delegation:
        self.names.add(body)
        if body.pk not in self._delegations:
            made, _new = Delegation.objects.get_or_create(meeting=self.meeting, body=body)
            made.meeting, made.body = self.meeting, body
            self._delegations[body.pk] = made
        return self._delegations[body.pk]

    def _publish(self, new: list[tuple[Row, Version]], notes: list[str]) -> None:
        """All at once, or those that may be. Nobody is told: a mail for each statement of an archive helps nobody."""
        try:
            intake.pass_through_each([version for _row, version in new], by=self.by, at=self.at, tell=False)
        except Refused as refusal:
            if len(new) > 1:
                for row, version in new:
                    version.refresh_from_db()
                    self._publish([(row, version)], notes)
                return
            note = _("%(file)s is received and not published: %(reason)s")
            notes.append(note % {"file": new[0][0].name, "reason": refusal})

    def guess_of(self, row: Row) -> Guess | None:
        if not row.delegation:
            return self.names.guess_from_file_name(row.name)
        return self.names.guess(who(row.delegation))

    def body_of(self, row: Row, notes: list[str]) -> Body:
        """The body meant. One that nobody knows is made and noted; a doubt between two is refused."""
        guess = self.guess_of(row)
        if guess is not None:
            if not guess.sure:
                note = _("%(file)s: taken to be from %(body)s: please check.")
                notes.append(note % {"file": row.name, "body": guess.body})
            return guess.body
        if not row.delegation:
            raise Refused(
                _(
                    "The file name names no State, or more than one. Add a manifest.csv with the columns file "
                    "and delegation."
                )
            )
        close = self.names.close_to(who(row.delegation))
        if close:
            raise Refused(
                _("“%(name)s” may be %(some)s: write the name in full.")
                % {"name": row.delegation, "some": " / ".join(str(body) for body in close)}
            )
        return self._new_body(who(row.delegation), notes)

    def _new_body(self, name: str, notes: list[str]) -> Body:
        code = "x-" + hashlib.sha256(plain(name).encode()).hexdigest()[:10]
        category = probable_category(name)
        body, new = Body.objects.get_or_create(
            code=code, defaults={"names": {"en": name}, "category": category}
        )
        if new:
            note = _("New body “%(name)s”, entered as “%(category)s”: please check.")
            notes.append(note % {"name": name, "category": category.label})
        return body

    def group_of(self, name: str, delegation: Delegation, notes: list[str]) -> Group:
        """The group in whose name it speaks, which the import authorizes; one that nobody knows is made and noted."""
        code = "g-" + hashlib.sha256(plain(name).encode()).hexdigest()[:10]
        known = next(
            (group for group in Group.objects.all() if plain(name) in map(plain, group.names.values())), None
        )
        group = known or Group.objects.create(code=code, names={"en": name}, kind=Group.Kind.NEGOTIATING)
        if known is None:
            notes.append(_("New group “%(name)s”: please check.") % {"name": name})
        delegation.speaks_for.add(group)
        return group

    def place_of(self, row: Row) -> tuple[list[Aspect], Session | None]:
        """Aspects and session, by code or by the agenda item that bears their title."""
        unknown = [code for code in row.aspects if code not in self.aspects]
        if unknown:
            raise Refused(
                _("The meeting has no aspect “%(code)s”. It has: %(known)s.")
                % {"code": unknown[0], "known": ", ".join(self.aspects)}
            )
        if row.session and row.session not in self.sessions:
            raise Refused(
                _("The meeting has no session “%(code)s”. It has: %(known)s.")
                % {"code": row.session, "known": ", ".join(self.sessions) or "-"}
            )
        session = self.sessions.get(row.session) or called(row.agenda_item, self.sessions.values())
        titled = called(row.agenda_item, self.aspects.values()) or self.usual
        aspects = [self.aspects[code] for code in row.aspects] or ([titled] if titled else [])
        if not aspects:
            raise Refused(
                _(
                    "No aspect is named. Give one for all with --aspect, or a column “aspects” (codes: %(known)s)."
                )
                % {"known": ", ".join(self.aspects)}
            )
        return aspects, session

    def delivery_of(self, row: Row, notes: list[str]) -> datetime | None:
        """An instant as ISO 8601 or "4 September 2018"; words that are no date are noted and left out."""
        said = " ".join(row.delivered_at.split())
        for form in ("%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%d %B %Y"):
            try:
                found = datetime.strptime(said, form)
            except ValueError:
                continue
            return found if found.tzinfo else found.replace(tzinfo=self.meeting.zone).astimezone(UTC)
        if said:
            note = _("%(file)s: “%(words)s” is no date; the delivery is left open.")
            notes.append(note % {"file": row.name, "words": said[:60]})
        return None


def batches(begun: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """Rows whose readings are done. Nothing is held back for one that takes long."""
    together: list[Waiting] = []
    for one in begun:
        if together and (len(together) >= TOGETHER or not (one.reading is None or one.reading.done())):
            yield together
            together = []
        if one.reading is not None:
            one.reading.exception()  # waits
        together.append(one)
    if together:
        yield together


def who(delegation: str) -> str:
    said = BEHALF.match(delegation)
    return said["who"] if said else delegation


Titled = TypeVar("Titled", Aspect, Session)


def called(title: str, known: Iterable[Titled]) -> Titled | None:
    """The aspect or session that bears the title in some language."""
    wanted = plain(title)
    return next((one for one in known if wanted and wanted in map(plain, one.titles.values())), None)


def read(row: Row) -> Reading:
    return examine(row.path, row.name)


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
