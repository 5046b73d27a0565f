"""Words broken at the end of a line, put together with or without their hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from comity.texts import lexicon
from comity.texts.pdf.lines import Line

_PREFIXES = (
    "anti co counter cross cyber de ex extra high inter intra long low macro mid micro multi nano neo non old over para"
    " peer post pre pro pseudo quasi re self semi short socio sub supra third trans twenty thirty forty fifty sixty"
    " seventy eighty ninety ultra under vice well sous demi franco afro euro"
)
_KEEPING = frozenset(_PREFIXES.split())


class Hyphens:
    """Knows one document, so that "opportu-" + "nities" loses its hyphen and "gender-" + "based" keeps it."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._text = ""
        self._known: dict[str, bool] = {}

    def join(self, before: str, after: str) -> str:
        """`before`, which ends in a hyphen, and `after` as one text."""
        head = before[:-1]
        first = re.search(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*$", head.rpartition(" ")[2])
        second = re.match(r"[^\W\d_]+", after)
        if not first or not second or self._keeps(first.group().casefold(), second.group()):
            return head + "-" + after
        return head + after

    def _keeps(self, first: str, second: str) -> bool:
        if not second[0].islower():
            return True
        self._text = self._text or "\n".join(line.text for line in self._lines).casefold()
        if f"{first}-{second}" in self._text:
            return True
        if first + second in self._text:
            return False
        if _is_a_word(first + second):
            return False
        last = re.split("[-\u2010]", first)[-1]
        return last in _KEEPING or (self._stands_alone(last) and self._stands_alone(second))

    def _stands_alone(self, word: str) -> bool:
        """Whether the document has it as a word; the halves on both sides of a break do not count."""
        if word not in self._known:
            pattern = rf"(?<![\w\u2010-])(?<!-\n){re.escape(word)}(?![\w\u2010-])"
            self._known[word] = any(
                re.compile(pattern).search(self._text, max(place - 2, 0), place + len(word) + 1)
                for place in _places(self._text, word)
            )
        return self._known[word]


def _is_a_word(word: str) -> bool:
    """Whether United Nations texts often have it in one, as "recruited"."""
    return any(word in lexicon.listed(language) for language in lexicon.LISTED)


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)
