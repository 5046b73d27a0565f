"""Which groups an excerpt may join, across delegations and languages. A person decides; nothing is joined here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.texts.finding import duplicates
from comity.texts.finding.crosslingual import Array, Space
from comity.texts.finding.cutting import cut
from comity.texts.finding.items import Group, Id, Item, Scored
from comity.texts.finding.likeness import Likeness, likeness
from comity.texts.finding.plugged import Plugged

BEST = 10
"""Groups named for an item at most."""
SUPPORTERS = 5
"""A group counts by the mean of its members most like the item, its title among them as one more: so a new group of
one is not forgotten beside a large one, and a title written early helps."""
AT_ONCE = 256
"""Items compared together; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups an item may join, best first, and the items that say nearly the same words, in the order given."""

    id: Id
    groups: tuple[Scored, ...]
    duplicates: tuple[Id, ...]


def suggest(
    items: Sequence[Item],
    groups: Sequence[Group],
    *,
    space: Space | None = None,
    common: Mapping[str, Array] | None = None,
    plugged: Plugged | None = None,
    best: int = BEST,
) -> Iterator[Grouping]:
    """A Grouping for each item, in order. Scores lie in 0..1, four decimals; of equal ones the earlier group is first.

    Duplicates are sought among the items and the members of groups. `common` and `plugged` are likeness's.
    """
    joined = [(number, one) for number, group in enumerate(groups) for one in group.members]
    titles = [(number, one) for number, group in enumerate(groups) for one in group.titles]
    everything = [*items, *(one for _, one in joined), *(one for _, one in titles)]
    texts = cut([one.text for one in everything], [one.language for one in everything])
    near = duplicates.found(texts)
    alike = likeness(
        texts, space, common=common, centre=True, plugged=plugged, words=[one.text for one in everything]
    )
    first_title = len(items) + len(joined)
    scores = Scores(
        alike,
        np.arange(len(items), len(everything)),
        np.array([number for number, _ in [*joined, *titles]], np.int64),
        first_title,
        len(groups),
    )
    for start in range(0, len(items), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(items)))
        for row, some in zip(rows.tolist(), scores.of(rows, best), strict=True):
            named = tuple(Scored(groups[number].id, score) for number, score in some)
            others = tuple(dict.fromkeys(everything[other].id for other in near[row] if other < first_title))
            yield Grouping(items[row].id, named, others)


@dataclass(frozen=True, slots=True)
class Scores:
    """What is compared with the items: members and, from `first_title` on, titles, each of a group."""

    alike: Likeness
    columns: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    first_title: int
    number: int

    def of(self, rows: npt.NDArray[np.int64], best: int) -> list[list[tuple[int, float]]]:
        """For each row its best groups with their scores, those of 0 left out."""
        if not self.number or not len(self.columns):
            return [[] for _ in rows]
        columns, alike = self.alike.nearest(rows, self.columns)
        sums = self._sums(columns, alike)
        ranked = []
        for row in np.round(sums, 4):
            order = np.argsort(-row, kind="stable")[:best]
            ranked.append([(int(at), round(float(row[at]), 4)) for at in order if row[at] > 0])
        return ranked

    def _sums(self, columns: npt.NDArray[np.int64], alike: Array) -> Array:
        """(rows x groups): the mean of the best members' likeness and the best title's."""
        title = columns >= self.first_title
        found = best_of(alike, self.groups[columns - self.columns[0]], ~title, SUPPORTERS, self.number)
        titled = best_of(alike, self.groups[columns - self.columns[0]], title, 1, self.number)
        of_title = self.columns >= self.first_title
        members = np.bincount(self.groups[~of_title], minlength=self.number)
        has_title = np.bincount(self.groups[of_title], minlength=self.number) > 0
        most = np.minimum(members, SUPPORTERS) + has_title
        return np.asarray((found + titled) / np.maximum(most, 1), np.float32)


def best_of(
    alike: Array, groups: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_], number: int, of_groups: int
) -> Array:
    """(rows x groups): the sum of the highest `number` among the wanted columns of each group."""
    rows, columns = np.nonzero(wanted & (alike > 0))
    keys = rows * of_groups + groups[rows, columns]
    values = alike[rows, columns]
    order = np.lexsort((-values, keys))
    keys, values = keys[order], values[order]
    place = np.arange(len(keys)) - np.searchsorted(keys, keys)
    kept = place < number
    sums = np.bincount(keys[kept], weights=values[kept], minlength=len(alike) * of_groups)
    return np.asarray(sums.reshape(len(alike), of_groups), np.float32)
