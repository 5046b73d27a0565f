"""Where a practice stands in the framework: as issued for everybody, as drafted for those who work on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from comity.framework import naming, public
from comity.framework.models import EditionNode, Node, Rest
from comity.meetings.models import Meeting
from comity.practices.models import Practice


@dataclass(frozen=True, slots=True)
class Place:
    """A guideline, or an element, of an edition. `number` and `title` are its own; `element` "" where it is one itself.
    `as_practice`: the number of the practice in its place under it; 0 where it rests on the practice only."""

    edition: int
    number: int
    title: str
    element: str
    as_practice: int


def of(ref: str, meeting: Meeting, *, at: datetime, language: str) -> list[Place]:
    """Where the latest edition of the meeting's framework has the practice: under a guideline, or as what one rests on.
    In the order of the edition; six queries, two where there is no edition."""
    edition = public.issued(meeting.pk, at=at).first()
    if edition is None:
        return []
    rows = {
        one.node_id: one
        for one in edition.nodes.select_related("node", "practice_version__practice").order_by("place")
    }
    placed = {
        one.parent_id: one.node.number
        for one in rows.values()
        if one.practice_version is not None and one.practice_version.practice.ref == ref
    }
    resting = set(
        Rest.objects.filter(practice__ref=ref, node__in=rows, joined_at__lte=edition.issued_at)
        .filter(Q(left_at=None) | Q(left_at__gt=edition.issued_at))
        .values_list("node", flat=True)
    )
    found = [one for key, one in rows.items() if key in placed or key in resting]
    if not found:
        return []
    above = {one.parent_id for one in found if one.parent_id is not None}
    called = naming.titles({*(one.node_id for one in found), *above}, language)
    return [place(one, edition.number, placed, called) for one in found]


def place(row: EditionNode, edition: int, placed: dict[int | None, int], called: dict[int, str]) -> Place:
    return Place(
        edition=edition,
        number=row.node.number,
        title=called[row.node_id],
        element=called.get(row.parent_id or 0, ""),
        as_practice=placed.get(row.node_id, 0),
    )


def drafted(practice: Practice) -> list[Node]:
    """The places of the practice in the tree as it is drafted, and the nodes that rest on it. One query."""
    found = Node.objects.filter(
        Q(practice=practice) | Q(rests__practice=practice, rests__left_at=None), removed_at=None
    )
    return list(found.select_related("framework__meeting", "parent").distinct().order_by("number"))
