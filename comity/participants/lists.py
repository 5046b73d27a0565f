"""Lists of participants as tables: what each line would change, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from comity.languages import NATIVE_NAMES, comma, localized
from comity.participants import passports, states, tables
from comity.participants.matching import Names
from comity.participants.models import (
    Body,
    Delegation,
    Letter,
    Participant,
    ParticipantList,
    Stakeholder,
)
from comity.participants.registration import NOT_OF_DELEGATION, OF_DELEGATIONS, WORDS
from comity.participants.states import State
from comity.refusals import Refused

COLUMNS = (
    *("number", "name", "email", "kind", "category", "body", "honorific", "job_title", "affiliation"),
    "language",
)
"""What a table may hold; only `name` is required. `number` is ours and comes back from a list that was given out."""
ALIASES = {
    "full name": "name", "participant": "name", "e-mail": "email", "mail": "email", "e-mail address": "email",
    "email address": "email", "address": "email", "delegation": "body", "state": "body", "country": "body",
    "organization": "body", "organisation": "body", "title": "job_title", "job title": "job_title",
    "function": "job_title", "position": "job_title", "salutation": "honorific", "stakeholder": "category",
    "role": "kind", "id": "number", "lang": "language",
}  # fmt: skip
LONGEST = {"email": 254, "name": 200, "honorific": 40, "job_title": 200, "affiliation": 300}
CHANGED = ("kind", "category", "body", "honorific", "job_title", "affiliation", "language", "name", "email")
AT_MOST = 5_000
Cells = dict[str, str]
Write = Callable[[Participant], Letter | None]


@dataclass(slots=True)
class Line:
    """What becomes of one line of the table."""

    number: int
    """In the file, as a spreadsheet counts."""
    cells: Cells
    participant: Participant | None = None
    body: Body | None = None
    is_delegation_new: bool = False
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    """(column, before, after)"""
    faults: list[str] = field(default_factory=list)

    @property
    def fate(self) -> str:
        if self.faults:
            return "wrong"
        if self.participant is None:
            return "new"
        return "changed" if self.changes else "same"


def columns(head: Sequence[str]) -> list[str]:
    """Our names of the columns, "" for those that are not ours. Raises `Refused` where there is no name, where one
    stands twice, or where a column asks for passport data."""
    asking = [name for name in head if passports.asks(name)]
    if asking:
        raise Refused(
            _(
                "The table has columns that must not be kept here: %(columns)s. Delete them, and send it again."
            )
            % {"columns": comma().join(asking)}
        )
    otherwise = _("The first line must name each column once, “name” among them. Columns: %(columns)s.")
    return tables.columns(head, COLUMNS, needed=["name"], aliases=ALIASES, otherwise=otherwise)


class Reader:
    """Compares the lines of one table with who is registered; a fixed number of queries however many."""

    def __init__(self, meeting: Any) -> None:
        self.meeting = meeting
        names = Names(Body.objects.prefetch_related("former_names"))
        self.body_of = lru_cache(maxsize=None)(names.find)
        self.close_to = names.close_to
        self.delegations = {one.body_id: one for one in Delegation.objects.filter(meeting=meeting)}
        alive = (
            Participant.objects.filter(meeting=meeting)
            .exclude(state=State.ERASED)
            .select_related("delegation__body", "body", "meeting")
            .prefetch_related("delegation__body__former_names", "body__former_names")
        )
        self.by_number = {one.pk: one for one in alive}
        standing = [one for one in self.by_number.values() if one.state in states.STANDING]
        self.by_person = {(one.email.casefold(), one.name.casefold()): one for one in standing}
        self.seen: dict[object, int] = {}

    def read(self, number: int, cells: Cells) -> Line:
        line = Line(number, cells)
        self.find_participant(line)
        self.find_body(line)
        self.check(line)
        if line.participant is not None and not line.faults:
            line.changes = self.differences(line, line.participant)
        return line

    def find_participant(self, line: Line) -> None:
        given, cells = line.cells.get("number"), line.cells
        person = (cells.get("email", "").casefold(), cells.get("name", "").casefold())
        if given:
            line.participant = self.by_number.get(whole(given))
            if line.participant is None:
                line.faults.append(
                    _("there is no participant with the number %(number)s") % {"number": given}
                )
        else:
            line.participant = self.by_person.get(person)
        key: object = line.participant.pk if line.participant else person
        if key in self.seen:
            line.faults.append(_("the same person stands in line %(line)d") % {"line": self.seen[key]})
        self.seen.setdefault(key, line.number)

    def find_body(self, line: Line) -> None:
        words = line.cells.get("body", "")
        line.body = self.body_of(words) if words else None
        if words and line.body is None and line.cells.get("kind", "") in ("", *OF_DELEGATIONS):
            near = comma().join(str(one) for one in self.close_to(words)[:3])
            sentence = _("“%(name)s” is no State or organization that is known here") % {"name": words}
            line.faults.append(
                sentence + (_(" (did you mean: %(names)s?)") % {"names": near} if near else "")
            )
        if line.body is not None and self.kind(line) in OF_DELEGATIONS:
            line.is_delegation_new = line.body.pk not in self.delegations

    def part(self, lines: Iterable[Line]) -> None:
        """Of lines that would leave two registrations with one name and address, the later is at fault: the database
        takes one, and the others of the list must not wait for that."""
        owners = {(one.email, one.name): one.pk for one in self.by_person.values() if one.email}
        claimed: dict[tuple[str, str], int] = {}
        for line in lines:
            person, own = self.becomes(line), line.participant
            if line.faults or person is None:
                continue
            owner = owners.get(person)
            if owner is not None and (own is None or own.pk != owner):
                line.faults.append(
                    _("number %(number)d is registered with this name and address") % {"number": owner}
                )
            elif person in claimed:
                line.faults.append(_("the same person stands in line %(line)d") % {"line": claimed[person]})
            else:
                claimed[person] = line.number

    def becomes(self, line: Line) -> tuple[str, str] | None:
        """Address and name that the registration has after the line; None where it has no address or does not stand,
        for then another may have the same."""
        own, said = line.participant, self.fields(line)
        if own is not None and own.state not in states.STANDING:
            return None
        email = said.get("email", own.email if own else "")
        return (email, said.get("name", own.name if own else "")) if email else None

    def kind(self, line: Line) -> str:
        if given := line.cells.get("kind", "").casefold():
            labels = {str(one.label).casefold(): one.value for one in Participant.Kind}
            return labels.get(given, given)
        if line.participant is not None:
            return line.participant.kind
        return Participant.Kind.DELEGATE if line.body else Participant.Kind.OTHERWISE

    def category(self, line: Line) -> str:
        if line.body is not None and self.kind(line) in OF_DELEGATIONS:
            return line.body.category
        if given := line.cells.get("category", "").casefold():
            labels = {str(one.label).casefold(): one.value for one in Stakeholder}
            return labels.get(given, given)
        if line.participant is not None:
            return line.participant.category
        return line.body.category if line.body else ""

    def check(self, line: Line) -> None:
        cells, faults = line.cells, line.faults
        if not cells.get("name"):
            faults.append(_("the name is missing"))
        if cells.get("email"):
            try:
                validate_email(cells["email"])
            except ValidationError:
                faults.append(_("“%(email)s” is no e-mail address") % {"email": cells["email"]})
        for name, longest in LONGEST.items():
            if len(cells.get(name, "")) > longest:
                faults.append(
                    _("%(column)s has more than %(number)d letters") % {"column": name, "number": longest}
                )
        if any(passports.holds(cells.get(name, "")) for name in (*WORDS, "body")):
            faults.append(str(passports.SENTENCE))
        self.check_codes(line)

    def check_codes(self, line: Line) -> None:
        kind, category, language = self.kind(line), self.category(line), line.cells.get("language", "")
        if kind not in Participant.Kind.values:
            line.faults.append(_("“%(kind)s” is no kind of participant") % {"kind": kind})
        elif line.body is None and not line.faults:
            self.check_place(line, kind)
        if category not in Stakeholder.values:
            words = {"category": category}
            line.faults.append(
                _("“%(category)s” is no category") % words if category else _("the category is missing")
            )
        if language and language not in NATIVE_NAMES:
            line.faults.append(_("“%(language)s” is none of the six languages") % {"language": language})

    def check_place(self, line: Line, kind: str) -> None:
        """Where the table names no State or organization, what is known decides."""
        belongs = line.participant is not None and line.participant.delegation_id is not None
        if kind in OF_DELEGATIONS and not belongs:
            line.faults.append(_("a member of a delegation needs its State or organization"))
        elif belongs and kind not in OF_DELEGATIONS:
            line.faults.append(str(NOT_OF_DELEGATION))

    def fields(self, line: Line) -> dict[str, Any]:
        """Of `Participant`, but for the delegation and body. What the table does not speak of stays as it is."""
        said = {
            name: line.cells[name] for name in ("name", "email", *WORDS, "language") if name in line.cells
        }
        if "language" in said and not said["language"]:
            del said["language"]
        return {**said, "kind": self.kind(line), "category": self.category(line)}

    def differences(self, line: Line, one: Participant) -> list[tuple[str, str, str]]:
        found = [
            (name, str(getattr(one, name)), str(value))
            for name, value in self.fields(line).items()
            if getattr(one, name) != value
        ]
        if line.body is not None and one.comes_from != line.body:
            found.append(("body", self.called(one.comes_from), self.called(line.body)))
        return found

    def called(self, body: Body | None) -> str:
        """By the name that it bore when the meeting opened (RX-7)."""
        return localized(body.names_on(self.meeting.opens_on)) if body else ""


def whole(words: str) -> int:
    """A number as programmes write it; 0, which nobody has, for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 18 else 0


def preview(listed: ParticipantList) -> list[Line]:
    """What the list would do now, line by line."""
    reader = Reader(listed.meeting)
    lines = [reader.read(row["line"], row["cells"]) for row in listed.rows]
    reader.part(lines)
    return lines


def fingerprint(lines: Iterable[Line]) -> str:
    """Of what somebody has looked at: taken in is what was shown, or nothing."""
    shown = [
        (one.number, one.fate, one.participant.pk if one.participant else None, one.changes, one.faults)
        for one in lines
    ]
    return tables.fingerprint(shown)
