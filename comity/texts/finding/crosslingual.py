"""A space in which a paragraph and its translation lie close together, whichever of the six languages they are in.

A text is the sum of its words, a word the sum of its stem and of the letters in it, each a row of arrays that ship
with Comity (`space/`; what they were learnt from stands in its `model.json`). Numbers and document symbols are the same
in every language: they are hashed into dimensions of their own. So is every word of a language that is none of the six.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from comity.texts.finding.cutting import Cut, Whole, Word, cut, is_number
from comity.texts.model import LANGUAGES

Array = npt.NDArray[np.float32]

SHIPPED = Path(__file__).with_name("space")
LETTERS = (4, 5)
"""Lengths of the pieces of words, their edges marked by blanks."""
HASHED = 128
"""Dimensions for numbers, and for languages that the space does not know."""
NUMBERS = 1.2
"""Weight of what is hashed beside what is learnt, where there is much of it; half of it for a single number."""
FADING = 0.3
"""Power of its place by which a dimension is divided where likeness is graded."""
GRADED_NUMBERS = 0.85
"""Weight of numbers there."""
COMMON = 10
"""So many texts of a language have as much as not to say what is common to all."""
AT_ONCE = 2_000
"""Texts whose words are looked up together; bounds the memory."""


def parts(word: Word) -> list[str]:
    """The features of a word: its term, and the pieces of its form, which begin with "#"."""
    term, form = word
    if len(form) < LETTERS[0] - 1:  # Chinese characters and bigrams, "of"
        return [term]
    edged = f" {form} "
    pieces = [f"#{edged[at : at + length]}" for length in LETTERS for at in range(len(edged) - length + 1)]
    return [term, *pieces]


@dataclass(frozen=True, slots=True)
class Space:
    """Learnt arrays: row `features[language][feature]` is the vector of a feature, its weight included."""

    features: dict[str, dict[str, int]]
    rows: npt.NDArray[np.uint8]
    """Two numbers in a byte, each 0..15, of which 8 stands for nothing; more digits would change no answer."""
    scales: npt.NDArray[np.float32]
    card: dict[str, Any]
    """What the arrays were learnt from, and how."""

    @property
    def learnt(self) -> int:
        """Dimensions that come first in every vector."""
        return 2 * int(self.rows.shape[1])

    @property
    def dimensions(self) -> int:
        return self.learnt + HASHED

    def of_features(self, at: Sequence[int] | Whole) -> Array:
        """The vectors of features, by their rows."""
        packed = self.rows[at]
        values = (
            np.stack([packed >> 4, packed & 15], axis=2).reshape(len(at), self.learnt).astype(np.float32) - 8
        )
        return np.asarray(values * self.scales[at][:, None], np.float32)

    def vectors(self, texts: Sequence[str], languages: Sequence[str | None] | None = None) -> Array:
        """One row of length 1 (or 0, where a text has no word) for each text; their products are cosines.

        A language is one of the six, "und" for any other, None where it is to be identified. A text's vector depends
        on that text alone, so that vectors may be kept and compared with those of later texts.
        """
        return self.of(cut(texts, languages))

    def of(self, texts: Cut) -> Array:
        """The vectors of texts that are cut already."""
        found = np.zeros((len(texts), self.dimensions), np.float32)
        told = np.array(texts.languages)
        rows, columns, number = texts.counts()
        weight = (1 + np.log(number)).astype(np.float32)
        for language in sorted(set(texts.languages)):
            of_language = np.flatnonzero(told == language)
            for start in range(0, len(of_language), AT_ONCE):
                block = of_language[start : start + AT_ONCE]
                at = np.flatnonzero(np.isin(rows, block))
                where = np.searchsorted(rows[at], block)
                found[block] = self._block(texts.words, columns[at], weight[at], where, language)
        return found

    def graded(self, vectors: Array) -> Array:
        """Vectors whose products say how alike two texts are, where plain ones say best which of many is nearest.

        What sets the very translation apart from its neighbours (later dimensions, numbers) counts less: the same
        clause with another date is the same clause.
        """
        places = np.arange(1, self.learnt + 1, dtype=np.float32)
        lengths = np.linalg.norm(vectors[:, : self.learnt], axis=1, keepdims=True)
        inside = unit(vectors[:, : self.learnt] / places ** np.float32(FADING))
        outside = vectors[:, self.learnt :] / np.where(lengths > 0, lengths, 1)
        return unit(np.hstack([inside, outside * np.float32(GRADED_NUMBERS / NUMBERS)]))

    def _block(
        self, listed: Sequence[Word], columns: Whole, weight: Array, where: Whole, language: str
    ) -> Array:
        from scipy import sparse  # here, since few starts of the site need it

        known = self.features.get(language, {})
        used, chosen = np.unique(columns, return_inverse=True)
        wanted = [listed[at] for at in used]
        same = np.array([is_number(word) or not known for word in wanted], bool)
        sums = sparse.csr_matrix((weight, chosen, np.append(where, len(chosen))), (len(where), len(wanted)))
        inside = unit(sums @ self.of_words(wanted, language))
        outside = saturated(sums @ hashes(wanted, same))
        return unit(np.hstack([inside, np.float32(NUMBERS) * outside]))

    def of_words(self, wanted: Sequence[Word], language: str) -> Array:
        """The vector of each word: the sum of its features' vectors."""
        from scipy import sparse

        known = self.features.get(language, {})
        chosen: list[int] = []
        ends = [0]
        for word in wanted:
            if not is_number(word):
                chosen += [known[part] for part in parts(word) if part in known]
            ends.append(len(chosen))
        used, columns = np.unique(np.array(chosen, np.int64), return_inverse=True)
        ones = np.ones(len(chosen), np.float32)
        sums = sparse.csr_matrix((ones, columns, ends), (len(wanted), len(used)))
        return np.asarray(sums @ self.of_features(used), np.float32)


def hashes(wanted: Sequence[Word], same: npt.NDArray[np.bool_]) -> Array:
    """A vector of length 1 for each word that is the same everywhere, nothing for the others; one form, one vector."""
    found = np.zeros((len(same), HASHED), np.float32)
    forms = [word[1] for word in wanted]
    at = [number for number in np.flatnonzero(same).tolist() if forms[number]]
    if at:
        digests = b"".join(
            hashlib.blake2b(forms[number].encode(), digest_size=HASHED // 8).digest() for number in at
        )
        bits = np.unpackbits(np.frombuffer(digests, np.uint8)).reshape(len(at), HASHED)
        found[at] = (bits.astype(np.float32) * 2 - 1) / np.float32(np.sqrt(HASHED))
    return found


def saturated(rows: Array) -> Array:
    """The rows at lengths below 1, the shorter the less was summed."""
    return np.asarray(rows / (1 + np.linalg.norm(rows, axis=1, keepdims=True)), np.float32)


def unit(rows: Array) -> Array:
    """The rows at length 1; a row of nothing stays nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)


def means(vectors: Array, languages: Sequence[str], middle: Array | None = None) -> dict[str, Array]:
    """What the texts of a collection have in common in each language: their mean, nearer to `middle` (nothing) where
    there are few.

    It is the manner of the occasion and not what anybody says, and differs from language to language; without it two
    texts of one language seem alike, and some are everybody's neighbour.
    """
    told = np.array(languages)
    before = np.float32(COMMON) * (np.zeros(vectors.shape[1], np.float32) if middle is None else middle)
    return {
        language: np.asarray(
            (vectors[told == language].sum(0) + before) / ((told == language).sum() + COMMON), np.float32
        )
        for language in sorted(set(languages))
    }


def centred(vectors: Array, languages: Sequence[str], common: Mapping[str, Array]) -> Array:
    """Vectors without what the texts of their language have in common, at length 1; for texts of the occasion from
    which `common` was made."""
    found, told = vectors.copy(), np.array(languages)
    for language in common.keys() & set(languages):
        found[told == language] -= common[language]
    return unit(found)


def nearness(one: Array, other: Array, neighbours: int = 5) -> Array:
    """Cosines, less what makes a text everybody's neighbour: cross-domain similarity local scaling (CSLS).

    (n, d) and (m, d) give (n, m), about -1..1, for ranking. Source: Conneau et al., Word translation without
    parallel data, 2018.
    """
    cosines = one @ other.T
    rows = mean_of_best(cosines, neighbours)[:, None]
    columns = mean_of_best(cosines.T, neighbours)[None, :]
    return np.asarray(cosines - (rows + columns) / 2, np.float32)


def mean_of_best(values: Array, number: int) -> Array:
    number = min(number, values.shape[1])
    return np.asarray(np.partition(values, -number, axis=1)[:, -number:].mean(1), np.float32)


def save(space: Space, folder: Path) -> None:
    """Write the arrays as plain NumPy files and the features as text: nothing that could run."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "rows.npy", space.rows, allow_pickle=False)
    np.save(folder / "scales.npy", space.scales.astype(np.float16), allow_pickle=False)
    for language in LANGUAGES:
        listed = sorted(space.features.get(language, {}).items(), key=lambda entry: entry[1])
        (folder / f"{language}.txt").write_text("".join(f"{at}\t{name}\n" for name, at in listed), "utf-8")
    text = json.dumps(space.card, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


@cache
def load(folder: Path = SHIPPED) -> Space:
    """The space kept in a folder, the one that ships by default; read once."""
    features = {language: listed(folder / f"{language}.txt") for language in LANGUAGES}
    rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
    scales = np.load(folder / "scales.npy", allow_pickle=False).astype(np.float32)
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    return Space(features, rows, scales, card)


def listed(path: Path) -> dict[str, int]:
    """Feature -> row."""
    found = {}
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        at, name = line.split("\t", 1)
        found[name] = int(at)
    return found
