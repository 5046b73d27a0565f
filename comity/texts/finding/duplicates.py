"""Which texts say nearly the same words: by runs of three words, through MinHash and locality-sensitive hashing.

Found, never removed: the same words from several delegations are the support of what they say. Source: Broder, On the
resemblance and containment of documents, 1997.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from comity.texts.finding.cutting import Cut, Word

Hashes = npt.NDArray[np.uint64]

RUN = 3
"""Words taken together. Chinese words are its characters."""
BANDS, IN_BAND = 16, 4
NEARLY = 0.6
"""Share of runs that two texts have in common, of all that they have: estimated from 64 samples."""
AT_ONCE = 400
"""Different texts of one bucket that are compared with each other; a bucket with more is taken in turns."""
_NONE = np.uint64(2**64 - 1)


def found(texts: Cut) -> list[list[int]]:
    """For each text the numbers of those nearly the same, in ascending order; none for a text without a word."""
    signs = signatures(texts)
    kinds, kind_of = np.unique(signs, axis=0, return_inverse=True)
    kind_of = kind_of.ravel()
    alike: list[list[int]] = [[number] for number in range(len(kinds))]
    for one, other in pairs(kinds):
        alike[one].append(other)
        alike[other].append(one)
    members: list[list[int]] = [[] for _ in kinds]
    for text, kind in enumerate(kind_of.tolist()):
        members[kind].append(text)
    empty = (signs == _NONE).all(1)
    answers = []
    for text, kind in enumerate(kind_of.tolist()):
        others = sorted(other for one in alike[kind] for other in members[one] if other != text)
        answers.append([] if empty[text] else others)
    return answers


def pairs(kinds: Hashes) -> list[tuple[int, int]]:
    """Numbers of different signatures that are nearly the same, the lower first."""
    near: set[tuple[int, int]] = set()
    for band in range(BANDS):
        keys = mixed(kinds[:, band * IN_BAND : (band + 1) * IN_BAND])
        for bucket in buckets(keys):
            same = (kinds[bucket][:, None, :] == kinds[bucket][None, :, :]).mean(2) >= NEARLY
            rows, columns = np.nonzero(np.triu(same, 1))
            near.update(zip(bucket[rows].tolist(), bucket[columns].tolist(), strict=True))
    return sorted(near)


def buckets(keys: Hashes) -> Iterator[npt.NDArray[np.int64]]:
    """Numbers with the same key, two at least."""
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    for bucket in np.split(order, edges):
        for start in range(0, len(bucket), AT_ONCE):
            part = np.sort(bucket[start : start + AT_ONCE])
            if len(part) > 1:
                yield part


def signatures(texts: Cut) -> Hashes:
    """(texts x 64): for each of 64 orders of all runs, which run of the text comes first."""
    runs, owners = runs_of(texts)
    found = np.full((len(texts), BANDS * IN_BAND), _NONE, np.uint64)
    if len(runs):
        filled, starts = np.unique(owners, return_index=True)
        for number in range(BANDS * IN_BAND):
            found[filled, number] = np.minimum.reduceat(scrambled(runs, number), starts)
    return found


def runs_of(texts: Cut) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The hash of each run of words, and its text; a text of fewer words is one run."""
    of_word = np.array([hashed(word) for word in texts.words], np.uint64)
    with_form = np.array([bool(word[1]) for word in texts.words], bool)
    kept = with_form[texts.ids]
    owners = texts.of_text()[kept]
    values = of_word[texts.ids][kept]
    with np.errstate(over="ignore"):
        runs = values.copy()
        for step in range(1, RUN):
            same = np.zeros(len(owners), bool)
            same[:-step] = owners[:-step] == owners[step:]
            following = np.zeros_like(values)
            following[:-step] = values[step:]
            runs = np.where(same, runs * np.uint64(0x9E3779B97F4A7C15) + following, runs)
        whole = np.zeros(len(owners), bool)
        whole[: 1 - RUN] = owners[: 1 - RUN] == owners[RUN - 1 :]
        first = np.r_[True, np.diff(owners) > 0][: len(owners)]
    chosen = whole | first
    return runs[chosen], owners[chosen]


def hashed(word: Word) -> int:
    return int.from_bytes(hashlib.blake2b(word[1].encode(), digest_size=8).digest(), "big")


def scrambled(values: Hashes, seed: int) -> Hashes:
    """Another order of all values for each seed (the finaliser of SplitMix64)."""
    with np.errstate(over="ignore"):
        values = values + np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def mixed(columns: Hashes) -> Hashes:
    """One hash of several columns."""
    found = np.zeros(len(columns), np.uint64)
    for number in range(columns.shape[1]):
        found = scrambled(found ^ columns[:, number], number)
    return found
