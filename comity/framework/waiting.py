"""What a framework lacks: nodes that rest on nothing, practices without a place, wordings that are still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.framework.models import Framework, Node, Rest
from comity.framework.states import OPEN
from comity.practices import issuing, public
from comity.practices.models import Practice
from comity.practices.states import State as PracticeState


@dataclass(frozen=True, slots=True)
class Waiting:
    """`unsupported`: nodes that rest on nothing; `unplaced`: recommended practices without a place; `unsettled`: nodes
    whose wording is open; `undecided`: placed practices that no edition may print yet."""

    unsupported: list[Node]
    unplaced: list[Practice]
    unsettled: list[Node]
    undecided: list[Node]

    @property
    def total(self) -> int:
        every = (self.unsupported, self.unplaced, self.unsettled, self.undecided)
        return sum(len(one) for one in every)


def of(framework: Framework, *, at: datetime) -> Waiting:
    """The same few queries however large the tree."""
    nodes = live(framework)
    supported = carried(nodes)
    shared = set(
        public.standing(at, meetings=[framework.meeting])
        .filter(places__in=nodes)
        .values_list("pk", flat=True)
    )
    return Waiting(
        unsupported=[one for one in nodes if one.practice_id is None and one.pk not in supported],
        unplaced=unplaced(framework),
        unsettled=[one for one in nodes if one.practice_id is None and one.state in OPEN],
        undecided=[one for one in nodes if one.practice_id is not None and one.practice_id not in shared],
    )


def live(framework: Framework) -> list[Node]:
    """What stands in the tree, in the order of numbers."""
    found = framework.nodes.filter(removed_at=None).select_related("framework__meeting", "practice")
    return list(found.order_by("number"))


def carried(nodes: list[Node]) -> set[int]:
    """Keys of elements and guidelines that rest on something that stands; an element also by a guideline under it."""
    found = set(Rest.objects.standing().filter(node__in=nodes).values_list("node", flat=True))
    guidelines = [one for one in nodes if one.kind == Node.Kind.GUIDELINE and one.pk in found]
    return found | {one.parent_id for one in guidelines if one.parent_id is not None}


def unplaced(framework: Framework) -> list[Practice]:
    """Practices that are recommended and stand nowhere in the tree."""
    placed = framework.nodes.filter(removed_at=None, practice__isnull=False).values("practice")
    recommended = Practice.objects.filter(
        meeting=framework.meeting_id,
        state__in=issuing.STANDING,
        versions__decisions__outcome="recommended",
    )
    found = recommended.exclude(pk__in=placed).distinct()
    return list(found.select_related("chapter").order_by("chapter__position", "pk"))


def placeable(framework: Framework) -> list[Practice]:
    """Practices that may be placed: recommended ones first, then identified ones, then those in work."""
    placed = framework.nodes.filter(removed_at=None, practice__isnull=False).values("practice")
    rank = {PracticeState.RECOMMENDED: 0, PracticeState.IDENTIFIED: 1}
    closed = (
        *(
            PracticeState.NOT_RETAINED,
            PracticeState.SUPERSEDED,
            PracticeState.WITHDRAWN,
            PracticeState.MERGED,
        ),
    )
    found = (
        Practice.objects.filter(meeting=framework.meeting_id).exclude(state__in=closed).exclude(pk__in=placed)
    )
    return sorted(found, key=lambda one: (rank.get(PracticeState(one.state), 2), one.working_title))
