"""The paragraphs of two language versions side by side.

Nothing is translated: printed numbers, kinds, the figures in the text (years, numbers of resolutions) and the lengths
(Gale and Church 1993: a long paragraph has a long translation) tell which belong together. The order of both versions
is kept. What has no counterpart stands alone.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.texts import numbering
from comity.texts.model import Kind

ALONE = -1.6
"""What a paragraph without counterpart costs; a pair must be worth more than two of them."""
_BAND = 40
"""How far the versions may drift apart, in paragraphs, beyond the difference of their number."""
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
_HAN_FIGURES = "〇一二三四五六七八九"
_FIGURE = re.compile(r"\d{2,}")


class Alignable(Protocol):
    """What alignment needs to know of a paragraph."""

    @property
    def number(self) -> str | None: ...
    @property
    def kind(self) -> Kind | str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Signs:
    """What a paragraph shows whatever its language."""

    number: tuple[int, ...] | None
    kind: str
    figures: frozenset[str]
    length: float


def align(a: Sequence[Alignable], b: Sequence[Alignable]) -> list[tuple[int | None, int | None]]:
    """Pairs of places in `a` and `b`, in order; None where a paragraph has no counterpart.

    Every paragraph of both stands in exactly one pair.
    """
    left, right = [signs(one) for one in a], [signs(one) for one in b]
    ratio = (sum(one.length for one in right) + 1) / (sum(one.length for one in left) + 1)
    return traced(*filled(left, right, ratio), len(left), len(right))


def signs(paragraph: Alignable) -> Signs:
    text = paragraph.text
    digits = "".join(str(unicodedata.digit(sign, 0)) if sign.isdigit() else sign for sign in text)
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return Signs(
        ordinal(paragraph.number),
        str(paragraph.kind),
        frozenset(_FIGURE.findall(digits)),
        len(text) + 2 * han,
    )


def ordinal(number: str | None) -> tuple[int, ...] | None:
    """A printed number as figures, so that "(b)", "(б)" and "(ب)" are the same; None where it says nothing."""
    if not number:
        return None
    if (value := numbering.value(number)) is not None:
        return value
    sign = number.casefold().translate(str.maketrans("أإآ", "ااا"))
    for alphabet in _ALPHABETS:
        if len(sign) == 1 and sign in alphabet:
            return (alphabet.index(sign) + 1,)
    if all(letter in _HAN_FIGURES for letter in sign):
        return tuple(_HAN_FIGURES.index(letter) for letter in sign)
    return roman(sign)


def roman(sign: str) -> tuple[int, ...] | None:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    if any(letter not in values for letter in sign):
        return None
    figures = [values[letter] for letter in sign]
    total = sum(-one if one < later else one for one, later in zip(figures, [*figures[1:], 0], strict=True))
    return (total,)


def worth(a: Signs, b: Signs, ratio: float) -> float:
    """How well two paragraphs go together; above 0 rather yes."""
    return by_number(a, b) + by_kind(a, b) + by_figures(a, b) + by_length(a, b, ratio)


def by_number(a: Signs, b: Signs) -> float:
    if a.number is None and b.number is None:
        return 0.5
    if a.number is None or b.number is None:
        return -0.8
    return 2.5 if a.number == b.number else -2.5


def by_kind(a: Signs, b: Signs) -> float:
    if a.kind == b.kind:
        return 0.5
    return -1.5 if "heading" in (a.kind, b.kind) or "table" in (a.kind, b.kind) else -0.3


def by_figures(a: Signs, b: Signs) -> float:
    both = a.figures | b.figures
    if not both:
        return 0.0
    shared = len(a.figures & b.figures) / len(both)
    return 3.5 * shared - 1.2


def by_length(a: Signs, b: Signs, ratio: float) -> float:
    apart = abs(math.log((b.length + 8) / (ratio * a.length + 8)))
    return max(0.8 - 1.8 * apart, -3.0)


Table = dict[tuple[int, int], float]
Steps = dict[tuple[int, int], tuple[int, int]]


def filled(left: Sequence[Signs], right: Sequence[Signs], ratio: float) -> tuple[Table, Steps]:
    """The best worth of every pair of beginnings within the band, and the last step that led to it."""
    best: Table = {(0, 0): 0.0}
    steps: Steps = {}
    slope = len(right) / max(len(left), 1)
    reach = _BAND + abs(len(right) - len(left))
    for i in range(len(left) + 1):
        middle = round(i * slope)
        for j in range(max(0, middle - reach), min(len(right), middle + reach) + 1):
            ways = []
            if (i - 1, j - 1) in best:
                pair = worth(left[i - 1], right[j - 1], ratio)
                ways.append((best[i - 1, j - 1] + pair, (1, 1)))
            if (i - 1, j) in best:
                ways.append((best[i - 1, j] + ALONE, (1, 0)))
            if (i, j - 1) in best:
                ways.append((best[i, j - 1] + ALONE, (0, 1)))
            if ways:
                best[i, j], steps[i, j] = max(ways)
    return best, steps


def traced(best: Table, steps: Steps, i: int, j: int) -> list[tuple[int | None, int | None]]:
    pairs: list[tuple[int | None, int | None]] = []
    while (i, j) != (0, 0):
        down, across = steps[i, j]
        i, j = i - down, j - across
        pairs.append((i if down else None, j if across else None))
    return pairs[::-1]
