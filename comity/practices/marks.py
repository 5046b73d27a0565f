"""Sentences of a practice's text and the marks "[1]" by which they name the words they rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = re.compile(r"\[(\d{1,3})\]")
_END = re.compile(
    r"""
    (?: [。！？]                                   # Chinese: no blank follows
      | [.!?؟…] ["”»’)\]]* (?=\s|\[\d|$) )        # else a blank, a mark or the end
    ["”»’]*
    (?: \s* \[\d{1,3}\] )*                        # marks behind the stop belong to the sentence before it
    """,
    re.VERBOSE,
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[«“])(?:paras?|arts?|nos?|para|sec|ch|vol|p|pp|cf|e\.g|i\.e|etc|mr|mrs|ms|dr|st|vs|v|núm|"
    r"п|пп|ст|рис|г|гг|т\.е|[a-zа-я])\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`marks`: numbers of the sources that it names."""

    text: str
    marks: tuple[int, ...]


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text in any of the six languages; a new line ends one too. Marks alone are no sentence."""
    found = []
    for line in text.splitlines():
        begin = 0
        for end in _END.finditer(line):
            if is_abbreviation(line[begin : end.end()], line[end.end() :]):
                continue
            found.append(line[begin : end.end()])
            begin = end.end()
        found.append(line[begin:])
    return [
        Sentence(piece.strip(), tuple(int(number) for number in MARK.findall(piece)))
        for piece in found
        if MARK.sub("", piece).strip()
    ]


def is_abbreviation(before: str, after: str) -> bool:
    """Whether the stop belongs to a shortened word: known ones, and any that a small letter or a digit follows."""
    rest = after.lstrip()
    return (bool(_ABBREVIATED.search(before)) and bool(rest)) or rest[:1].islower()


def marks(text: str) -> set[int]:
    return {int(number) for number in MARK.findall(text)}


def without_marks(text: str) -> str:
    """The text without its marks and the blanks before them."""
    return re.sub(r"\s*\[\d{1,3}\]", "", text)
