"""Learns the space that ships (comity/texts/finding/space/) from texts that may be shipped, and says what it holds.

Sources: resolutions of the Security Council in six languages (`unsc-akn`) and sentences of United Nations documents in
English, Spanish and Arabic (`unpc-en-es-ar`, MIT) in COMITY_DATA, of which the United Nations is acknowledged as the
source; and our own sample statements that stand in several languages. The same data give the same space.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from comity.texts.alignment import align  # noqa: E402
from comity.texts.model import LANGUAGES, Kind  # noqa: E402
from comity.texts.numbering import find_mark  # noqa: E402

DATA = Path(os.environ.get("COMITY_DATA", ROOT.parent / "shared" / "data"))
SEED = 20161201
NUMBER = re.compile(r"(25\d\d|26\d\d)")
PIVOT = "en"


@dataclass(frozen=True, slots=True)
class Passage:
    """What alignment needs to know of a paragraph."""

    number: str | None
    text: str
    kind: Kind = Kind.PARAGRAPH


def main() -> None:
    from comity.texts.finding import crosslingual, training

    segments = distinct([*council(DATA), *sentences(DATA), *sample()])
    card = {
        "what": "Vectors of words and pieces of words in the six official languages, for comparing paragraphs "
        "across languages. It says what is alike, not what is true or right.",
        "learnt_from": [
            "Resolutions of the Security Council, 2020 and 2021 (United Nations, source acknowledged)",
            "United Nations Parallel Corpus v1.0, sentences in English, Spanish and Arabic as published under MIT by "
            "javierosorio/keep_it_local (United Nations, source acknowledged)",
            "Comity's own sample statements",
        ],
        "method": "latent semantic indexing of aligned passages (training.py)",
        "made_by": "tools/train_finding.py",
    }
    space = training.fit(segments, seed=SEED, card=card)
    crosslingual.save(space, crosslingual.SHIPPED)
    size = sum(path.stat().st_size for path in crosslingual.SHIPPED.iterdir())
    print(
        f"{len(segments)} passages, {len(space.rows)} features, {space.dimensions} dimensions, {size / 1e6:.1f} MB"
    )


def distinct(segments: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The passages that stand in two languages at least, each once."""
    found = {tuple(sorted(one.items())): one for one in segments if len(one) > 1}
    return list(found.values())


def council(data: Path, years: Iterable[str] = ("2020", "2021")) -> Iterator[dict[str, str]]:
    """Paragraphs of resolutions, aligned with the English version."""
    documents: dict[str, dict[str, list[Passage]]] = defaultdict(dict)
    for language in LANGUAGES:
        path = data / "unsc-akn" / "jsonl" / f"resolutions_2020-2021_{language}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                name = record["path"].split("/")[-1] + record["symbol"] + record["uri"]
                number = NUMBER.search(name)
                if number and record["path"].split("/")[0] in years:
                    documents[number[1]][language] = [passage(one["text"]) for one in record["paras"]]
    for _, versions in sorted(documents.items()):
        yield from side_by_side(versions)


def passage(text: str) -> Passage:
    mark = find_mark(text)
    return Passage(mark.number if mark else None, text)


def side_by_side(versions: dict[str, list[Passage]]) -> Iterator[dict[str, str]]:
    """One passage for each paragraph of the English version, with what stands beside it."""
    if PIVOT not in versions:
        return
    found = [{PIVOT: one.text} for one in versions[PIVOT]]
    for language, paragraphs in versions.items():
        if language == PIVOT:
            continue
        for at, other in align(versions[PIVOT], paragraphs):
            if at is not None and other is not None:
                found[at][language] = paragraphs[other].text
    yield from found


def sentences(data: Path) -> Iterator[dict[str, str]]:
    with gzip.open(data / "unpc-en-es-ar" / "parallel.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield {language: record[language] for language in ("en", "es", "ar") if record[language].strip()}


def sample() -> Iterator[dict[str, str]]:
    """The statements of the sample meeting that were written in several languages."""
    statements: dict[str, dict[str, list[Passage]]] = defaultdict(dict)
    for path in sorted((ROOT / "comity" / "sample" / "texts").glob("*.md")):
        name, language = path.name.removesuffix(".md").rsplit(".", 1)
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        parts = [part.strip() for part in body.split("\n\n") if part.strip() and not part.startswith("#")]
        statements[name][language] = [passage(part) for part in parts]
    for _, versions in sorted(statements.items()):
        yield from side_by_side(versions)


if __name__ == "__main__":
    main()
