"""How alike the texts of one input are: by their words and letters within a language, by the space across languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from comity.texts.finding.crosslingual import Array, Space, centred, load, means
from comity.texts.finding.cutting import Cut, is_function_word
from comity.texts.finding.plugged import OWN_WORDS as OWN_WORDS_PLUGGED
from comity.texts.finding.plugged import Plugged
from comity.texts.finding.wordwise import Wordwise, finer, wordwise

LETTERS = (3, 4, 5)
OWN_WORDS = 0.9
"""Weight of words and letters beside the space's, between two texts of one language."""
WORD_BY_WORD = 0.7
"""Weight of pairs of words beside the space's, between texts of two languages."""
FEW = 6_000
"""Texts that each item is compared with one by one. Of more, the nearest by the space alone are."""
NEAREST = 128
KEPT = 512
"""Of those compared one by one; no group is the best by members that are farther away."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Texts made ready to be compared; each is known by its number."""

    vectors: Array
    lexical: sparse.csr_matrix
    languages: npt.NDArray[np.str_]
    own_words: float = OWN_WORDS
    words: Wordwise | None = None
    """To compare word by word what is near across languages; None where a plugged model compares, and where so many
    texts are compared that their words would not be looked at, or fill the memory."""

    def all_with(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Array:
        """(rows x columns), 0..1."""
        across = self.vectors[rows] @ self.vectors[columns].T
        within = (self.lexical[rows] @ self.lexical[columns].T).toarray()
        same = self.languages[rows][:, None] == self.languages[columns][None, :]
        if self.words is not None and not same.all() and len(columns) <= FEW:
            across = finer(across, self.words, rows, columns, only=~same, weight=WORD_BY_WORD)
        return self._both(across, within, same)

    def nearest(
        self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], Array]:
        """For each row some of the columns and how alike they are: all, or the nearest of many."""
        if len(columns) <= FEW:
            return strongest(
                np.broadcast_to(columns, (len(rows), len(columns))), self.all_with(rows, columns)
            )
        across = self.vectors[rows] @ self.vectors[columns].T
        places = np.argpartition(across, len(columns) - NEAREST, axis=1)[:, -NEAREST:]
        places.sort(axis=1)
        chosen = columns[places]
        within = self._within(rows, chosen)
        same = self.languages[rows][:, None] == self.languages[chosen]
        return chosen, self._both(np.take_along_axis(across, places, 1), within, same)

    def _within(self, rows: npt.NDArray[np.int64], chosen: npt.NDArray[np.int64]) -> Array:
        """Products of each row with its own columns; the row is spread out, since few of many columns are asked."""
        found = np.zeros(chosen.shape, np.float32)
        spread = np.zeros(self.lexical.shape[1], np.float32)
        for at, (row, columns) in enumerate(zip(rows, chosen, strict=True)):
            features = slice(*self.lexical.indptr[row : row + 2])
            spread[self.lexical.indices[features]] = self.lexical.data[features]
            found[at] = self.lexical[columns] @ spread
            spread[self.lexical.indices[features]] = 0
        return found

    def _both(self, across: Array, within: Array, same: npt.NDArray[np.bool_]) -> Array:
        own = self.own_words * within + (1 - self.own_words) * across
        return np.clip(np.where(same, own, across), 0, 1).astype(np.float32)


def strongest(columns: npt.NDArray[np.int64], alike: Array) -> tuple[npt.NDArray[np.int64], Array]:
    """The KEPT columns that are most alike to each row, in their order."""
    if columns.shape[1] <= KEPT:
        return columns, alike
    places = np.argpartition(alike, columns.shape[1] - KEPT, axis=1)[:, -KEPT:]
    places.sort(axis=1)
    return np.take_along_axis(columns, places, 1), np.take_along_axis(alike, places, 1)


def likeness(
    texts: Cut,
    space: Space | None = None,
    *,
    common: Mapping[str, Array] | None = None,
    centre: bool = False,
    plugged: Plugged | None = None,
    words: Sequence[str] = (),
) -> Likeness:
    """Make the texts ready. What words are worth is counted in these texts alone: the same input, the same answer.

    `common` is what the texts of the occasion share (`crosslingual.means`), where these are some of many: what sets
    them apart is compared then, not what they have in common with all. `centre`: these texts are the
    occasion. `plugged` compares in place of the space; it reads the texts themselves, which are `words` then.
    """
    if plugged is not None:
        vectors = plugged.vectors(words)
        if common is None:
            common = plugged.common(vectors, texts.languages, of_these=centre)
        vectors = centred(vectors, texts.languages, common)
        return Likeness(vectors, lexical(texts), np.array(texts.languages), OWN_WORDS_PLUGGED)
    space = space or load()
    if common is not None:
        vectors = centred(space.of(texts), texts.languages, common)
    else:
        vectors = space.graded(space.of(texts))
        if centre:
            vectors = centred(vectors, texts.languages, means(vectors, texts.languages))
    compared = len(set(texts.languages)) > 1 and len(texts) <= 2 * FEW
    pairs = wordwise(texts, space) if compared else None
    return Likeness(vectors, lexical(texts), np.array(texts.languages), words=pairs)


def lexical(texts: Cut) -> sparse.csr_matrix:
    """(texts x features): words and pieces of words, half each, without function words; rows of length 1."""
    telling = np.array([not is_function_word(word) for word in texts.words], bool)
    rows, columns, number = texts.counts(telling)
    counts = sparse.csr_matrix((number, (rows, columns)), shape=(len(texts), len(texts.words)))
    terms = indicator([[term] for term, _ in texts.words])
    letters = indicator([pieces(form) for _, form in texts.words])
    halves = [weighted(counts @ terms), weighted(counts @ letters)]
    return sparse.hstack(halves, format="csr").multiply(np.float32(np.sqrt(0.5))).tocsr()


def pieces(form: str) -> list[str]:
    edged = f" {form} " if form else ""
    return [edged[at : at + length] for length in LETTERS for at in range(len(edged) - length + 1)]


def indicator(features: list[list[str]]) -> sparse.csr_matrix:
    """(words x features)."""
    known: dict[str, int] = {}
    owners, columns = [], []
    for at, some in enumerate(features):
        columns += [known.setdefault(one, len(known)) for one in some]
        owners += [at] * len(some)
    shape = (len(features), len(known))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), (owners, columns)), shape=shape)


def weighted(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Counts damped, weighted by how few texts have them, and each row brought to length 1."""
    found = counts.tocsr().astype(np.float32)
    found.sum_duplicates()
    found.data = 1 + np.log(found.data)
    spread = np.bincount(found.indices, minlength=found.shape[1])
    found = (found @ sparse.diags_array(np.log((1 + found.shape[0]) / (1 + spread)) + 1)).tocsr()
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    scaled = sparse.diags_array(1 / np.where(lengths > 0, lengths, 1)) @ found
    return scaled.tocsr().astype(np.float32)
