"""What may be told of that on which nodes rest: practices, instruments, and words as `sources.py` allows (RX-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from comity.framework.models import Node, Rest
from comity.framework.showing import Carrier
from comity.practices import marks, sources
from comity.practices import public as register
from comity.practices.around import NOTHING_KNOWN, Around, around_of
from comity.practices.models import Excerpt, Support
from comity.practices.showing import Card, Cited
from comity.practices.sources import NAMING, PublicSource

_MARK = re.compile(rf"(\s*){marks.MARK.pattern}")


@dataclass(frozen=True, slots=True)
class Carrying:
    """All that a node rests on. `numbers`: the desk's mark -> the public one."""

    listed: tuple[Carrier, ...]
    numbers: dict[int, int]

    def renumbered(self, text: str) -> str:
        """The text with public marks; those of what fell are taken out."""
        return _MARK.sub(self._other, text)

    def _other(self, found: re.Match[str]) -> str:
        number = self.numbers.get(int(found[2]))
        return f"{found[1]}[{number}]" if number else ""


def of_each(nodes: Iterable[Node], *, then: datetime, at: datetime, language: str) -> dict[int, Carrying]:
    """By the key of the node: what it rested on at `then`, as far as that may be told at `at`. The same few queries
    however many."""
    nodes = list(nodes)
    rests = list(
        Rest.objects.filter(node__in=nodes, joined_at__lte=then)
        .filter(Q(left_at=None) | Q(left_at__gt=then))
        .select_related("instrument")
        .order_by("node", "number")
    )
    excerpts = {
        one.pk: one
        for one in sources.with_sources(
            Excerpt.objects.live().filter(pk__in=[one.excerpt_id for one in rests if one.excerpt_id])
        )
    }
    practices = [one.practice_id for one in rests if one.practice_id]
    cards = cards_of(practices, at=at, language=language)
    meetings = {one.framework.meeting_id for one in nodes}
    around = around_of(meetings) if excerpts else NOTHING_KNOWN
    found: dict[int, Carrying] = {}
    for node in nodes:
        own = [one for one in rests if one.node_id == node.pk]
        found[node.pk] = carrying(node, own, excerpts, cards, around, at=at)
    return found


def cards_of(practices: Iterable[int], *, at: datetime, language: str) -> dict[int, Card]:
    """Practices that anybody may know of."""
    shared = list(register.loaded(register.shared(at).filter(pk__in=[*practices])))
    return dict(zip([one.pk for one in shared], register.cards(shared, language=language), strict=True))


def carrying(
    node: Node,
    rests: list[Rest],
    excerpts: dict[int, Excerpt],
    cards: dict[int, Card],
    around: Around,
    *,
    at: datetime,
) -> Carrying:
    """In public order: what is named by its number, then what is not, in an order that tells nothing."""
    worded = [one for one in rests if one.excerpt_id in excerpts]
    told = sources.told(
        [
            Support(number=one.number, excerpt=excerpts[one.excerpt_id or 0], practice_id=node.pk)
            for one in worded
        ],
        around,
        at=at,
    )
    by_desk = {desk: told.listed[number - 1] for desk, number in told.numbers.items()}
    open_ones = [one for one in rests if is_named(one, cards, by_desk)]
    closed = sorted(
        (one for one in worded if one.number not in {open_one.number for open_one in open_ones}),
        key=lambda one: told.numbers[one.number],
    )
    order = [*open_ones, *closed]
    return Carrying(
        tuple(
            carrier(one, number, cards, by_desk.get(one.number)) for number, one in enumerate(order, start=1)
        ),
        {one.number: number for number, one in enumerate(order, start=1)},
    )


def is_named(rest: Rest, cards: dict[int, Card], by_desk: dict[int, PublicSource]) -> bool:
    """A practice that is not public yet, and words that are gone, are neither named nor counted."""
    if rest.practice_id is not None:
        return rest.practice_id in cards
    if rest.excerpt_id is not None:
        return rest.number in by_desk and by_desk[rest.number].telling in NAMING
    return True


def carrier(rest: Rest, number: int, cards: dict[int, Card], source: PublicSource | None) -> Carrier:
    if rest.practice_id is not None:
        return Carrier(number, practice=cards[rest.practice_id])
    if source is not None:
        return Carrier(number, source=replace(source, number=number))
    assert rest.instrument is not None
    return Carrier(number, cited=Cited(rest.instrument.symbol, rest.instrument.slug, rest.paragraph_cited))
