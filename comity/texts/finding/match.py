"""Which entries of the register an excerpt may support. A person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comity.texts.finding.crosslingual import Array, Space
from comity.texts.finding.cutting import cut
from comity.texts.finding.items import Id, Item, Scored
from comity.texts.finding.likeness import Likeness, likeness
from comity.texts.finding.plugged import Plugged

BEST = 10
AT_ONCE = 1_000
"""Excerpts that lend each other words: what is said of a practice at length is more alike than its short title."""
NEIGHBOURS = 20
STEPS = 3
OWN = 3.0
"""What an excerpt's own words count beside those of its neighbours, each of which counts by how alike it is."""
SURE = 10.0
"""How much an excerpt goes to its best practice alone when practices gather theirs (softmax)."""

NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Matches:
    """The practices that an excerpt may support, best first."""

    id: Id
    practices: tuple[Scored, ...]


def best(
    excerpts: Sequence[Item],
    practices: Sequence[Item],
    *,
    space: Space | None = None,
    plugged: Plugged | None = None,
    number: int = BEST,
) -> Iterator[Matches]:
    """Matches for each excerpt, in order. Scores lie in 0..1, four decimals; of equal ones the earlier is first.

    Several items with the same id are one practice in several words or languages.
    """
    known: dict[Id, list[int]] = {}
    for at, practice in enumerate(practices):
        known.setdefault(practice.id, []).append(at)
    for start in range(0, len(excerpts), AT_ONCE):
        some = excerpts[start : start + AT_ONCE]
        everything = [*some, *practices]
        words = [one.text for one in everything]
        alike = likeness(
            cut(words, [one.language for one in everything]), space, plugged=plugged, words=words
        )
        scores = scored(alike, len(some), list(known.values()))
        for one, row in zip(some, scores, strict=True):
            order = np.argsort(-row, kind="stable")[:number]
            ids = list(known)
            named = [Scored(ids[at], round(float(row[at]), 4)) for at in order.tolist() if row[at] > 0]
            yield Matches(one.id, tuple(named))


def scored(alike: Likeness, number: int, practices: Sequence[Sequence[int]]) -> Array:
    """(excerpts x practices), 0..1, rounded."""
    rows = np.arange(number)
    if not practices:
        return np.zeros((number, 0), np.float32)
    single = alike.all_with(rows, np.arange(number, len(alike.languages)))
    direct = np.stack([single[:, list(some)].max(axis=1) for some in practices], axis=1)
    if number == 1:
        return np.asarray(np.round(direct, 4), np.float32)
    among = alike.all_with(rows, rows)
    np.fill_diagonal(among, 0)
    return np.asarray(np.round(np.clip(leading(gathered(spread(direct, among), among)), 0, 1), 4), np.float32)


def spread(direct: Array, among: Array) -> Array:
    """Likeness to practices, lent from neighbour to neighbour among the excerpts."""
    near = neighbours(among)
    found = direct
    for _ in range(STEPS):
        found = (OWN * direct + near @ found) / (OWN + near.sum(axis=1, keepdims=True))
    return np.asarray(found, np.float32)


def gathered(lent: Array, among: Array) -> Array:
    """Each practice gathers the excerpts that seem to be its own; an excerpt is then compared with these too."""
    found = lent
    for _ in range(STEPS):
        own = np.exp(SURE * (found - found.max(axis=1, keepdims=True)))
        own = own / own.sum(axis=1, keepdims=True) * found
        others = own.sum(axis=0, keepdims=True) - own
        found = (lent + among @ own / np.maximum(others, NOTHING)).astype(np.float32)
    return np.asarray(found / 2, np.float32)


def leading(found: Array) -> Array:
    """The best practice counts more by how far it is before the second: what is like everything is like nothing."""
    if found.shape[1] < 2:
        return found
    ordered = np.sort(found, axis=1)
    return np.where(found == ordered[:, -1:], found + ordered[:, -1:] - ordered[:, -2:-1], found)


def neighbours(among: Array) -> Array:
    """How alike each excerpt and its nearest others are; 0 for those farther away."""
    nearest = np.argsort(-among, axis=1, kind="stable")[:, :NEIGHBOURS]
    found = np.zeros_like(among)
    np.put_along_axis(found, nearest, np.take_along_axis(among, nearest, 1), 1)
    return found
