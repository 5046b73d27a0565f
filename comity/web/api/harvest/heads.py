"""What can be harvested: every statement, document and practice that is public or was, with when it last changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.papers.models import DocumentVersion
from comity.practices import public as register
from comity.practices.states import State
from comity.statements.models import Version

STATEMENTS, DOCUMENTS, PRACTICES = "statements", "documents", "practices"
KINDS = (STATEMENTS, DOCUMENTS, PRACTICES)
MEETING = "meeting:"
"""Beginning of the sets that hold what belongs to one meeting."""


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """In the order in which they are harvested: the instant of the last change, in whole seconds, and the reference."""

    stamp: datetime
    ref: str
    kind: str
    meeting: str
    is_deleted: bool

    @property
    def sets(self) -> tuple[str, str]:
        return self.kind, f"{MEETING}{self.meeting}"


def every(at: datetime, meetings: Sequence[Meeting] | None = None) -> list[Head]:
    """All heads of announced meetings at the instant; four queries however many."""
    known = queries.public() if meetings is None else meetings
    return sorted([*statements(at, known), *documents(at, known), *practices(at, known)])


Spell = tuple[datetime | None, datetime | None]
"""From when until when a version was public."""


def of_spells(found: Iterable[tuple[str, str, Spell]], kind: str, at: datetime) -> list[Head]:
    """(ref, meeting, spell) of every version that is public or was, as heads of their works."""
    spells: dict[tuple[str, str], list[Spell]] = {}
    for ref, meeting, spell in found:
        spells.setdefault((ref, meeting), []).append(spell)
    return [
        Head(
            stamp=max(one for same in held for one in same if one and one <= at).replace(microsecond=0),
            ref=ref,
            kind=kind,
            meeting=meeting,
            is_deleted=not any(until is None or until > at for _since, until in held),
        )
        for (ref, meeting), held in spells.items()
    ]


def statements(at: datetime, meetings: Sequence[Meeting]) -> list[Head]:
    rows = Version.objects.filter(public_from__lte=at, statement__meeting__in=meetings).values_list(
        "statement__ref", "statement__meeting__slug", "public_from", "public_until"
    )
    return of_spells(((ref, meeting, (since, until)) for ref, meeting, since, until in rows), STATEMENTS, at)


def documents(at: datetime, meetings: Sequence[Meeting]) -> list[Head]:
    rows = DocumentVersion.objects.filter(public_from__lte=at, document__meeting__in=meetings).values_list(
        "document__ref", "document__meeting__slug", "public_from", "public_until"
    )
    return of_spells(((ref, meeting, (since, until)) for ref, meeting, since, until in rows), DOCUMENTS, at)


def practices(at: datetime, meetings: Sequence[Meeting]) -> list[Head]:
    """A decision that is recorded changes the wording; supersession and withdrawal change the status."""
    rows = list(register.shared(at, meetings=meetings).select_related("meeting"))
    decided = register.decisions(rows)
    return [
        Head(
            stamp=max(
                moment
                for moment in (one.public_from, one.closed_at, decided[one.pk].recorded_at)
                if moment is not None and moment <= at
            ).replace(microsecond=0),
            ref=one.ref,
            kind=PRACTICES,
            meeting=one.meeting.slug,
            is_deleted=one.state == State.WITHDRAWN,
        )
        for one in rows
    ]
