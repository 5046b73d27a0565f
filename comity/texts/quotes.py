"""Quotes that verify or fail visibly: an anchor, the exact words, their SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

AROUND = 32
"""Code points kept before and behind a quote, to find it again."""


class Quotable(Protocol):
    """What a quote needs to know of a paragraph."""

    @property
    def anchor(self) -> str: ...
    @property
    def text(self) -> str: ...


class Verdict(StrEnum):
    VERIFIED = "verified"
    """The words stand where the quote says."""
    MOVED = "moved"
    """The words stand elsewhere in the document."""
    CHANGED = "changed"
    """The paragraph is there, the words are not."""
    GONE = "gone"
    """Neither the paragraph nor the words are there."""
    BROKEN = "broken"
    """The quote itself was altered: its words do not have its hash."""


@dataclass(frozen=True, slots=True)
class Quote:
    """`words == paragraph.text[start:end]`; offsets in code points of the NFC text."""

    anchor: str
    words: str
    start: int
    end: int
    prefix: str
    suffix: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Check:
    """What became of a quote; `anchor`, `start` and `end` say where its words stand now."""

    verdict: Verdict
    sentence: str
    anchor: str | None = None
    start: int | None = None
    end: int | None = None


SENTENCES = {
    Verdict.VERIFIED: "The words stand in the paragraph exactly as quoted.",
    Verdict.MOVED: "The words stand in the document as quoted, but in another place.",
    Verdict.CHANGED: "The paragraph no longer has these words.",
    Verdict.GONE: "The document has neither the paragraph nor these words.",
    Verdict.BROKEN: "The quote was altered: its words do not match its hash.",
}


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def quote(paragraph: Quotable, start: int = 0, end: int | None = None) -> Quote:
    """The words of a paragraph from start to end (all of it by default). Raises ValueError for an empty range."""
    end = len(paragraph.text) if end is None else end
    words = paragraph.text[start:end]
    if not words or start < 0 or end > len(paragraph.text):
        raise ValueError(f"{start}:{end} is no part of the paragraph")
    return Quote(
        anchor=paragraph.anchor,
        words=words,
        start=start,
        end=end,
        prefix=paragraph.text[max(0, start - AROUND) : start],
        suffix=paragraph.text[end : end + AROUND],
        sha256=digest(words),
    )


def verify(quote: Quote, paragraphs: Sequence[Quotable]) -> Check:
    """Where the words stand in the paragraphs of a language version, if they do."""
    if digest(quote.words) != quote.sha256:
        return Check(Verdict.BROKEN, SENTENCES[Verdict.BROKEN])
    home = next((one for one in paragraphs if one.anchor == quote.anchor), None)
    if home is not None:
        if home.text[quote.start : quote.end] == quote.words:
            return found(Verdict.VERIFIED, quote, home, quote.start)
        if (place := nearest(home.text, quote)) is not None:
            return found(Verdict.MOVED, quote, home, place)
    for paragraph in paragraphs:
        if (place := nearest(paragraph.text, quote)) is not None:
            return found(Verdict.MOVED, quote, paragraph, place)
    verdict = Verdict.GONE if home is None else Verdict.CHANGED
    return Check(verdict, SENTENCES[verdict])


def nearest(text: str, quote: Quote) -> int | None:
    """Start of the occurrence whose surroundings are most like those of the quote."""
    best: tuple[int, int, int] | None = None
    place = text.find(quote.words)
    while place >= 0:
        before = text[max(0, place - AROUND) : place]
        after = text[place + len(quote.words) :][:AROUND]
        likeness = common(before[::-1], quote.prefix[::-1]) + common(after, quote.suffix)
        candidate = (likeness, -abs(place - quote.start), place)
        best = max(best, candidate) if best else candidate
        place = text.find(quote.words, place + 1)
    return best[2] if best else None


def common(one: str, other: str) -> int:
    """Length of the common beginning."""
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length


def found(verdict: Verdict, quote: Quote, paragraph: Quotable, start: int) -> Check:
    return Check(verdict, SENTENCES[verdict], paragraph.anchor, start, start + len(quote.words))


def as_annotation(quote: Quote, source: str) -> dict[str, object]:
    """W3C Web Annotation target with a text quote and a text position selector."""
    return {
        "source": f"{source}#p-{quote.anchor}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quote.words,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
            },
            {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
        ],
        "digest": f"sha256:{quote.sha256}",
    }
