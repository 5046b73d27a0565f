"""What changed between two versions, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from comity.statements.models import Paragraph

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
ALIKE = 0.5
"""Share of words in common from which two paragraphs are one that was changed."""


class Fate(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `fate` is same, added or removed."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the earlier version, of the later one, or of both."""

    fate: Fate
    before: Paragraph | None
    after: Paragraph | None
    pieces: list[Piece]


def between(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Row]:
    """Rows in reading order; paragraphs that only moved show as removed and added."""
    rows: list[Row] = []
    matcher = SequenceMatcher(
        a=[words_only(one.text) for one in before], b=[words_only(one.text) for one in after], autojunk=False
    )
    for tag, start, end, other, last in matcher.get_opcodes():
        if tag == "equal":
            rows += [
                Row(Fate.SAME, old, new, [Piece(Fate.SAME, new.text)])
                for old, new in zip(before[start:end], after[other:last], strict=True)
            ]
        else:
            rows += changed_rows(before[start:end], after[other:last])
    return rows


def changed_rows(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Row]:
    """Pair what is alike, in order; the rest was removed or added."""
    rows: list[Row] = []
    waiting = list(before)
    for new in after:
        partner = next((old for old in waiting if likeness(old.text, new.text) >= ALIKE), None)
        if partner is None:
            rows.append(Row(Fate.ADDED, None, new, [Piece(Fate.ADDED, new.text)]))
            continue
        skipped = waiting[: waiting.index(partner)]
        rows += [Row(Fate.REMOVED, old, None, [Piece(Fate.REMOVED, old.text)]) for old in skipped]
        waiting = waiting[len(skipped) + 1 :]
        rows.append(Row(Fate.CHANGED, partner, new, pieces(partner.text, new.text)))
    return rows + [Row(Fate.REMOVED, old, None, [Piece(Fate.REMOVED, old.text)]) for old in waiting]


def pieces(before: str, after: str) -> list[Piece]:
    """Word by word (letter by letter in Chinese)."""
    old, new = units(before), units(after)
    found: list[Piece] = []
    for tag, start, end, other, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(Fate.SAME, "".join(new[other:last])))
            continue
        if end > start:
            found.append(Piece(Fate.REMOVED, "".join(old[start:end])))
        if last > other:
            found.append(Piece(Fate.ADDED, "".join(new[other:last])))
    return found


def units(text: str) -> list[str]:
    found: list[str] = []
    for word in WORDS.findall(text):
        found += list(word) if any("\u4e00" <= letter <= "\u9fff" for letter in word) else [word]
    return found


def likeness(before: str, after: str) -> float:
    return SequenceMatcher(a=units(before), b=units(after), autojunk=False).ratio()


def words_only(text: str) -> str:
    return " ".join(text.split())
