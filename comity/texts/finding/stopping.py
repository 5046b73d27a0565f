"""When enough has been read: how much is probably left, with a bound, and what it would cost to be sure.

Paragraphs are read best first, and one in ten is drawn at random from what nobody has read. Any stretch of readings up
to now is taken for a random sample of what was unread when it began: had so many been left, it would have found more
(hypergeometric test; Callaghan and Müller-Hansen, Systematic Reviews 9:273, 2020). That holds as long as reading best
first finds no fewer than drawing at random would; the draws at random are there to show whether it does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from comity.texts.finding.items import Id

ONE_IN = 10
"""One reading in so many is a draw at random."""
CONFIDENCE = 0.95
RECALL = 0.95
_MOST_FOUND = 40
"""A stretch with more finds than that refutes nothing that a shorter one would not."""


@dataclass(frozen=True, slots=True)
class Read:
    """One paragraph read."""

    found: bool
    """Whether a person wanted it."""
    at_random: bool = False
    """Whether it was drawn at random from all that were unread, and not chosen by its score."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left among the paragraphs that nobody has read."""

    found: int
    unread: int
    likely: int
    """As many as the unread hold if they are like the last that were read."""
    at_most: int
    """No more, at the confidence asked for."""
    recall: float
    """At least this share of all wanted ones is found, at that confidence, 0..1; 1 where there is none."""
    to_read: int
    """Further readings that, without a find, would make the recall asked for certain; 0 where it is."""
    drawn: int
    """Draws at random so far, and how many of them were wanted."""
    drawn_found: int


def left(
    reads: Sequence[Read], total: int, *, confidence: float = CONFIDENCE, recall: float = RECALL
) -> Left:
    """What is left of `total` paragraphs after these readings, in their order. Raises ValueError if they are more."""
    if len(reads) > total:
        raise ValueError("more were read than there are")
    finds = [one.found for one in reads]
    found, unread = sum(finds), total - len(finds)
    most = bound(finds, total, confidence)
    drawn = [one.found for one in reads if one.at_random]
    return Left(
        found=found,
        unread=unread,
        likely=min(most - found, likely(finds, unread)),
        at_most=most - found,
        recall=found / most if most else 1.0,
        to_read=cost(finds, total, confidence, recall),
        drawn=len(drawn),
        drawn_found=sum(drawn),
    )


def enough(left: Left, recall: float = RECALL) -> bool:
    """Whether the share asked for is found, at the confidence with which `left` was reckoned."""
    return left.recall >= recall


def is_drawn(place: int, *, one_in: int = ONE_IN) -> bool:
    """Whether the reading at this place, counted from 0, is to be a draw at random."""
    return place % one_in == one_in - 1


def draw(unread: Sequence[Id], seed: str) -> Id:
    """The next one drawn: of those unread the first in an order that only the seed decides.

    An order fixed beforehand is as good as a throw of dice each time, and a reader who comes back finds the same.
    """
    return min(unread, key=lambda one: (sha256(f"{seed}\0{one}".encode()).digest(), str(one)))


def likely(finds: Sequence[bool], unread: int) -> int:
    """By the rate of finds in the last tenth of the readings, at least 20 of them."""
    last = finds[-max(20, len(finds) // 10) :]
    return round(unread * sum(last) / len(last)) if last else unread


def bound(finds: Sequence[bool], total: int, confidence: float) -> int:
    """The greatest number of wanted ones in all that no stretch of the readings refutes."""
    low = sum(finds)
    high = low + total - len(finds)
    while low < high:
        middle = (low + high + 1) // 2
        if refuted(finds, total, middle, confidence):
            high = middle - 1
        else:
            low = middle
    return low


def refuted(finds: Sequence[bool], total: int, claimed: int, confidence: float) -> bool:
    """Whether some stretch up to the last reading would have found more, were there `claimed` in all."""
    return any(
        chance_of_so_few(found, unread, claimed - before, length) < 1 - confidence
        for found, unread, before, length in stretches(finds, total)
    )


def stretches(finds: Sequence[bool], total: int) -> Iterator[tuple[int, int, int, int]]:
    """(finds in it, unread when it began, finds before it, its length): those that begin just behind a find, the
    shortest first; between two finds the longer stretch always says more."""
    all_found = sum(finds)
    inside = 0
    for place in range(len(finds) - 1, -1, -1):
        if finds[place]:
            if inside > _MOST_FOUND:
                return
            if place + 1 < len(finds):
                yield inside, total - place - 1, all_found - inside, len(finds) - place - 1
            inside += 1
    if finds and inside <= _MOST_FOUND:
        yield inside, total, 0, len(finds)


def chance_of_so_few(found: int, unread: int, wanted: int, length: int) -> float:
    """Chance that `length` draws out of `unread`, of which `wanted` are wanted, hold at most `found` of these."""
    if wanted > unread:
        return 0.0
    ways = choices(unread, length)
    least = max(0, length - (unread - wanted))
    return sum(
        math.exp(choices(wanted, one) + choices(unread - wanted, length - one) - ways)
        for one in range(least, min(found, wanted, length) + 1)
    )


@cache
def choices(total: int, chosen: int) -> float:
    """Logarithm of the number of ways to choose so many."""
    return math.lgamma(total + 1) - math.lgamma(chosen + 1) - math.lgamma(total - chosen + 1)


def cost(finds: Sequence[bool], total: int, confidence: float, recall: float) -> int:
    """The fewest further readings without a find after which the recall is certain."""
    found = sum(finds)
    claimed = math.floor(found / recall) + 1
    low, high = 0, total - len(finds)
    while low < high:
        middle = (low + high) // 2
        further = [*finds, *[False] * middle]
        if claimed - found > total - len(further) or refuted(further, total, claimed, confidence):
            high = middle
        else:
            low = middle + 1
    return low
