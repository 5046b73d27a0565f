"""A paragraph's words with all that is marked in them: the machine's reasons, citations, and what people flagged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comity.practices import marks
from comity.web.site.marking import shown


@dataclass(frozen=True, slots=True)
class Span:
    """Words from `start` to `end` (code points) and the class that they are shown with."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, for choosing without a mouse; `value` comes back with the form."""

    start: int
    end: int
    words: str

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


def marked(text: str, spans: Sequence[Span]) -> SafeString:
    """All words, cut wherever a span begins or ends; spans may overlap."""
    edges = sorted({0, len(text), *(one.start for one in spans), *(one.end for one in spans)})
    edges = [one for one in edges if 0 <= one <= len(text)]
    return format_html_join("", "{}", ((stretch(text, *pair, spans),) for pair in pairwise(edges)))


def stretch(text: str, start: int, end: int, spans: Iterable[Span]) -> SafeString:
    names = sorted({one.name for one in spans if one.start <= start and end <= one.end})
    words = SafeString(shown(text[start:end]))
    return format_html('<span class="{}">{}</span>', " ".join(names), words) if names else words


def sentences(text: str) -> list[Piece]:
    """The sentences with their places."""
    found, place = [], 0
    for one in marks.sentences(text):
        start = text.index(one.text, place)
        place = start + len(one.text)
        found.append(Piece(start, place, one.text))
    return found
