"""What learning from some decisions is worth on others: figures for `comity learn`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from comity.texts.finding import learn
from comity.texts.finding.items import Item
from comity.texts.finding.suggest import LABELS, mark


@dataclass(frozen=True, slots=True)
class Figure:
    """How a label is proposed for examples that the model had not seen."""

    label: str
    right: int
    proposed: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.proposed + self.wanted) if self.right else 0.0


def held_out(examples: Sequence[learn.Example], *, parts: int = 5, seed: int = 0) -> list[Figure]:
    """Learn from all parts but one and propose for that one, in turn; sources are never torn apart."""
    learn.check(examples)
    proposed = [learn.OTHER] * len(examples)
    for part in parted(examples, parts, seed):
        rest = [one for place, one in enumerate(examples) if place not in part]
        if len({one.label for one in rest}) < 2:
            continue
        model = learn.fit(rest)
        marks = [mark(Item(place, examples[place].text, examples[place].language)) for place in sorted(part)]
        for one, chances in zip(marks, model.chances(marks), strict=True):
            proposed[int(one.item.id)] = model.label(chances)
    pairs = list(zip(proposed, (one.label for one in examples), strict=True))
    return [
        Figure(
            label,
            right=sum(pair == (label, label) for pair in pairs),
            proposed=sum(first == label for first, _ in pairs),
            wanted=sum(second == label for _, second in pairs),
        )
        for label in LABELS
        if any(second == label for _, second in pairs)
    ]


def parted(examples: Sequence[learn.Example], parts: int, seed: int) -> list[set[int]]:
    """Places of the examples in parts of about the same size, those of one source together."""
    sources: dict[str, list[int]] = {}
    for place, one in enumerate(examples):
        sources.setdefault(one.source or f"\0{place}", []).append(place)
    order = sorted(sources)
    random.Random(seed).shuffle(order)  # noqa: S311 - no secret
    found: list[set[int]] = [set() for _ in range(min(parts, len(order)))]
    for source in order:
        min(found, key=len).update(sources[source])
    return found
