"""Tables of what a visit or a survey found: what each line would record, and what is wrong with it (R03-5, R12-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from comity.framework import naming
from comity.framework.models import Node, Progress, ProgressList
from comity.languages import NATIVE_NAMES, comma
from comity.participants import tables
from comity.participants.matching import Names
from comity.participants.models import Body, Delegation, Stakeholder

COLUMNS = (
    *("number", "state", "status", "source", "reference", "as_of", "confidential", "words", "language"),
    "address",
)
"""What a table may hold. `number` is that of a guideline or practice in the framework, or its permanent reference."""
NEEDED = ("number", "state", "status")
GIVEN = ("source", "reference", "as_of", "confidential")
"""What may be said once for the whole table."""
ALIASES = {
    "guideline": "number", "practice": "number", "no": "number", "no.": "number", "ref": "number",
    "country": "state", "member state": "state", "delegation": "state", "progress": "status",
    "implementation": "status", "kind of source": "source", "title": "reference", "report": "reference",
    "visit": "reference", "survey": "reference", "day": "as_of", "date": "as_of", "as of": "as_of",
    "confidentiality": "confidential", "narrative": "words", "text": "words", "remarks": "words",
    "lang": "language", "link": "address", "url": "address",
}  # fmt: skip
FROM_A_LIST = (Progress.Source.VISIT, Progress.Source.SURVEY, Progress.Source.DOCUMENT)
"""A State's own report is its own."""
YES, NO = ("yes", "y", "true", "1", "x", "confidential"), ("", "no", "n", "false", "0", "public", "open")
LONGEST = 2_000
AT_MOST = 2_000
Cells = dict[str, str]


@dataclass(slots=True)
class Line:
    """What becomes of one line of the table."""

    number: int
    """In the file, as a spreadsheet counts."""
    cells: Cells
    node: Node | None = None
    delegation: Delegation | None = None
    status: str = ""
    source: str = ""
    as_of: date | None = None
    confidential: bool = False
    is_known: bool = False
    """The same stands on record already."""
    faults: list[str] = field(default_factory=list)

    @property
    def fate(self) -> str:
        return "wrong" if self.faults else "same" if self.is_known else "new"

    @property
    def key(self) -> tuple[object, ...]:
        """What one source says once: of whom, of what, on which day."""
        node, delegation = self.node, self.delegation
        return (
            node.pk if node else None,
            delegation.pk if delegation else None,
            self.source,
            self.cells.get("reference", ""),
            self.as_of,
        )


def columns(head: Sequence[str]) -> list[str]:
    """Our names of the columns, "" for those that are not ours. Raises `Refused` where one is missing or double."""
    otherwise = _(
        "The first line must name each column once, “number”, “state” and “status” among them. "
        "Columns: %(columns)s."
    )
    return tables.columns(head, COLUMNS, needed=NEEDED, aliases=ALIASES, otherwise=otherwise)


class Reader:
    """Reads the lines of one table; a fixed number of queries however many."""

    def __init__(self, listed: ProgressList) -> None:
        meeting = listed.meeting
        self.given: Cells = listed.given
        self.nodes: dict[str, Node] = {}
        for node in naming.followed(meeting):
            self.nodes |= {str(node.number): node, node.ref: node, node.permanent_address: node}
            if node.practice is not None:
                self.nodes[node.practice.ref] = node
        names = Names(Body.objects.filter(category=Stakeholder.MEMBER_STATE).prefetch_related("former_names"))
        self.body_of = lru_cache(maxsize=None)(names.find)
        self.close_to = names.close_to
        delegations = Delegation.objects.filter(meeting=meeting).select_related("body", "meeting")
        self.delegations = {one.body_id: one for one in delegations}
        rows = Progress.objects.filter(node__framework__meeting=meeting, withdrawn_at=None)
        self.known: dict[tuple[object, ...], Progress] = {
            (one.node_id, one.delegation_id, one.source, one.reference, one.as_of): one for one in rows
        }
        self.today = listed.sent_at.date()
        self.seen: dict[object, int] = {}

    def read(self, number: int, cells: Cells) -> Line:
        line = Line(number, {**cells, **{k: v for k, v in self.given.items() if not cells.get(k)}})
        self.find_node(line)
        self.find_state(line)
        self.find_codes(line)
        self.find_day(line)
        self.check_words(line)
        if not line.faults:
            self.compare(line)
        return line

    def find_node(self, line: Line) -> None:
        given = line.cells.get("number", "").removesuffix(".0").rstrip(".")
        line.node = self.nodes.get(given)
        if line.node is None:
            line.faults.append(
                _("“%(number)s” is no guideline or practice of an issued edition") % {"number": given}
                if given
                else _("the number is missing")
            )

    def find_state(self, line: Line) -> None:
        words = line.cells.get("state", "")
        body = self.body_of(words) if words else None
        if body is None:
            near = comma().join(str(one) for one in self.close_to(words)[:3]) if words else ""
            sentence = (
                _("“%(name)s” is no State that is known here") % {"name": words}
                if words
                else _("the State is missing")
            )
            line.faults.append(
                sentence + (_(" (did you mean: %(names)s?)") % {"names": near} if near else "")
            )
            return
        line.delegation = self.delegations.get(body.pk)
        if line.delegation is None:
            line.faults.append(_("%(name)s has no delegation at the meeting") % {"name": body})

    def find_codes(self, line: Line) -> None:
        line.status = coded(line.cells.get("status", ""), Progress.Status)
        line.source = coded(line.cells.get("source", ""), Progress.Source)
        if not line.status:
            line.faults.append(
                _("“%(status)s” does not say how far it has come") % {"status": line.cells.get("status", "")}
            )
        if line.source not in FROM_A_LIST:
            line.faults.append(_("the source must be “visit”, “survey” or “document”"))
        given = line.cells.get("confidential", "").casefold()
        if given not in YES and given not in NO:
            line.faults.append(_("“confidential” must be “yes” or “no”"))
        line.confidential = given in YES
        language = line.cells.get("language", "")
        if language and language not in NATIVE_NAMES:
            line.faults.append(_("“%(language)s” is none of the six languages") % {"language": language})

    def find_day(self, line: Line) -> None:
        given = line.cells.get("as_of", "")
        try:
            line.as_of = date.fromisoformat(given[:10])  # an office programme adds midnight
        except ValueError:
            line.faults.append(
                _("“%(day)s” is no day: write it as 2017-04-30") % {"day": given}
                if given
                else _("the day is missing")
            )
            return
        if line.as_of > self.today:
            line.faults.append(_("the day lies ahead"))

    def check_words(self, line: Line) -> None:
        cells = line.cells
        if not cells.get("reference"):
            line.faults.append(_("the title of the source is missing"))
        for name, longest in (("reference", 500), ("words", LONGEST - 1)):
            if len(cells.get(name, "")) > longest:
                line.faults.append(
                    _("%(column)s has more than %(number)d letters") % {"column": name, "number": longest}
                )
        if address := cells.get("address", ""):
            try:
                URLValidator(schemes=["http", "https"])(address)
            except ValidationError:
                line.faults.append(_("“%(address)s” is no address of a page") % {"address": address})

    def compare(self, line: Line) -> None:
        """With what is on record, and with earlier lines of the table."""
        if line.key in self.seen:
            line.faults.append(_("line %(line)d says the same already") % {"line": self.seen[line.key]})
            return
        self.seen[line.key] = line.number
        known = self.known.get(line.key)
        if known is None:
            return
        if (known.status, known.narrative) == (line.status, line.cells.get("words", "")):
            line.is_known = True
            return
        line.faults.append(
            _("this source is on record with other words or another status: withdraw that record first")
        )


def coded(given: str, choices: type[Progress.Status] | type[Progress.Source]) -> str:
    """The code of a value, written as code or as the page writes it; "" for none."""
    plain = " ".join(given.replace("_", " ").split()).casefold()
    for one in choices:
        if plain in (one.value.replace("_", " "), str(one.label).casefold()):
            return str(one.value)
    return ""


def preview(listed: ProgressList) -> list[Line]:
    """What the table would record now, line by line."""
    reader = Reader(listed)
    return [reader.read(row["line"], row["cells"]) for row in listed.rows]


def fingerprint(lines: Iterable[Line]) -> str:
    """Of what somebody has looked at: taken in is what was shown, or nothing."""
    shown = [(one.number, one.fate, [str(part) for part in one.key], one.status, one.faults) for one in lines]
    return tables.fingerprint(shown)
