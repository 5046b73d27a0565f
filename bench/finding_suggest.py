"""Suggestions: proposals in speeches, the effort of reading, when to stop, resolutions, review reports, our own gold.

`python -m bench.finding_suggest [PART...]`. Intervals hold 95 % of 1,000 bootstrap samples of whole documents.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import recommendations
from bench.figures import Target, show
from comity.texts import attribution
from comity.texts.finding import clauses, heldout, learn, stopping
from comity.texts.finding.items import Id, Item
from comity.texts.finding.suggest import Suggester, mark
from comity.texts.model import LANGUAGES
from comity.texts.reading import read
from comity.texts.states import states, understood

SEED = 7
GOLD = Path(__file__).parent / "gold" / "sample.jsonl"
MODALS = re.compile(
    r"\b(?:must|should|shall|ought to|need to|needs to|have to|has to)\b|\b(?:call|urge|let us)\b", re.I
)
Counts = tuple[int, int, int]
"""Right, proposed, wanted."""


def data() -> Path:
    """Where the public sets are."""
    here = Path(__file__).resolve().parents[2] / "shared" / "data"
    return Path(os.environ.get("COMITY_DATA", here))


def f1(counts: Iterable[Counts]) -> float:
    right, proposed, wanted = map(sum, zip(*counts, strict=True))
    return 2 * right / (proposed + wanted) if right else 0.0


def precision(counts: Iterable[Counts]) -> float:
    right, proposed, _ = map(sum, zip(*counts, strict=True))
    return right / proposed if proposed else 0.0


def recall(counts: Iterable[Counts]) -> float:
    right, _, wanted = map(sum, zip(*counts, strict=True))
    return right / wanted if wanted else 0.0


def counted(documents: Sequence[str], given: Sequence[bool], right: Sequence[bool]) -> list[Counts]:
    """What was right, proposed and wanted in each document."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for document, proposed, wanted in zip(documents, given, right, strict=True):
        told = found[document]
        told[0] += proposed and wanted
        told[1] += proposed
        told[2] += wanted
    return [(one, two, three) for one, two, three in found.values()]


def interval(counts: Sequence[Counts], figure: Callable[[Iterable[Counts]], float]) -> str:
    chance = random.Random(SEED)
    drawn = sorted(figure(chance.choices(counts, k=len(counts))) for _ in range(1000))
    return f"[{drawn[25]:.3f}, {drawn[974]:.3f}]"


def told(
    name: str,
    counts: Sequence[Counts],
    figure: Callable[[Iterable[Counts]], float] = f1,
    target: float | None = None,
    baseline: float | None = None,
) -> bool:
    aim = None if target is None else Target(at_least=target)
    return show(
        f"{name} {interval(counts, figure)}",
        figure(counts),
        unit="" if baseline is None else f"({baseline:.3f})",
        target=aim,
        form=lambda value: f"{value:.3f}",
    )


# Proposals in speeches


def speeches() -> tuple[list[learn.Example], list[str]]:
    labels = {
        "Relevant": "recommendation",
        "Statement of intent": "commitment",
        "Not relevant": "other",
    }
    with (data() / "hls-statements" / "labels" / "HLS_train_string.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    examples = [learn.Example(row["Text"], labels[row["RELEVANCE"]], "en", row["id"]) for row in rows]
    return examples, [row["id"] for row in rows]


def proposals() -> Iterator[bool]:
    """Leave-speech-out; in brackets the modal words alone."""
    examples, documents = speeches()
    right = [one.label == "recommendation" for one in examples]
    trivial = counted(documents, [bool(MODALS.search(one.text)) for one in examples], right)
    told("hls: modal words", trivial)
    items = [Item(place, one.text, one.language) for place, one in enumerate(examples)]
    shipped = [one.label == "recommendation" for one in Suggester().score(items)]
    yield told("hls: out of the box", counted(documents, shipped, right), target=0.60, baseline=f1(trivial))
    learnt = [label == "recommendation" for label in left_out(examples)]
    yield told("hls: after learn", counted(documents, learnt, right), target=0.68, baseline=f1(trivial))


def left_out(examples: Sequence[learn.Example]) -> list[str]:
    """The label proposed for each by a model that did not see its speech."""
    marks = [mark(Item(place, one.text, one.language)) for place, one in enumerate(examples)]
    proposed = [""] * len(examples)
    for part in heldout.parted(examples, len(examples), SEED):
        rest = [place for place in range(len(examples)) if place not in part]
        labels = [examples[place].label for place in rest]
        model = learn.learnt_from([marks[place] for place in rest], labels, letters=None)
        places = sorted(part)
        for place, chances in zip(places, model.chances([marks[one] for one in places]), strict=True):
            proposed[place] = model.label(chances)
    return proposed


# Effort and the stop rule


class Reading:
    """A meeting read by a person who knows the answers."""

    def __init__(
        self, items: Sequence[Item], right: dict[Id, bool], seed: int, *, drawn: bool, every: int
    ) -> None:
        self.queue = learn.Queue(items, wanted=("recommendation",))
        self.right, self.seed, self.drawn, self.every = right, seed, drawn, every
        self.reads: list[stopping.Read] = []
        self.decisions: dict[Id, bool] = {}

    def steps(self) -> Iterator[None]:
        chance = random.Random(self.seed)
        tie = {one: chance.random() for one in self.right}
        at_random = sorted(self.right, key=lambda one: chance.random())
        ranks: dict[Id, float] = {}
        while len(self.decisions) < len(self.right):
            place = len(self.decisions)
            if place % self.every == 0:
                ranks = self.queue.ranked(self.decisions)
            lucky = self.drawn and stopping.is_drawn(place)
            unread = (one for one in at_random if one not in self.decisions)
            one = next(unread) if lucky else max(unread, key=lambda it: (ranks[it], tie[it]))
            self.decisions[one] = self.right[one]
            self.reads.append(stopping.Read(self.right[one], lucky))
            yield


def meeting(seed: int, share: float) -> tuple[list[Item], dict[Id, bool]]:
    """Sentences of some of the speeches, drawn by the seed."""
    examples, documents = speeches()
    names = sorted(set(documents))
    some = set(random.Random(seed).sample(names, round(len(names) * share)))
    places = [place for place, name in enumerate(documents) if name in some]
    items = [Item(place, examples[place].text, "en") for place in places]
    return items, {place: examples[place].label == "recommendation" for place in places}


def needed(reads: Sequence[stopping.Read], share: float = 0.95) -> int:
    """Readings after which the share was found."""
    total, found = sum(one.found for one in reads), 0
    for place, one in enumerate(reads, 1):
        found += one.found
        if found >= share * total:
            return place
    return len(reads)


def effort() -> Iterator[bool]:
    """Ranked anew after each decision, 20 orders of what ranks alike."""
    saved = []
    for seed in range(20):
        items, right = meeting(seed, 0.9)
        reading = Reading(items, right, seed, drawn=False, every=1)
        for _ in reading.steps():
            pass
        saved.append(0.95 - needed(reading.reads) / len(items))
    low, high = np.quantile(saved, (0.025, 0.975))
    name = f"hls: WSS@95, 20 meetings of nine tenths [{low:.3f}, {high:.3f}]"
    yield show(name, float(np.mean(saved)), target=Target(at_least=0.5), form=lambda value: f"{value:.3f}")


def stop() -> Iterator[bool]:
    """Stop when at least 95 % are found at 95 % confidence; ranked anew after each tenth decision."""
    kept, cost, hindsight = [], [], []
    for seed in range(200):
        items, right = meeting(seed, 0.75)
        reading = Reading(items, right, seed, drawn=True, every=10)
        for _ in reading.steps():
            place = len(reading.reads)
            if place % 10 == 0 and stopping.enough(stopping.left(reading.reads, len(items))):
                break
        cost.append(len(reading.reads) / len(items))
        kept.append(sum(one.found for one in reading.reads) >= 0.95 * sum(right.values()))
        for _ in reading.steps():
            pass
        hindsight.append(needed(reading.reads) / len(items))
    show("stop rule: read, share of the meeting", float(np.mean(cost)), form=lambda value: f"{value:.3f}")
    show("stop rule: hindsight would have read", float(np.mean(hindsight)), form=lambda value: f"{value:.3f}")
    yield show("stop rule: promise kept, of 200 meetings", float(np.mean(kept)), target=Target(at_least=0.95))


# Resolutions


def resolutions(language: str, year: str) -> Iterator[tuple[str, str, bool]]:
    """(document, text, whether it is operative) of the official types."""
    path = data() / "unsc-akn" / "jsonl" / f"resolutions_2020-2021_{language}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            dated = re.search(r"20(?:20|21)", document["symbol"] + document["path"])
            if (document["date"][:4] if document["date"] > "2000" else dated and dated[0]) != year:
                continue
            for one in document["paras"]:
                if one["type"] in ("body", "preambular") and one["text"].strip():
                    yield document["path"], one["text"], one["type"] == "body"


NUMBER = re.compile(r"^\W*(?:\d+|[٠-٩]+)\s*[.)\-–‐]+\W*")


def operative() -> Iterator[bool]:
    """F1 of operative paragraphs of 2021, numbers taken away; in brackets the first word alone, learnt from 2020."""
    for language in LANGUAGES:
        words: dict[str, Counter[bool]] = defaultdict(Counter)
        for _, text, right in resolutions(language, "2020"):
            words[first(text, language)][right] += 1
        rows = list(resolutions(language, "2021"))
        documents, wanted = [row[0] for row in rows], [row[2] for row in rows]
        trivial = [
            words[first(text, language)][True] >= words[first(text, language)][False] for _, text, _ in rows
        ]
        bare = [clauses.part(NUMBER.sub("", text), language) != "preambular" for _, text, _ in rows]
        whole = [clauses.part(text, language) != "preambular" for _, text, _ in rows]
        told(f"operative {language}, with its number", counted(documents, whole, wanted))
        baseline = f1(counted(documents, trivial, wanted))
        aim = 0.92 if language == "zh" else 0.95
        yield told(
            f"operative {language}, F1", counted(documents, bare, wanted), target=aim, baseline=baseline
        )


def first(text: str, language: str) -> str:
    bare = NUMBER.sub("", text)
    return bare[:2] if language == "zh" else (bare.split() or [""])[0]


# Review reports


def reports() -> Iterator[bool]:
    """Recommendation and author together, as `comity read` gives them, against the database's rows."""
    folder = data() / "upr-recommendations"
    wanted = recommendations.recommendations(folder)
    counts: list[tuple[int, int, int, int]] = []
    with (folder / "reports.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            paragraphs = read(folder / "reports-pdf" / row["pdf"]).paragraphs
            counts.append(
                matched(paragraphs, wanted[recommendations.STATES[row["state_key"]], row["session"]])
            )
    yield told("reports: recall", [(found, 0, rows) for found, _, _, rows in counts], recall, target=0.90)
    yield told(
        "reports: precision", [(right, given, 0) for _, right, given, _ in counts], precision, target=0.95
    )


def matched(paragraphs: list[Any], wanted: dict[str, set[str]]) -> tuple[int, int, int, int]:
    """Rows found with their author; authors given that are right; authors given; rows."""
    index = recommendations.indexed(paragraphs)
    asked: dict[int, set[str]] = defaultdict(set)
    found = rows = 0
    for text, authors in wanted.items():
        block = recommendations.best(text, index)
        known = {code(one) for one in paragraphs[block].attributed_to} if block is not None else set()
        rows += len(authors)
        found += sum(code(one) in known for one in authors)
        if block is not None:
            asked[block] |= {code(one) for one in authors}
    given = [(place, one) for place, block in enumerate(paragraphs) for one in block.attributed_to]
    return found, sum(code(one) in asked[place] for place, one in given), len(given), rows


DATABASE = {
    "dpr korea": "prk", "republic of congo": "cog", "democratic republic of congo": "cod", "macedonia fyr": "mkd",
    "trinidad & tobago": "tto", "bosnia & herzegovina": "bih", "cote d'ivoire": "civ", "palestine": "pse",
    "antigua & barbuda": "atg", "islamic republic of iran": "irn", "libyan arab jamahiriya": "lby",
}  # fmt: skip
"""How the database and older reports name some States."""


def code(name: str) -> str:
    plain = attribution.plain(name)
    return DATABASE.get(plain) or codes().get(plain, plain)


def codes() -> dict[str, str]:
    if not _CODES:
        for state in states():
            for names in (one["names"] for one in (state, *state.get("former", ()))):
                for name in names.values():
                    _CODES[attribution.plain(name)] = state["iso3"].lower()
                    _CODES[attribution.plain(re.sub(r"\s*\(.*?\)", "", name))] = state["iso3"].lower()
        for iso3, also in understood().items():
            _CODES.update((attribution.plain(name), iso3) for name in also)
    return _CODES


_CODES: dict[str, str] = {}

# Our own gold


MEANT = {"practice": "practice", "claim": "practice", "wish": "recommendation", "plan": "commitment"}
"""A self-reported figure is evidence of a practice and worth the same look."""


def gold() -> Iterator[bool]:
    """Worth a look (practice, claim or wish in the first pass) by a score of a half; in brackets all proposed."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    show(
        "gold: the same labeller twice, Cohen's kappa", kappa([(one["first"], one["second"]) for one in rows])
    )
    items = [Item(place, one["text"], one["language"]) for place, one in enumerate(rows)]
    scored = Suggester().score(items)
    for language in (*LANGUAGES, None):
        places = [place for place, one in enumerate(rows) if language in (None, one["language"])]
        documents = [rows[place]["document"] for place in places]
        wanted = [rows[place]["first"] in ("practice", "claim", "wish") for place in places]
        counts = counted(documents, [scored[place].score >= 0.5 for place in places], wanted)
        name = language or "all"
        baseline = sum(wanted) / len(wanted)
        told(f"gold {name} ({len(places)}): precision", counts, precision, baseline=baseline)
        told(f"gold {name} ({len(places)}): recall", counts, recall)
    for label in ("practice", "recommendation", "challenge"):
        wanted = [MEANT.get(one["first"], one["first"]) == label for one in rows]
        counts = counted([one["document"] for one in rows], [one.label == label for one in scored], wanted)
        told(f"gold: {label} by its label, F1", counts)
    yield True


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    chance = sum(first[one] * second[one] for one in first) / len(pairs) ** 2
    return (sum(one == two for one, two in pairs) / len(pairs) - chance) / (1 - chance)


# Speed


def speed() -> Iterator[bool]:
    """Processor time for each of 10,000 Council paragraphs in six languages, from a cold start."""
    items: list[Item] = []
    for language in LANGUAGES:
        found = (text for year in ("2020", "2021") for _, text, _ in resolutions(language, year))
        items += [
            Item(f"{language}{place}", text, language)
            for place, text in zip(range(1667), found, strict=False)
        ]
    before = spent()
    Suggester().score(items)
    each = (spent() - before) / len(items) * 1000
    yield show(f"suggest: {len(items):,} paragraphs, each", each, unit="ms", target=Target(at_most=1.0))


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


PARTS: dict[str, Callable[[], Iterator[bool]]] = {
    "proposals": proposals,
    "operative": operative,
    "reports": reports,
    "gold": gold,
    "speed": speed,
    "effort": effort,
    "stop": stop,
}


def measured(folder: Path, names: Sequence[str] = ()) -> list[bool]:
    """Whether each target is met, of the parts named or of all."""
    os.environ["COMITY_DATA"] = str(folder)
    met: list[bool] = []
    for name in names or PARTS:
        print(f"{name}: {(PARTS[name].__doc__ or '').splitlines()[0]}", flush=True)
        met += PARTS[name]()
    return met


if __name__ == "__main__":
    if not data().is_dir():
        sys.exit("COMITY_DATA is not there: nothing to measure.")
    met = measured(data(), sys.argv[1:])
    print(f"{sum(met)} of {len(met)} targets met")
