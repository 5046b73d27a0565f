"""Taking in a table of what a visit or a survey found, once somebody has seen what it records (R12-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comity.framework import following
from comity.framework.authority import Act, require
from comity.framework.lists import AT_MOST, GIVEN, Line, columns, fingerprint, preview
from comity.framework.models import Progress, ProgressList
from comity.languages import reader_language
from comity.meetings.models import Meeting
from comity.participants import tables
from comity.participants.models import Person
from comity.participants.taking_in import CHANGED
from comity.record import trail
from comity.refusals import NotNow


@dataclass(frozen=True, slots=True)
class TakenIn:
    new: int
    left_out: int


def keep(
    meeting: Meeting,
    name: str,
    table: Iterable[tuple[int, Sequence[str]]],
    *,
    given: dict[str, str],
    by: Person,
    at: datetime,
) -> ProgressList:
    """Keep a table, its head first, until somebody has looked at it; nothing is recorded yet. `given` holds for lines
    that leave those columns empty. Raises `Refused` where it is no such table."""
    require(by, Act.FOLLOW, meeting=meeting)
    empty = _("The table is empty: it needs a first line with the columns, and a line for each record.")
    rows = tables.rows(table, columns, most=AT_MOST, empty=empty)
    with transaction.atomic():
        listed = ProgressList.objects.create(
            meeting=meeting,
            name=name[:200],
            given={key: words.strip() for key, words in given.items() if key in GIVEN and words.strip()},
            rows=rows,
            sent_by=by,
            sent_at=at,
        )
        trail.note(listed, "sent a list", by=by, at=at, lines=len(rows))
    return listed


def require_open(listed: ProgressList) -> None:
    """Raises `NotNow` once it has been taken in or dropped."""
    if listed.done_at is not None:
        raise NotNow(_("This list has been taken in or dropped already. Send it again."))


def take_in(listed: ProgressList, *, seen: str, by: Person, at: datetime) -> TakenIn:
    """Record what the preview showed (`seen`, its fingerprint); lines with a fault are left out.

    Each record waits for the observations of its State, or for its agreement where it is confidential; of a
    confidential one the public is never told the source. Raises `NotNow` where something changed since the preview.
    """
    require(by, Act.FOLLOW, meeting=listed.meeting)
    with transaction.atomic():
        listed = ProgressList.objects.select_for_update().select_related("meeting").get(pk=listed.pk)
        require_open(listed)
        lines = preview(listed)
        if fingerprint(lines) != seen:
            raise NotNow(str(CHANGED))
        days = following.policy_of(listed.meeting).observation_days
        made = [progress(one, days, by=by, at=at) for one in lines if one.fate == "new"]
        Progress.objects.bulk_create(made)
        noted = [(one, {"status": one.status, "list": listed.pk}) for one in made]
        trail.note_each(noted, "recorded progress", by=by, at=at, meeting=listed.meeting)
        ProgressList.objects.filter(pk=listed.pk).update(done_at=at, rows=[])
        sums = TakenIn(len(made), sum(one.fate == "wrong" for one in lines))
        trail.note(listed, "took in a list", by=by, at=at, new=sums.new, left_out=sums.left_out)
    return sums


def progress(line: Line, days: int, *, by: Person, at: datetime) -> Progress:
    assert line.node is not None
    assert line.delegation is not None
    assert line.as_of is not None
    found = Progress(
        node=line.node,
        delegation=line.delegation,
        status=line.status,
        narrative=line.cells.get("words", ""),
        language=line.cells.get("language", "") or reader_language(),
        source=line.source,
        reference=line.cells["reference"],
        address=line.cells.get("address", ""),
        as_of=line.as_of,
        confidential=line.confidential,
        source_on_file=line.confidential,
        entered_by=by,
        entered_at=at,
    )
    following.check_said(found)
    found.public_from = following.opens(found, days)
    return found


def drop(listed: ProgressList, *, by: Person, at: datetime) -> None:
    """Do not take it in; its rows go."""
    require(by, Act.FOLLOW, meeting=listed.meeting)
    with transaction.atomic():
        if not ProgressList.objects.filter(pk=listed.pk, done_at=None).update(done_at=at, rows=[]):
            require_open(ProgressList.objects.get(pk=listed.pk))
        trail.note(listed, "dropped a list", by=by, at=at)
