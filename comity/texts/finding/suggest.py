"""How likely a paragraph recommends or reports a practice, with the words that say so.

The words are those of cues.json, the weights those of weights.json: five kinds, one of them "other", compared by
their sums. Nothing is learnt from any meeting; `learn` does that.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from comity.texts.finding import clauses, cues
from comity.texts.finding.items import Id, Item
from comity.texts.languages import identify
from comity.texts.model import LANGUAGES

LABELS = ("practice", "recommendation", "commitment", "challenge", "other")
WANTED = ("practice", "recommendation")
"""The kinds whose chances together are the score."""
REASONS = {
    "ask": "verb",
    "operative": "verb",
    "commitment": "verb",
    "report": "verb",
    "wish": "modal",
    "modal": "modal",
    "need": "modal",
    "norm": "norm",
    "value": "norm",
    "challenge": "challenge",
    "rule": "rule",
    "actor": "actor",
    "measure": "measure",
    "instrument": "instrument",
    "courtesy": "courtesy",
}
"""Code of a cue -> code of a reason. What is not here (whether "we" speak) is no reason to show."""
TELLING = {
    "practice": ("report", "measure", "rule", "actor", "instrument"),
    "recommendation": (
        "ask",
        "operative",
        "modal",
        "need",
        "wish",
        "norm",
        "value",
        "actor",
        "measure",
        "instrument",
    ),
    "commitment": ("commitment", "actor", "measure", "instrument"),
    "challenge": ("challenge", "actor", "measure", "instrument"),
    "other": ("courtesy",),
}
"""Which cues speak for a label, the most telling first."""
MOST_REASONS = 6
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = re.compile(r"[,،，][\s”»\"]*$")
_QUESTION = re.compile(r"[?؟？]\s*$")
_OPENING = 30
"""Code points within which a verb opens a paragraph."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the paragraph that speak for the label: `words == text[start:end]`, offsets in code points."""

    code: str
    """verb, modal, norm, rule, actor, measure, instrument, challenge or courtesy."""
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the machine thinks of a paragraph: never more than a proposal."""

    id: Id
    score: float
    """Chance that the paragraph recommends or reports a practice, 0..1."""
    label: str
    reasons: tuple[Reason, ...]
    chances: tuple[tuple[str, float], ...]
    """Chance of each of the five labels; together 1."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is seen in one paragraph before anything is weighed."""

    item: Item
    language: str
    cues: tuple[cues.Cue, ...]
    features: frozenset[str]


class Model(Protocol):
    """What weighs the marks: the weights that ship, or those learnt from decisions."""

    def chances(self, marks: Sequence[Marks]) -> list[dict[str, float]]:
        """Chance of each label for each paragraph."""
        ...

    def label(self, chances: Mapping[str, float]) -> str:
        """The label to propose."""
        ...


class Suggester:
    """Scores paragraphs by the model in a folder that `learn` wrote, or by the weights that ship."""

    def __init__(self, model: Path | None = None) -> None:
        self.model: Model = Weights()
        if model is not None:
            from comity.texts.finding import learn  # only then are numpy and scikit-learn needed

            self.model = learn.load(model)

    def score(self, items: Iterable[Item]) -> list[Suggestion]:
        """A suggestion for each item, in their order."""
        marks = [mark(item) for item in items]
        return [
            suggestion(one, chances, self.model)
            for one, chances in zip(marks, self.model.chances(marks), strict=True)
        ]


def suggestion(marks: Marks, chances: dict[str, float], model: Model) -> Suggestion:
    label = model.label(chances)
    score = sum(chances.get(one, 0.0) for one in WANTED)
    return Suggestion(
        id=marks.item.id,
        score=round(min(1.0, score), 4),
        label=label,
        reasons=reasons(marks, label),
        chances=tuple((one, round(chances.get(one, 0.0), 4)) for one in LABELS),
    )


class Weights:
    """The weights that ship."""

    def chances(self, marks: Sequence[Marks]) -> list[dict[str, float]]:
        return [softmax(sums(one.features)) for one in marks]

    def label(self, chances: Mapping[str, float]) -> str:
        return likeliest(chances, ENOUGH)


ENOUGH = {"practice": 0.4, "recommendation": 0.25, "commitment": 0.35, "challenge": 0.35}
"""Chance from which a label is proposed: what is rare and wanted is worth a look before it is likelier than not."""


def likeliest(chances: Mapping[str, float], enough: Mapping[str, float]) -> str:
    """Of the labels that reach their chance the one that passes it most, "other" where none does."""
    reached = [one for one in LABELS if one in enough and chances.get(one, 0.0) >= enough[one]]
    return max(reached, key=lambda one: chances[one] / enough[one], default="other")


def sums(features: Iterable[str]) -> dict[str, float]:
    """The sum of the weights of each label; that of "other" is 0."""
    told = weights()
    found = dict.fromkeys(features, 1.0) | {"bias": 1.0}
    return {label: sum(told[label].get(name, 0.0) for name in found) for label in LABELS[:-1]} | {
        "other": 0.0
    }


@cache
def weights() -> dict[str, dict[str, float]]:
    read: dict[str, dict[str, float]] = json.loads(
        files("comity.texts.finding").joinpath("weights.json").read_text(encoding="utf-8")
    )
    return read


def softmax(sums: Mapping[str, float]) -> dict[str, float]:
    most = max(sums.values())
    powers = {label: math.exp(value - most) for label, value in sums.items()}
    total = sum(powers.values())
    return {label: power / total for label, power in powers.items()}


def mark(item: Item) -> Marks:
    language = item.language if item.language in LANGUAGES else identify(item.text)[0]
    found = cues.found(item.text, language)
    return Marks(item, language, tuple(found), frozenset(features(item.text, language, found)))


_WITH_OWN = ("ask", "operative", "commitment", "report", "modal", "need")
"""Cues that weigh otherwise where "we" or "our" stand beside them."""


def features(text: str, language: str, found: Sequence[cues.Cue]) -> Iterable[str]:
    """The names of the weights that count for a paragraph."""
    counts = Counter(one.code for one in found)
    for code, number in counts.items():
        yield code
        if number > 1:
            yield SEVERAL[code]
        if "own" in counts and code in _WITH_OWN:
            yield f"own {code}"
    if any(one.code in ("ask", "operative") and one.start < _OPENING for one in found):
        yield "opening"
    part = clauses.part(text, language)
    if part == "operative":
        yield "clause"
    if part == "preambular" and _ENDS.search(text):
        yield "preamble"
    if "courtesy" in counts and is_courtesy(text, language, found):
        yield "mostly courtesy"
    yield from shape(text, language)


SEVERAL = {
    "own": "owns", "modal": "modals", "need": "needs", "wish": "wishes", "ask": "asks", "operative": "operatives",
    "norm": "norms", "value": "values", "commitment": "commitments", "report": "reports", "rule": "rules",
    "challenge": "challenges", "actor": "actors", "measure": "measures", "instrument": "instruments",
    "courtesy": "courtesies",
}  # fmt: skip
"""A code found more than once has a weight of its own besides."""


def shape(text: str, language: str) -> Iterable[str]:
    if length(text, language) < _SHORT:
        yield "short"
    if _QUESTION.search(text):
        yield "question"
    if any(not _YEAR.fullmatch(number) for number in _DIGITS.findall(text)[1:]):
        yield "figures"
    if _YEAR.search(text):
        yield "year"


_SHORT = 6


def length(text: str, language: str) -> int:
    """In words; two Chinese characters count as one."""
    return len(text) // 2 if language == "zh" else len(text.split())


def courtesy(text: str, language: str) -> bool:
    """Whether a paragraph is thanks, forms of address or good wishes and no more; such ones may be set aside."""
    return is_courtesy(text, language, cues.found(text, language))


_SENTENCE = re.compile(r"[^.!?؟。！？;；]+[.!?؟。！？;；]*")
_SUBSTANCE = ("modal", "ask", "operative", "report", "challenge")
_LONGEST_COURTESY = 45
"""Words."""


def is_courtesy(text: str, language: str, found: Sequence[cues.Cue]) -> bool:
    """Each sentence has a courtesy or is very short, and none says anything that would count."""
    if length(text, language) > _LONGEST_COURTESY:
        return False
    for sentence in _SENTENCE.finditer(text):
        codes = {one.code for one in found if sentence.start() <= one.start < sentence.end()}
        if codes.intersection(_SUBSTANCE) and not (
            codes >= {"courtesy"} and codes.isdisjoint(_SUBSTANCE[:3])
        ):
            return False
        if "courtesy" not in codes and length(sentence[0], language) >= _SHORT:
            return False
    return any(one.code == "courtesy" for one in found)


def reasons(marks: Marks, label: str) -> tuple[Reason, ...]:
    """The words that speak for the label, the most telling codes first, at most two of each, by place."""
    chosen: list[cues.Cue] = []
    for code in TELLING[label]:
        chosen += [one for one in marks.cues if one.code == code][:2]
    chosen = sorted(chosen[:MOST_REASONS], key=lambda one: (one.start, one.end))
    return tuple(Reason(REASONS[one.code], one.words, one.start, one.end) for one in chosen)
