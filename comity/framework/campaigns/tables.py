"""Results as tables: what each line would enter, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from comity.framework.campaigns.drafting import LARGEST
from comity.framework.campaigns.models import Campaign, CampaignMeasure, CampaignResult, CampaignTable
from comity.participants import tables as shared

COLUMNS = ("measure", "day", "value", "audience", "source", "note")
"""What a table may hold; the first three are required, and a source for each line or for all."""
REQUIRED = {"measure", "day", "value"}
ALIASES = {
    "date": "day", "number": "measure", "indicator": "measure", "result": "value", "figure": "value",
    "target audience": "audience", "of audience": "audience", "comment": "note", "remark": "note",
}  # fmt: skip
YES, NO = {"yes", "y", "1", "true", "x"}, {"no", "n", "0", "false"}
AT_MOST = 5_000
Cells = dict[str, str]
TWO_WAYS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
"""One thousand two hundred, or one and two tenths?"""


@dataclass(slots=True)
class Line:
    """What becomes of one line of the table."""

    number: int
    """In the file, as a spreadsheet counts."""
    cells: Cells
    measure: CampaignMeasure | None = None
    day: date | None = None
    value: Decimal | None = None
    of_audience: bool = True
    source: str = ""
    is_known: bool = False
    """The same result is there already."""
    faults: list[str] = field(default_factory=list)

    @property
    def fate(self) -> str:
        return "wrong" if self.faults else "same" if self.is_known else "new"

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.measure.pk if self.measure else None, self.day, self.of_audience, self.source)


def columns(head: Sequence[str]) -> list[str]:
    """Our names of the columns, "" for others. Raises `Refused` where one is missing or stands twice."""
    otherwise = _(
        "The first line must name each column once, with measure, day and value. Columns: %(columns)s."
    )
    return shared.columns(head, COLUMNS, needed=REQUIRED, aliases=ALIASES, otherwise=otherwise)


class Reader:
    """Compares the lines of one table with what is entered; a fixed number of queries however many."""

    def __init__(self, campaign: Campaign, *, today: date) -> None:
        self.today = today
        self.measures = list(campaign.measures.filter(removed_at=None))
        standing = CampaignResult.objects.standing().filter(measure__in=self.measures)
        self.there = {(one.measure_id, one.day, one.of_audience, one.source): one.value for one in standing}
        self.seen: dict[tuple[Any, ...], int] = {}

    def read(self, number: int, cells: Cells) -> Line:
        line = Line(number, cells)
        self.find_measure(line)
        self.find_day(line)
        self.find_value(line)
        self.find_audience(line)
        line.source = cells.get("source", "")
        if not line.source:
            line.faults.append(_("the source is missing"))
        if not line.faults:
            self.compare(line)
        return line

    def find_measure(self, line: Line) -> None:
        given = line.cells.get("measure", "")
        for one in self.measures:
            names = {str(one.number), *(name.casefold() for name in one.names.values())}
            if given.casefold() in names:
                line.measure = one
                return
        line.faults.append(
            _("“%(name)s” is no measure of this campaign") % {"name": given}
            if given
            else _("the measure is missing")
        )

    def find_day(self, line: Line) -> None:
        given = line.cells.get("day", "")
        line.day = day_of(given)
        if line.day is None:
            line.faults.append(
                _("“%(day)s” is no day: write it as 2017-04-30") % {"day": given}
                if given
                else _("the day is missing")
            )
        elif line.day > self.today:
            line.faults.append(_("the day lies ahead"))

    def find_value(self, line: Line) -> None:
        given = line.cells.get("value", "")
        if not given:
            line.faults.append(_("the value is missing"))
            return
        if TWO_WAYS.fullmatch(given):
            line.faults.append(
                _("“%(value)s” can be read in two ways: write thousands without a sign, or one decimal more")
                % {"value": given}
            )
            return
        line.value = value_of(given)
        if line.value is None:
            line.faults.append(_("“%(value)s” is no number") % {"value": given})

    def find_audience(self, line: Line) -> None:
        given = line.cells.get("audience", "").casefold()
        if given in YES | NO:
            line.of_audience = given in YES
        elif given:
            line.faults.append(_("“%(words)s” is neither yes nor no") % {"words": given})
        elif line.measure is not None:
            line.of_audience = line.measure.of_audience

    def compare(self, line: Line) -> None:
        if line.key in self.seen:
            line.faults.append(_("the same stands in line %(line)d") % {"line": self.seen[line.key]})
            return
        self.seen[line.key] = line.number
        held = self.there.get(line.key)
        line.is_known = held is not None and held == line.value
        if held is not None and held != line.value:
            line.faults.append(
                _("this source has said something else of that day already (%(value)s): correct that one")
                % {"value": f"{held.normalize():f}"}
            )


def day_of(words: str) -> date | None:
    """As ISO 8601 has it; the midnight that office programmes put behind it is left out."""
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", words)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
        return None
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return None


def value_of(words: str) -> Decimal | None:
    """With a point or a comma before the decimals, in any figures; at most four decimals."""
    plain = re.sub(r"[ \u00a0\u202f\u2009]", "", words).replace("\u066b", ".").replace("−", "-")
    if plain.count(",") + plain.count(".") > 1:
        return None
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= LARGEST or value != value.quantize(Decimal("0.0001")):
        return None
    return value


def preview(table: CampaignTable, *, at: datetime) -> list[Line]:
    """What the table would enter now, line by line."""
    today = at.astimezone(table.campaign.meeting.zone).date()
    reader = Reader(table.campaign, today=today)
    return [reader.read(row["line"], row["cells"]) for row in table.rows]


def fingerprint(lines: Iterable[Line]) -> str:
    """Of what somebody has looked at: taken in is what was shown, or nothing."""
    shown = [(one.number, one.fate, str(one.key), str(one.value), one.faults) for one in lines]
    return shared.fingerprint(shown)
