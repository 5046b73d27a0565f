"""Matching and grouping: key points, groups, the same paragraph and clause across languages, and how it grows.

`python -m bench.finding_group [PART...]`. Intervals hold 95 % of 1,000 bootstrap samples, by topic or by document.
Models that are measured are learnt from other documents than those measured; the one that ships only from those that
may be shipped, to which key points do not belong.
"""

from __future__ import annotations

import csv
import itertools
import os
import random
import re
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import Target, show
from comity.texts import read
from comity.texts.finding import crosslingual, group, match, training
from comity.texts.finding.crosslingual import Space, nearness
from comity.texts.finding.cutting import cut
from comity.texts.finding.items import Group, Item
from comity.texts.finding.suggest import Suggester
from comity.texts.finding.wordwise import finer, wordwise
from comity.texts.model import LANGUAGES
from tools.train_finding import council, distinct, sentences

SEED = 7
SHORTEST = 60
"""Letters of an English paragraph that is looked for: shorter ones are said in many resolutions alike."""


def interval(values: Sequence[float]) -> str:
    """95 % of the means of samples drawn with repetition."""
    chance = np.random.default_rng(SEED)
    means = chance.choice(np.asarray(values, float), (1000, len(values))).mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"[{low:.3f}, {high:.3f}]"


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def overlap(one: str, other: str) -> float:
    """The trivial baseline: words in common, of all words of both."""
    left, right = words_of(one), words_of(other)
    return len(left & right) / len(left | right) if left | right else 0.0


# Key points: arguments of one topic and stance against its key points.


class Debate:
    """One topic and stance of ArgKP-2021. `labels` (arguments x key points): 1 matching, 0 not, -1 undecided."""

    def __init__(
        self,
        topic: str,
        stance: str,
        arguments: list[Any],
        points: list[Any],
        labels: dict[tuple[Any, Any], int],
    ) -> None:
        self.topic, self.stance = topic, stance
        self.arguments = [Item(one["arg_id"], one["argument"], "en") for one in arguments]
        self.points = [Item(one["key_point_id"], one["key_point"], "en") for one in points]
        self.labels = np.array(
            [[labels.get((one.id, point.id), -1) for point in self.points] for one in self.arguments]
        )


def debates(data: Path, split: str) -> list[Debate]:
    def rows(name: str) -> list[dict[str, str]]:
        with open(
            data / "kpa2021" / "kpm_data" / f"{name}_{split}.csv", encoding="utf-8", newline=""
        ) as file:
            return list(csv.DictReader(file))

    arguments, points = rows("arguments"), rows("key_points")
    labels = {(one["arg_id"], one["key_point_id"]): int(one["label"]) for one in rows("labels")}
    return [
        Debate(
            topic,
            stance,
            [one for one in arguments if (one["topic"], one["stance"]) == (topic, stance)],
            [one for one in points if (one["topic"], one["stance"]) == (topic, stance)],
            labels,
        )
        for topic, stance in sorted({(one["topic"], one["stance"]) for one in points})
    ]


def precision(scores: np.ndarray, labels: np.ndarray, undecided: int) -> float:
    """The shared task's final scorer for one topic and stance: each argument's best key point, the best-scored half,
    average precision times the share of matches in it."""
    best, score = scores.argmax(axis=1), scores.max(axis=1)
    gold = labels[np.arange(len(labels)), best]
    half = np.argsort(-score, kind="stable")[: len(score) // 2]
    gold = np.where(gold < 0, undecided, gold)[half]
    if not gold.sum():
        return 0.0
    return float((np.cumsum(gold) / np.arange(1, len(gold) + 1))[gold == 1].mean() * gold.mean())


def matched(debate: Debate) -> np.ndarray:
    place = {point.id: at for at, point in enumerate(debate.points)}
    found = np.zeros((len(debate.arguments), len(place)))
    for row, one in enumerate(match.best(debate.arguments, debate.points)):
        for practice in one.practices:
            found[row, place[practice.id]] = practice.score
    return found


def overlapped(debate: Debate) -> np.ndarray:
    return np.array([[overlap(a.text, p.text) for p in debate.points] for a in debate.arguments])


def key_points(data: Path) -> list[bool]:
    """R12: `match` on ArgKP dev topics; the few weights of `match` were chosen on the train topics."""
    given = debates(data, "dev")
    ours, trivial = [matched(one) for one in given], [overlapped(one) for one in given]
    for one, scores in zip(given, ours, strict=True):
        strict, relaxed = (precision(scores, one.labels, undecided) for undecided in (0, 1))
        print(f"  {one.topic[:50]:<52}{one.stance:>3}  strict {strict:.3f}  relaxed {relaxed:.3f}")
    met = []
    for undecided, name, target in ((0, "strict", 0.66), (1, "relaxed", 0.85)):
        values = [precision(s, one.labels, undecided) for one, s in zip(given, ours, strict=True)]
        base = [precision(s, one.labels, undecided) for one, s in zip(given, trivial, strict=True)]
        print(f"  {name} {interval(values)}, token overlap {np.mean(base):.3f} {interval(base)}")
        met.append(show(f"key points, mAP {name}", float(np.mean(values)), target=Target(at_least=target)))
    return met


# Groups: each argument, left out, against the groups of the others.


def groups(data: Path) -> list[bool]:
    """R12: `group` on ArgKP train topics; tenths of the arguments are in turn without a group."""
    given = debates(data, "train")
    within = [value for one in given for value in asked([one], 3)]
    pooled = asked(given, 5)
    met = []
    for name, values, target, trivial in (
        ("within a topic, top 3", within, 0.96, chance_of(given, 3, apart=True)),
        ("of all groups, top 5", pooled, 0.92, chance_of(given, 5, apart=False)),
    ):
        print(f"  {name}: {interval([float(v) for v in values])} of {len(values)}, by chance {trivial:.3f}")
        met.append(show(f"right group {name}", float(np.mean(values)), target=Target(at_least=target)))
    return met


def asked(given: Sequence[Debate], first: int) -> list[bool]:
    """For each argument with a key point: is one of its groups among the first named?"""
    gold = {
        one.id: {debate.points[at].id for at in np.flatnonzero(row == 1)}
        for debate in given
        for one, row in zip(debate.arguments, debate.labels, strict=True)
    }
    everyone = [one for debate in given for one in debate.arguments if gold[one.id]]
    random.Random(SEED).shuffle(everyone)
    titles = [point for debate in given for point in debate.points]
    found = []
    for turn in range(10):
        left_out = everyone[turn::10]
        away = {one.id for one in left_out}
        members: dict[object, list[Item]] = defaultdict(list)
        for one in everyone:
            if one.id not in away:
                for name in gold[one.id]:
                    members[name].append(one)
        joined = [Group(title.id, members[title.id], [title]) for title in titles]
        for answer in group.suggest(left_out, joined, best=first):
            found.append(bool(gold[answer.id] & {one.id for one in answer.groups}))
    return found


def chance_of(given: Sequence[Debate], first: int, *, apart: bool) -> float:
    """How often the right group is among the first of a shuffled list."""
    total = sum(len(one.points) for one in given)
    values = []
    for one in given:
        many = len(one.points) if apart else total
        for right in (one.labels == 1).sum(axis=1):
            if right:
                missed = np.prod([(many - right - at) / (many - at) for at in range(min(first, many))])
                values.append(1 - max(missed, 0))
    return float(np.mean(values))


# The same paragraph across languages.


def looked_for(data: Path) -> list[dict[str, str]]:
    """Paragraphs of 2021 in six languages, said once in each and not said in 2020."""
    earlier = list(council(data, ("2020",)))
    found = [one for one in council(data, ("2021",)) if len(one) == 6 and len(one["en"]) >= SHORTEST]
    for language in LANGUAGES:
        said = Counter(one[language] for one in found)
        before = {one.get(language) for one in earlier}
        found = [one for one in found if said[one[language]] == 1 and one[language] not in before]
    return found


def across(data: Path) -> list[bool]:
    """R12: Security Council paragraphs of 2021 by a space learnt from 2020; each of the thirty pairs."""
    space = training.fit(distinct(council(data, ("2020",))), seed=SEED)
    paragraphs = looked_for(data)
    print(f"  {len(paragraphs)} paragraphs of 2021 to choose from")
    return recalls(space, paragraphs, LANGUAGES, Target(at_least=0.98))


def recalls(
    space: Space, paragraphs: list[dict[str, str]], languages: Sequence[str], target: Target
) -> list[bool]:
    many = len(paragraphs)
    texts = {language: [one[language] for one in paragraphs] for language in languages}
    listed = cut(
        [one[language] for language in languages for one in paragraphs], np.repeat(languages, many).tolist()
    )
    ours = dict(zip(languages, np.split(space.of(listed), len(languages)), strict=True))
    words = wordwise(listed, space)
    plain = {name: letters(some) for name, some in texts.items()}
    met, trivial = [], []
    for one, other in itertools.permutations(languages, 2):
        rows, columns = (np.arange(many) + many * languages.index(name) for name in (one, other))
        near = finer(nearness(ours[one], ours[other]), words, rows, columns)
        right = near.argmax(axis=1) == np.arange(many)
        base = (plain[one] @ plain[other].T).argmax(axis=1) == np.arange(len(paragraphs))
        trivial.append(base.mean())
        name = f"same paragraph {one}-{other} {interval(right.astype(float))}"
        met.append(show(f"{name} letters {base.mean():.3f}", float(right.mean()), target=target))
    print(f"  character n-grams, mean of pairs {np.mean(trivial):.3f}")
    return met


def letters(texts: Sequence[str], size: int = 4096) -> np.ndarray:
    """The trivial baseline: runs of three letters, hashed."""
    found = np.zeros((len(texts), size), np.float32)
    for row, text in enumerate(texts):
        for at in range(len(text) - 2):
            found[row, hash_of(text[at : at + 3]) % size] += 1
    return np.asarray(crosslingual.unit(np.log1p(found)))


def hash_of(piece: str) -> int:
    value = 0
    for letter in piece:
        value = value * 1_000_003 + ord(letter)
    return value


def documents(data: Path) -> list[bool]:
    """R12: sentences of United Nations documents; the space has seen six tenths of them, and the Council's."""
    rest = distinct(sentences(data))
    random.Random(SEED).shuffle(rest)
    cut_at = len(rest) * 6 // 10
    space = training.fit([*distinct(council(data)), *rest[:cut_at]], seed=SEED)
    left = [one for one in rest[cut_at:] if len(one) == 3]
    for language in ("en", "es", "ar"):
        said = Counter(one[language] for one in left)
        left = [one for one in left if said[one[language]] == 1]
    print(f"  {len(left)} sentences to choose from")
    return recalls(space, left, ("en", "es", "ar"), Target(at_least=0.97))


# The same clause, said again in another language.


def clauses(data: Path) -> list[bool]:
    """R12: clauses that several resolutions of 2021 repeat with changes, each text in a language drawn by lot.

    From which likeness on two texts are called the same clause is chosen on one half of the clauses and measured on
    the other, then the other way round. Whole documents of 2020 taught the space.
    """
    space = training.fit(distinct(council(data, ("2020",))), seed=SEED)
    given = families(data, ("2021",))
    random.Random(SEED).shuffle(given)
    chance = random.Random(SEED)
    met = []
    for name, languages in (("mixed", LANGUAGES), ("all English", ("en",))):
        halves = [drawn(half, languages, chance) for half in (given[::2], given[1::2])]
        for method, vectors in (
            ("ours", lambda texts, told: space.graded(space.vectors(texts, told))),
            ("character n-grams", lambda texts, told: letters(texts)),
        ):
            ready = [(vectors(texts, told), owners) for texts, told, owners in halves]
            turns = [
                pair_f1(*ready[1 - tuned], best_threshold(*ready[tuned]))[0] for tuned in range(len(ready))
            ]
            target = Target(at_least=0.80) if (name, method) == ("mixed", "ours") else None
            number = sum(len(owners) for _, owners in ready)
            told = (
                f"same clause, {name}, {method}, {number} texts [{min(turns):.3f}, {max(turns):.3f}]: pair F1"
            )
            met.append(show(told, float(np.mean(turns)), target=target))
    return met


def drawn(
    given: list[list[dict[str, str]]], languages: Sequence[str], chance: random.Random
) -> tuple[list[str], list[str], np.ndarray]:
    """Texts, their languages and to which clause they belong."""
    texts, told, owners = [], [], []
    for owner, family in enumerate(given):
        for one in family:
            told.append(chance.choice(languages))
            texts.append(one[told[-1]])
            owners.append(owner)
    return texts, told, np.array(owners)


def families(data: Path, years: Sequence[str]) -> list[list[dict[str, str]]]:
    """Paragraphs whose English versions share six words in ten, two to a family at least."""
    given = [one for one in distinct(council(data, years)) if len(one) == 6 and len(one["en"]) >= SHORTEST]
    sets = [words_of(one["en"]) for one in given]
    owner = list(range(len(given)))

    def root(at: int) -> int:
        while owner[at] != at:
            at = owner[at]
        return at

    for one, other in itertools.combinations(range(len(given)), 2):
        common = len(sets[one] & sets[other])
        if common * 10 >= 6 * (len(sets[one]) + len(sets[other]) - common):
            owner[root(other)] = root(one)
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for at, row in enumerate(given):
        found[root(at)].append(row)
    return [some for some in found.values() if len(some) > 1]


def pair_f1(vectors: np.ndarray, owners: np.ndarray, threshold: float) -> tuple[float, float]:
    upper = np.triu_indices(len(owners), 1)
    said = (vectors @ vectors.T)[upper] >= threshold
    gold = (owners[:, None] == owners[None, :])[upper]
    right = (said & gold).sum()
    return (2 * right / (said.sum() + gold.sum()) if right else 0.0), threshold


def best_threshold(vectors: np.ndarray, owners: np.ndarray) -> float:
    return max(pair_f1(vectors, owners, at / 50) for at in range(1, 50))[1]


# How it grows.


def growth(data: Path) -> list[bool]:
    """R12: excerpts with group suggestions, half of them joined to groups so far."""
    sizes = (1_000, 10_000, 100_000)
    texts = [
        (language, one[language])
        for one in [*council(data), *sentences(data)]
        for language in LANGUAGES
        if one.get(language)
    ]
    chance = random.Random(SEED)
    met = []
    for size in sizes:
        items = [Item(at, *noisy(chance.choice(texts), texts, chance)) for at in range(size)]
        halves = items[: size // 2], items[size // 2 :]
        many = max(size // 20, 1)
        joined = [Group(at, halves[1][at::many]) for at in range(many)]
        start = time.perf_counter(), time.process_time()
        answers = sum(1 for _ in group.suggest(halves[0], joined))
        took, used = time.perf_counter() - start[0], time.process_time() - start[1]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"  {size} excerpts, {many} groups, {answers} answers: {took:.1f} s ({used:.1f} s of processor)"
        )
        last = size == sizes[-1]
        met.append(show(f"{size} excerpts, seconds", took, target=Target(at_most=300) if last else None))
        met.append(show(f"{size} excerpts, GB", memory, target=Target(at_most=4) if last else None))
    return met


def whole(data: Path) -> list[bool]:
    """R12: 10,000 paragraphs in 100 files read and cited, scored, and compared each with each, in two processes."""
    texts = [
        (language, one[language])
        for one in [*council(data), *sentences(data)]
        for language in LANGUAGES
        if one.get(language)
    ]
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / f"{number}.txt" for number in range(100)]
        for name in names:
            some = [noisy(chance.choice(texts), texts, chance)[0] for _ in range(100)]
            name.write_text("\n\n".join(some), encoding="utf-8")
        start = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            parts = list(pool.map(worked, names))
        vectors = np.vstack([part for _, _, part in parts])
        nearest = [
            np.argpartition(-(vectors[at : at + 500] @ vectors.T), 10, axis=1)[:, :10]
            for at in range(0, len(vectors), 500)
        ]
        took = time.perf_counter() - start
    cited, scored = (sum(part[at] for part in parts) for at in (0, 1))
    print(f"  {len(vectors)} paragraphs, {cited} citations, {scored} scores, {len(nearest)} blocks compared")
    return [show(f"{len(vectors)} paragraphs, seconds", took, target=Target(at_most=60))]


def worked(path: Path) -> tuple[int, int, np.ndarray]:
    """Citations and scores counted, and the vectors of a file's paragraphs."""
    reading = read(path)
    items = [Item(at, one.text, one.language) for at, one in enumerate(reading.paragraphs)]
    scores = Suggester().score(items)
    vectors = crosslingual.load().vectors([one.text for one in items], [one.language for one in items])
    return len(reading.citations), len(scores), vectors


def noisy(given: tuple[str, str], texts: list[tuple[str, str]], chance: random.Random) -> tuple[str, str]:
    """The text with one word in eight taken from another, and its language."""
    language, text = given
    parted, glue = (list(text), "") if language == "zh" else (text.split(), " ")
    other = chance.choice(texts)[1].split()
    for at in range(chance.randrange(8), len(parted), 8):
        parted[at] = other[at % len(other)]
    return glue.join(parted), language


PARTS: dict[str, Callable[[Path], list[bool]]] = {
    "key_points": key_points,
    "groups": groups,
    "across": across,
    "documents": documents,
    "clauses": clauses,
    "growth": growth,
    "whole": whole,
}


def measured(data: Path, names: Sequence[str] = ()) -> list[bool]:
    met = []
    for name in names or PARTS:
        print(f"{name}: {(PARTS[name].__doc__ or '').splitlines()[0]}", flush=True)
        met += PARTS[name](data)
    return met


def main() -> int:
    data = Path(os.environ.get("COMITY_DATA", "../shared/data"))
    if not (data / "kpa2021").is_dir():
        print("COMITY_DATA names no folder with the test sets; nothing measured.")
        return 0
    return 0 if all(measured(data, sys.argv[1:])) else 1


if __name__ == "__main__":
    sys.exit(main())
