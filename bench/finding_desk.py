"""What the desk shows as said alike, on our own gold: grouped paragraphs of the sample in six languages.

For each paragraph of a group: is one of the same group, of another document, among the six shown (hit), and how early
do all of them come (mean average precision)? Beside it what the comparison was before, and chance.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np

from bench.figures import show
from bench.finding_suggest import GOLD
from comity.texts.finding import crosslingual

SHOWN = 6
SEED = 0


def ranked(alike: np.ndarray, documents: np.ndarray, groups: np.ndarray) -> tuple[list[float], list[float]]:
    """(hit among the first, average precision) of each paragraph that has a fellow in another document."""
    hits, precisions = [], []
    for at in np.flatnonzero(groups >= 0):
        others = np.flatnonzero(documents != documents[at])
        fellows = groups[others] == groups[at]
        if fellows.any():
            right = fellows[np.argsort(-alike[at, others], kind="stable")]
            hits.append(float(right[:SHOWN].any()))
            precisions.append(float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean()))
    return hits, precisions


def measured(languages: Sequence[str], texts: Sequence[str]) -> dict[str, np.ndarray]:
    space = crosslingual.load()
    plain = space.vectors(texts, languages)
    centred = crosslingual.centred(plain, languages, crosslingual.means(plain, languages))
    graded = space.graded(plain)
    chance = np.random.default_rng(SEED).random((len(texts), len(texts)))
    return {
        "as the desk shows it": centred @ centred.T,
        "plain vectors": plain @ plain.T,
        "graded vectors": graded @ graded.T,
        "by chance": chance,
    }


def main() -> int:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    documents = np.array([one["document"] for one in gold])
    groups = np.array([-1 if one["group"] is None else one["group"] for one in gold])
    for name, alike in measured([one["language"] for one in gold], [one["text"] for one in gold]).items():
        hits, precisions = ranked(alike, documents, groups)
        show(
            f"said alike, {name}: a fellow among the first {SHOWN}, {len(hits)} paragraphs",
            float(np.mean(hits)),
        )
        show(f"said alike, {name}: mean average precision", float(np.mean(precisions)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
