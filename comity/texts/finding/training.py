"""Learns a space from texts that lie in several languages side by side: latent semantic indexing across languages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import linalg

from comity.texts.finding.crosslingual import Space, parts, unit
from comity.texts.finding.cutting import Cut, cut, is_number
from comity.texts.model import LANGUAGES

Segment = Mapping[str, str]
"""The same passage: language -> text."""

DIMENSIONS = 512
"""An even number. Sentences never seen are found the oftener the more there are, up to about 600."""
CONSIDERED = 24_000
"""Features of each language that are learnt together."""
FEATURES = 14_000
"""The most that are kept of each language."""
WHOLE = 4.0
"""Weight of a whole word beside one of its pieces, of which it has many."""
RARE = 2
"""Segments in which a feature stands at least."""
FLATTENED = 0.5
"""Power of the singular values by which the dimensions are divided: 0 lets the strongest rule, 1 makes all equal."""
FADING = 0.2
"""Power of its place by which a dimension is divided: the later ones find the very translation, the earlier ones say
the more reliably how alike two clauses are."""
PASSAGES = 4
"""To a dimension at least: with more dimensions the last would tell languages apart instead of joining them."""
NOTHING = 1e-3
"""Of the strongest dimension; what is weaker is rounding, which must not be divided into strength."""


def fit(
    segments: Sequence[Segment],
    *,
    seed: int = 0,
    dimensions: int = DIMENSIONS,
    features: int = FEATURES,
    card: Mapping[str, Any] | None = None,
) -> Space:
    """A space learnt from these segments; a segment may lack languages. Same segments, same seed: the same space."""
    blocks = [
        weighted([segment.get(language, "") for segment in segments], language, CONSIDERED)
        for language in LANGUAGES
    ]
    loadings = right_vectors(sparse.hstack([block for block, _, _ in blocks], format="csr"), dimensions, seed)
    found: dict[str, dict[str, int]] = {}
    kept: list[npt.NDArray[np.float64]] = []
    first = 0
    for language, (_, names, weights) in zip(LANGUAGES, blocks, strict=True):
        place = sum(len(part) for part in kept)
        found[language] = {name: place + at for at, name in enumerate(names[:features])}
        some = slice(first, first + len(found[language]))
        kept.append(loadings[some] * weights[:features, None])
        first += len(names)
    rows, scales = quantised(np.concatenate(kept))
    return Space(found, rows, scales, dict(card or {}, seed=seed, segments=len(segments)))


def weighted(
    texts: Sequence[str], language: str, most: int
) -> tuple[sparse.csr_matrix, list[str], npt.NDArray[np.float64]]:
    """(texts x features, each row of length 1), the features' names and their weights."""
    matrix, known = features_of(cut(texts, [language] * len(texts)))
    spread = np.bincount(matrix.indices, minlength=len(known))
    there = sum(bool(text) for text in texts)
    weight = np.log((1 + there) / (1 + spread)) + 1
    weight *= [1 if name.startswith("#") else WHOLE for name in known]
    names = sorted(known, key=lambda name: (-worth(name, spread[known[name]], there), name))
    names = [name for name in names if spread[known[name]] >= RARE][:most]
    kept = [known[name] for name in names]
    chosen = matrix[:, kept] @ sparse.diags(weight[kept])
    lengths = np.sqrt(np.asarray(chosen.multiply(chosen).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ chosen, names, weight[kept]


def features_of(texts: Cut) -> tuple[sparse.csr_matrix, dict[str, int]]:
    """(texts x features) and the column of each feature; numbers are left to hashing."""
    known: dict[str, int] = {}
    owners, columns = [], []
    for at, word in enumerate(texts.words):
        if not is_number(word):
            chosen = [known.setdefault(part, len(known)) for part in parts(word)]
            columns += chosen
            owners += [at] * len(chosen)
    of_words = sparse.csr_matrix(
        (np.ones(len(columns)), (owners, columns)), shape=(len(texts.words), len(known))
    )
    rows, at_words, number = texts.counts()
    of_texts = sparse.csr_matrix((1 + np.log(number), (rows, at_words)), shape=(len(texts), len(texts.words)))
    return (of_texts @ of_words).tocsr(), known


def worth(name: str, spread: int, total: int) -> float:
    """What a feature is likely to tell: found often enough, not everywhere; whole words before pieces."""
    return (0.5 if name.startswith("#") else 1) * math.sqrt(spread) * math.log((1 + total) / (1 + spread))


def right_vectors(matrix: sparse.csr_matrix, dimensions: int, seed: int) -> npt.NDArray[np.float64]:
    """(features x dimensions), strongest first, the seed giving the Lanczos method's first vector."""
    rank = max(1, min(dimensions, matrix.shape[0] // PASSAGES, min(matrix.shape) - 1))
    start = np.random.default_rng(seed).standard_normal(min(matrix.shape))
    _, strengths, turned = linalg.svds(matrix, k=rank, v0=start)
    order = [at for at in np.argsort(-strengths, kind="stable") if strengths[at] > NOTHING * strengths.max()]
    found = np.zeros((matrix.shape[1], dimensions))
    places = np.arange(1, len(order) + 1)
    found[:, : len(order)] = turned[order].T / strengths[order] ** FLATTENED / places**FADING
    return found


def quantised(values: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Whole numbers 1..15 around 8, two in a byte, and what each row is to be multiplied by.

    The few numbers that lie beyond 2.5 standard deviations are cut off, so that the many keep their differences.
    """
    largest = np.minimum(np.abs(values).max(axis=1), 2.5 * values.std(axis=1))
    scales = np.where(largest > 0, largest, 1) / 7
    whole = (np.clip(np.round(values / scales[:, None]), -7, 7) + 8).astype(np.uint8)
    return whole[:, ::2] * np.uint8(16) + whole[:, 1::2], scales.astype(np.float32)


def extended(space: Space, segments: Sequence[Segment]) -> Space:
    """The space with the words of these passages that it did not know, placed where the passages lie.

    A passage lies where its known words of all its languages put it; one without any gets a place by lot, the same at
    each run. What the space knew stays as it was, so that vectors kept before stay comparable but for new words.
    """
    known = {language: dict(names) for language, names in space.features.items()}
    centres = places(space, segments)
    rows, scales = [space.rows], [space.scales]
    for language in LANGUAGES:
        texts = [segment.get(language, "") for segment in segments]
        matrix, columns = features_of(cut(texts, [language] * len(texts)))
        names = [name for name in sorted(columns) if name not in known.setdefault(language, {})]
        if not names:
            continue
        chosen = matrix[:, [columns[name] for name in names]]
        vectors = unit((chosen.T @ centres).astype(np.float32)).astype(np.float64)
        some, factors = quantised(vectors * usual_length(space, language))
        first = sum(len(part) for part in rows)
        known[language].update({name: first + at for at, name in enumerate(names)})
        rows.append(some)
        scales.append(factors)
    card = dict(space.card, extended_by=len(segments) + int(space.card.get("extended_by", 0)))
    return Space(known, np.concatenate(rows), np.concatenate(scales), card)


def places(space: Space, segments: Sequence[Segment]) -> npt.NDArray[np.float64]:
    """(segments x learnt dimensions), rows of length 1."""
    dimensions = space.learnt
    sums = np.zeros((len(segments), dimensions), np.float32)
    for language in LANGUAGES:
        texts = [segment.get(language, "") for segment in segments]
        sums += unit(space.vectors(texts, [language] * len(texts))[:, :dimensions])
    lots = np.random.default_rng(len(segments)).standard_normal(sums.shape).astype(np.float32)
    nowhere = ~sums.any(axis=1)
    sums[nowhere] = lots[nowhere]
    return unit(sums).astype(np.float64)


def usual_length(space: Space, language: str) -> float:
    """Of the vectors of a language's features; 1 where it has none."""
    at = list(space.features.get(language, {}).values())
    if not at:
        return 1.0
    return float(np.median(np.linalg.norm(space.of_features(at), axis=1)))
