"""Which entries of the register an excerpt may support. A person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from comity.texts.finding.crosslingual import Array, Space
from comity.texts.finding.cutting import cut
from comity.texts.finding.items import Id, Item, Scored
from comity.texts.finding.likeness import Likeness, likeness

BEST = 10
AT_ONCE = 1_000
"""Excerpts that lend each other words; what is more alike than an excerpt and a short title is two excerpts."""
NEIGHBOURS = 10
LENT = 0.5
"""Part of an excerpt's likeness that comes from its neighbours among the excerpts."""
MARGIN = 0.25
"""How much it counts that the best entry is far before the second: what is like everything is like nothing."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The practices that an excerpt may support, best first."""

    id: Id
    practices: tuple[Scored, ...]


def best(
    excerpts: Sequence[Item], practices: Sequence[Item], *, space: Space | None = None, number: int = BEST
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
        alike = likeness(cut([one.text for one in everything], [one.language for one in everything]), space)
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
    among = alike.all_with(rows, rows)
    np.fill_diagonal(among, 0)
    lent = neighbours(among) @ direct
    found = (1 - LENT) * direct + LENT * lent
    if found.shape[1] > 1:
        ordered = np.sort(found, axis=1)
        lead = np.where(found == ordered[:, -1:], found - ordered[:, -2:-1], 0)
        found = (found + MARGIN * lead) / (1 + MARGIN)
    return np.asarray(np.round(np.clip(found, 0, 1), 4), np.float32)


def neighbours(among: Array) -> Array:
    """Each excerpt's nearest others, weighted by how alike they are; rows add up to 1, or to 0 without any."""
    nearest = np.argsort(-among, axis=1, kind="stable")[:, :NEIGHBOURS]
    found = np.zeros_like(among)
    np.put_along_axis(found, nearest, np.take_along_axis(among, nearest, 1), 1)
    sums = found.sum(axis=1, keepdims=True)
    return np.asarray(found / np.where(sums > 0, sums, 1), np.float32)
