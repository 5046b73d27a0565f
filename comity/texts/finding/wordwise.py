"""Two texts in two languages compared word by word: which word of one is which word of the other.

The sum of its words says what a text is about, and finds a translation among a few that are about the same. This
tells these few apart: each word of one text is paired with a word of the other, none twice, so that the pairs are as
alike as can be and stand about where they should. A name that the space never saw is known by its consonants, in
whatever script. It takes a tenth of a millisecond a pair, so it is for the nearest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from comity.texts.finding.crosslingual import Array, Space, hashes, unit
from comity.texts.finding.cutting import Cut, Whole, Word, is_function_word, is_number

CANDIDATES = 40
"""Nearest by the space, to be compared word by word."""
ROUNDING = 1e-5
LONGEST = 80
"""Words of a text that are compared, those that tell most; bounds the time."""
NAMES = 0.6
"""How alike two words are at least that have the same consonants."""
CONSONANTS = 3
"""Of a word at least, to be known by them."""
FUNCTION_WORDS = 0.25
"""What a function word weighs beside another that is as frequent."""
PLACE = 0.5
"""What a pair loses when one of its words opens its text and the other closes its own."""
WEIGHT = 3.0
"""Of the pairs, beside nearness."""


SOUNDS = {
    letter: sound
    for sound, letters in {
        "b": "bp бп بپ",
        "t": "t т تطث",
        "g": "gj гж جغگ",
        "k": "ckq кх كقخک",
        "d": "d д دضذ",
        "r": "r р ر",
        "s": "sxz зсцчшщ سشصزظچ",
        "f": "fv вф فڤ",
        "l": "l л ل",
        "m": "m м م",
        "n": "n н ن",
    }.items()
    for letter in letters.replace(" ", "")
}
"""Consonants of three scripts by what they have in common: names are written after their sound, vowels at will."""


@dataclass(frozen=True, slots=True)
class Wordwise:
    """The words of many texts, ready to be paired. Of text n: `ids[n]`, rows of the arrays, and `places[n]`, 0..1."""

    vectors: Array
    weights: Array
    names: Whole
    """Words with the same consonants have the same number, those with too few -1."""
    ids: list[Whole]
    places: list[Array]

    def alike(self, one: int, other: int) -> float:
        """0..1: what the paired words weigh, each pair as much as it is alike, of what all words weigh."""
        left, right = self.ids[one], self.ids[other]
        if not len(left) or not len(right):
            return 0.0
        heavy, weighty = self.weights[left], self.weights[right]
        far = np.abs(self.places[one][:, None] - self.places[other][None, :])
        same = (self.names[left][:, None] == self.names[right][None, :]) & (self.names[left] >= 0)[:, None]
        worth = np.maximum(self.vectors[left] @ self.vectors[right].T, np.float32(NAMES) * same)
        worth *= np.minimum(heavy[:, None], weighty[None, :]) * (1 - PLACE * far)
        pairs = linear_sum_assignment(worth, maximize=True)
        return float(2 * worth[pairs].sum() / (heavy.sum() + weighty.sum()))


def wordwise(texts: Cut, space: Space) -> Wordwise:
    """A word weighs by how few of these texts of its language have it; one of which nothing is known, nothing."""
    told = np.array(texts.languages)
    known: dict[str, int] = {}
    parts: list[tuple[Array, Array, Whole]] = []
    ids: list[Whole] = [np.zeros(0, np.int64)] * len(texts)
    places: list[Array] = [np.zeros(0, np.float32)] * len(texts)
    first = 0
    for language in sorted(set(texts.languages)):
        some = np.flatnonzero(told == language)
        words = [texts.ids[texts.starts[at] : texts.starts[at + 1]].astype(np.int64) for at in some]
        used, spread = np.unique(np.concatenate([np.unique(one) for one in words]), return_counts=True)
        wanted = [texts.words[at] for at in used.tolist()]
        parts.append(described(wanted, np.log((1 + len(some)) / (1 + spread)) + 1, space, language, known))
        for at, one in zip(some.tolist(), words, strict=True):
            chosen, places[at] = telling(np.searchsorted(used, one), parts[-1][1])
            ids[at] = chosen + first
        first += len(used)
    vectors, weights, names = (np.concatenate([part[at] for part in parts]) for at in range(3))
    return Wordwise(vectors, weights, names, ids, places)


def described(
    wanted: list[Word], rarity: npt.NDArray[np.float64], space: Space, language: str, known: dict[str, int]
) -> tuple[Array, Array, Whole]:
    """Vectors of length 1, by what the space learnt of a word and a number's figures; weights; consonants."""
    numbers = np.array([is_number(word) for word in wanted], bool)
    vectors = np.hstack([unit(space.of_words(wanted, language)), hashes(wanted, numbers)])
    kept = ["" if is_number(word) else consonants(word[1]) for word in wanted]
    names = [known.setdefault(one, len(known)) if len(one) >= CONSONANTS else -1 for one in kept]
    found = np.array(names, np.int64)
    rarity = rarity * np.where([is_function_word(word) for word in wanted], FUNCTION_WORDS, 1)
    told = (np.linalg.norm(vectors, axis=1) > 0) | (found >= 0)
    return vectors, np.where(told, rarity, 0).astype(np.float32), found


def consonants(form: str) -> str:
    """What is heard of a word whatever the script: "Khalid", "Халид" and "خالد" are all "kld"."""
    plain = unicodedata.normalize("NFD", form.lower().removeprefix("ال"))
    heard = "".join(SOUNDS.get(letter, "") for letter in re.sub("c(?=[eih])", "s", plain))
    return re.sub(r"(.)\1+", r"\1", heard)


def telling(words: Whole, weight: Array) -> tuple[Whole, Array]:
    """Each word of a text once, the LONGEST that weigh most, and where it stands first."""
    once, first = np.unique(words, return_index=True)
    kept = np.flatnonzero(weight[once] > 0)
    kept = kept[np.argsort(-weight[once[kept]], kind="stable")[:LONGEST]]
    return once[kept], ((first[kept] + 0.5) / max(len(words), 1)).astype(np.float32)


def finer(
    near: Array,
    words: Wordwise,
    rows: Sequence[int] | Whole,
    columns: Sequence[int] | Whole,
    *,
    only: npt.NDArray[np.bool_] | None = None,
    weight: float = WEIGHT,
) -> Array:
    """Nearness (rows x columns) with the candidates of each row set apart by their pairs of words: those with more
    than the row's others rise, those with less sink. `only` (rows x columns): where there may be candidates."""
    number = min(CANDIDATES, near.shape[1])
    found = near.copy()
    asked = near if only is None else np.where(only, near, -np.inf)
    for at, row in enumerate(rows):
        least = np.partition(asked[at], -number)[-number]
        best = np.flatnonzero(
            np.isfinite(asked[at]) & (asked[at] >= least - ROUNDING)
        )  # the same words, the same
        if len(best) > 1:
            paired = np.array([words.alike(row, columns[place]) for place in best.tolist()], np.float32)
            found[at, best] += np.float32(weight) * (paired - paired.mean())
    return found
