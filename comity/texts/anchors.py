"""Anchors of paragraphs: short, spoken over a telephone, the same when a file is read again.

An anchor is made of the words of the paragraph alone (letters and digits, without case, spaces, punctuation and
marks), so that neither a reread file, nor other paragraphs, nor their numbering can change it. Paragraphs with the
same words are told apart by their neighbours before them, then by their order. Docs: decisions/0003.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from comity.texts.model import Block

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
"""27 signs without vowels and look-alikes."""
_NO_LETTER = re.compile(r"[\W_ـ]+")  # marks, joiners and directions among them
LENGTH = 6
"""27**6 = 387 million: two paragraphs of a statement of 1,000 meet by chance once in 700 statements."""


def assign(blocks: Iterable[Block]) -> list[str]:
    """An anchor for each block, in order; unique within the list."""
    words = [essence(block.text) for block in blocks]
    often = Counter(words)
    taken: set[str] = set()
    anchors = []
    for place, word in enumerate(words):
        # A repeated paragraph ("Thank you, Chair.") is known by what stands before it.
        known_by = word if often[word] == 1 else f"{word}\n{words[place - 1] if place else ''}"
        anchor, turn = short(known_by), 1
        while anchor in taken:
            turn += 1
            anchor = short(f"{known_by}\n{turn}")
        taken.add(anchor)
        anchors.append(anchor)
    return anchors


def essence(text: str) -> str:
    """What makes a paragraph itself: its letters and digits, composed alike and without case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def short(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    signs = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)
