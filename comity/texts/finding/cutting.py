"""Many texts cut into words once, kept as numbers, for all that compares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.texts import words
from comity.texts.languages import identify
from comity.texts.words import FUNCTION_WORDS

Word = tuple[str, str]
"""A term and the form it was found in, as comity.texts.words cuts them; the form of a second reading is empty."""
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cut:
    """`ids[starts[n]:starts[n + 1]]` are the words of text n in their order, each a place in `words`."""

    words: list[Word]
    ids: npt.NDArray[np.int32]
    starts: Whole
    languages: list[str]

    def __len__(self) -> int:
        return len(self.languages)

    def of_text(self) -> Whole:
        """For each of `ids` the number of its text."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def counts(
        self, only: npt.NDArray[np.bool_] | None = None
    ) -> tuple[Whole, Whole, npt.NDArray[np.float64]]:
        """Texts, words and how often the word stands in the text, ordered by text, then word."""
        texts, chosen = self.of_text(), self.ids.astype(np.int64)
        if only is not None:
            kept = only[chosen]
            texts, chosen = texts[kept], chosen[kept]
        size = max(len(self.words), 1)
        keys, number = np.unique(texts * size + chosen, return_counts=True)
        return keys // size, keys % size, number.astype(np.float64)


def cut(texts: Sequence[str], languages: Sequence[str | None] | None = None) -> Cut:
    """Cut the texts; a language that is None is identified."""
    given = list(languages) if languages is not None else [None] * len(texts)
    told = [language or identify(text)[0] for text, language in zip(texts, given, strict=True)]
    numbers: dict[Word, int] = {}
    ids: list[int] = []
    starts = [0]
    for text, language in zip(texts, told, strict=True):
        ids += [
            numbers.setdefault((token.term, token.form), len(numbers)) for token in words.cut(text, language)
        ]
        starts.append(len(ids))
    return Cut(list(numbers), np.array(ids, np.int32), np.array(starts, np.int64), told)


def is_number(word: Word) -> bool:
    return any(letter.isdigit() for letter in word[0])


def is_function_word(word: Word) -> bool:
    return word[1] in FUNCTION_WORDS
