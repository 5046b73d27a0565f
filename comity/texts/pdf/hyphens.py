"""Words broken at the end of a line, put together with or without their hyphen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.texts.pdf.lines import Line

_PREFIXES = frozenset(
    "anti co counter cross cyber de ex extra high inter intra long low macro mid micro multi nano neo non old over para"
    " peer post pre pro pseudo quasi re self semi short socio sub supra third trans twenty thirty forty fifty sixty"
    " seventy eighty ninety ultra under vice well sous demi franco afro euro".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


class Hyphens:
    """Knows the words of one document, so that "opportu-" + "nities" loses its hyphen and "gender-" + "based" keeps it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words: set[str] = set()
        if any(line.hyphenated for line in lines):
            self._learn(lines)

    def _learn(self, lines: Sequence[Line]) -> None:
        """Collects whole words: the halves on both sides of a break are not words."""
        broken = False
        for line in lines:
            words = _WORD.findall(line.text.casefold())
            self._words.update(words[broken : len(words) - line.hyphenated])
            broken = line.hyphenated

    def join(self, before: str, after: str) -> str:
        """`before`, which ends in a hyphen, and `after` as one text."""
        head = before[:-1]
        first = re.search(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*$", head)
        second = re.match(r"[^\W\d_]+", after)
        if not first or not second or self._keeps(first.group().casefold(), second.group()):
            return head + "-" + after
        return head + after

    def _keeps(self, first: str, second: str) -> bool:
        second_folded = second.casefold()
        if not second[0].islower() or f"{first}-{second_folded}" in self._words:
            return True
        if first + second_folded in self._words:
            return False
        last = re.split("[-\u2010]", first)[-1]
        return last in _PREFIXES or (last in self._words and second_folded in self._words)
