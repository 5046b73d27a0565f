"""Learns from reviewers' own decisions which paragraphs they want.

A logistic regression for each label over words, letters, listed words and the marks of `suggest`, mixed with what
ships: the fewer decisions, the more the shipped weights say. A model is arrays and lists, never code, and the same
decisions give the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from comity.texts.finding import ENGINE, VERSION, cues
from comity.texts.finding.items import Id, Item
from comity.texts.finding.suggest import (
    ENOUGH,
    LABELS,
    WANTED,
    Marks,
    likeliest,
    mark,
    softmax,
    sums,
    weights,
)

Array = np.ndarray[Any, np.dtype[np.float64]]

OTHER = "other"
FLAG = 0.3
"""What a mark weighs beside a word that fills a sentence by itself."""
STRENGTH = 1.0
"""Inverse of the regularisation."""
SHIPPED = 150
"""The shipped weights count as much as so many decisions."""
FEWEST = 2
"""Examples of a label below which nothing is learnt of it."""
NEEDED = ENOUGH | {"recommendation": 0.3}
"""Chance from which a label is proposed: about half the F1 that is reached, where F1 is greatest (Lipton 2014)."""
_LETTERS_FROM = 200
"""Examples from which sequences of letters tell more than they cost."""
_LETTERS = (3, 5)
MODEL, ARRAYS = "model.json", "arrays.npz"


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph and what a reviewer called it: one of the five labels. `source` is the document it comes from."""

    text: str
    label: str
    language: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A model: which words count (`words`, `letters`), how rare they are, and what each label makes of them."""

    labels: tuple[str, ...]
    """Those learnt, without "other"; the shipped weights speak for the rest."""
    words: TfidfVectorizer
    letters: TfidfVectorizer | None
    coefficients: Array
    """A row for each label, a column for each word, letter sequence, mark, and shipped log-odds."""
    intercepts: Array
    trust: float
    """Share of the shipped weights in the log-odds, 0..1."""
    examples: int

    def chances(self, marks: Sequence[Marks]) -> list[dict[str, float]]:
        """Chance of each label; see `suggest.Model`."""
        if not marks:
            return []
        odds = prior(marks)
        if self.labels:
            table = features(marks, self.words, self.letters, odds)
            columns = [LABELS.index(label) for label in self.labels]
            learnt = table @ self.coefficients.T + self.intercepts
            odds[:, columns] = self.trust * odds[:, columns] + (1 - self.trust) * learnt
        return [shared(row, self.labels) for row in 1 / (1 + np.exp(-odds))]

    def label(self, chances: Mapping[str, float]) -> str:
        return likeliest(chances, NEEDED)


def shared(row: Array, learnt: Sequence[str]) -> dict[str, float]:
    """Chances that are together 1. What reviewers were never seen to choose is as good as other."""
    told = {
        label: float(chance)
        for label, chance in zip(LABELS[:-1], row, strict=True)
        if not learnt or label in learnt
    }
    total = max(1.0, sum(told.values()))
    told = {label: chance / total for label, chance in told.items()}
    return dict.fromkeys(LABELS, 0.0) | told | {OTHER: max(0.0, 1 - sum(told.values()))}


def fit(examples: Sequence[Example], *, letters: bool | None = None) -> Learned:
    """Learn from examples. Raises ValueError for a label that is none, or where there is nothing to tell apart."""
    check(examples)
    marks = [mark(Item(place, one.text, one.language)) for place, one in enumerate(examples)]
    return learnt_from(marks, [one.label for one in examples], letters=letters)


def check(examples: Sequence[Example]) -> None:
    unknown = sorted({one.label for one in examples} - set(LABELS))
    if unknown:
        raise ValueError(f"no such label: {', '.join(unknown)}; there are {', '.join(LABELS)}")
    if len({one.label for one in examples}) < 2:
        raise ValueError(
            "the examples must have at least two labels, for nothing can be told apart otherwise"
        )


def learnt_from(marks: Sequence[Marks], given: Sequence[str], *, letters: bool | None) -> Learned:
    counts = Counter(given)
    labels = tuple(one for one in LABELS[:-1] if FEWEST <= counts[one] < len(given))
    with_letters = len(marks) >= _LETTERS_FROM if letters is None else letters
    rare = 2 if len(marks) >= _LETTERS_FROM else 1
    words = vectorizer(rare).fit([tokens(one) for one in marks])
    sequences = vectorizer(rare + 1).fit([runs(one) for one in marks]) if with_letters else None
    table = features(marks, words, sequences, prior(marks))
    rows = [regression(table, [one == label for one in given]) for label in labels]
    width = table.shape[1]
    return Learned(
        labels=labels,
        words=words,
        letters=sequences,
        coefficients=np.array([row for row, _ in rows]).reshape(len(labels), width),
        intercepts=np.array([intercept for _, intercept in rows]),
        trust=SHIPPED / (SHIPPED + len(marks)),
        examples=len(marks),
    )


def regression(table: csr_matrix, right: Sequence[bool]) -> tuple[Array, float]:
    # With one thread sums are always made in one order, and short ones are faster.
    with threadpool_limits(limits=1, user_api="blas"):
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(
            table, np.array(right)
        )
    return fitted.coef_[0], float(fitted.intercept_[0])


def prior(marks: Sequence[Marks]) -> Array:
    """Log-odds of each label but "other" by the weights that ship, a row for each paragraph."""
    told = [softmax(sums(one.features)) for one in marks]
    chances = np.array([[one[label] for label in LABELS[:-1]] for one in told]).reshape(len(told), -1)
    odds: Array = np.log(chances / (1 - chances))
    return odds


def features(
    marks: Sequence[Marks], words: TfidfVectorizer, letters: TfidfVectorizer | None, odds: Array
) -> csr_matrix:
    """A row for each paragraph: words, letter sequences, marks, shipped log-odds."""
    names = flags()
    seen = np.array([[name in one.features for name in names] for one in marks], dtype=float)
    blocks = [words.transform([tokens(one) for one in marks])]
    if letters is not None:
        blocks.append(letters.transform([runs(one) for one in marks]))
    return hstack([*blocks, csr_matrix(seen * FLAG), csr_matrix(odds)]).tocsr()


def flags() -> list[str]:
    """The marks that have a weight, in a fixed order."""
    return sorted({name for told in weights().values() for name in told} - {"bias"})


def vectorizer(rare: int) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer=list, min_df=rare, sublinear_tf=True)


def tokens(marks: Marks) -> list[str]:
    """Words, pairs of words, and the listed words under their codes."""
    text = marks.item.text
    run = (
        [letter for letter in text if letter.isalnum()]
        if marks.language == "zh"
        else [one.form for one in cues.words(text, marks.language)]
    )
    told = [f"{one.code}={one.words.casefold()}" for one in marks.cues]
    return [*run, *(f"{first} {second}" for first, second in pairwise(run)), *told]


def runs(marks: Marks) -> list[str]:
    """Sequences of letters over the spaces, which extraction sets at will."""
    text = "".join(marks.item.text.casefold().split())
    shortest, longest = _LETTERS
    return [
        text[start : start + length]
        for length in range(shortest, longest + 1)
        for start in range(len(text) - length + 1)
    ]


class Queue:
    """Paragraphs that wait to be read, ranked anew after each decision in a few hundredths of a second.

    What costs time, the words of each, is done once; the ranks follow from the decisions alone, whatever their order.
    """

    def __init__(self, items: Iterable[Item], wanted: Sequence[str] = WANTED) -> None:
        """`wanted` are the labels that a reader looks for until decisions tell more."""
        marks = [mark(item) for item in items]
        self.places = {one.item.id: place for place, one in enumerate(marks)}
        chances = [softmax(sums(one.features)) for one in marks]
        shipped = np.array([sum(one[label] for label in wanted) for one in chances]).clip(1e-6, 1 - 1e-6)
        self.odds: Array = np.log(shipped / (1 - shipped))
        if marks:
            words = vectorizer(1).fit_transform([tokens(one) for one in marks])
            seen = np.array([[name in one.features for name in flags()] for one in marks], dtype=float)
            self.table = hstack([words, csr_matrix(seen * FLAG), csr_matrix(self.odds[:, None])]).tocsr()

    def ranked(self, decisions: Mapping[Id, bool]) -> dict[Id, float]:
        """Chance that each paragraph is wanted, 0..1, from what a reader wanted or not so far."""
        told = sorted((self.places[one], wanted) for one, wanted in decisions.items() if one in self.places)
        odds = self.odds
        right = [wanted for _, wanted in told]
        if FEWEST <= sum(right) < len(right):
            row, intercept = regression(self.table[[place for place, _ in told]], right)
            trust = SHIPPED / (SHIPPED + len(told))
            odds = trust * odds + (1 - trust) * (self.table @ row + intercept)
        chances = 1 / (1 + np.exp(-odds))
        return {one: float(chances[place]) for one, place in self.places.items()}


@dataclass(frozen=True, slots=True)
class Ranker:
    """What decisions make of paragraphs that were not in the queue: the chance that one is wanted."""

    model: Learned

    def wanted(self, items: Iterable[Item]) -> list[float]:
        chances = self.model.chances([mark(item) for item in items])
        return [sum(one[label] for label in WANTED) for one in chances]


def from_decisions(pairs: Sequence[tuple[Item, bool]]) -> Ranker:
    """Learn from paragraphs that a reader wanted or did not; a fifth of a second for five hundred.

    With decisions of one kind only, the shipped weights alone speak.
    """
    marks = [mark(item) for item, _ in pairs]
    return Ranker(learnt_from(marks, [WANTED[1] if wanted else OTHER for _, wanted in pairs], letters=False))


def save(model: Learned, folder: Path) -> None:
    """Write the two files of a model; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "engine": ENGINE,
        "version": VERSION,
        "labels": list(model.labels),
        "trust": model.trust,
        "examples": model.examples,
        "words": vocabulary(model.words),
        "letters": None if model.letters is None else vocabulary(model.letters),
        "flags": flags(),
    }
    (folder / MODEL).write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    arrays = {"coefficients": model.coefficients, "intercepts": model.intercepts, "words": model.words.idf_}
    if model.letters is not None:
        arrays["letters"] = model.letters.idf_
    with (folder / ARRAYS).open("wb") as file:
        np.savez(file, **{name: array.astype(np.float32) for name, array in arrays.items()})


def vocabulary(fitted: TfidfVectorizer) -> list[str]:
    return sorted(fitted.vocabulary_, key=fitted.vocabulary_.__getitem__)


def load(folder: Path) -> Learned:
    """Read a model. Raises OSError where there is none, ValueError where it is not whole or of another version."""
    told = json.loads((folder / MODEL).read_text(encoding="utf-8"))
    if (told.get("engine"), told.get("version"), told.get("flags")) != (ENGINE, VERSION, flags()):
        raise ValueError("the model was learnt by another version; learn it again with `comity learn`")
    with np.load(folder / ARRAYS, allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float64) for name in file.files}
    letters = told["letters"]
    return Learned(
        labels=tuple(told["labels"]),
        words=restored(told["words"], arrays["words"]),
        letters=None if letters is None else restored(letters, arrays["letters"]),
        coefficients=arrays["coefficients"],
        intercepts=arrays["intercepts"],
        trust=told["trust"],
        examples=told["examples"],
    )


def restored(words: Sequence[str], rarity: Array) -> TfidfVectorizer:
    found = TfidfVectorizer(
        analyzer=list, sublinear_tf=True, vocabulary={word: at for at, word in enumerate(words)}
    )
    found.idf_ = rarity
    return found
