"""Citations against the official links of Security Council resolutions 2020-2021, in six languages.

Scored by document: the set of symbols found against the set linked. Links that lead to no symbol (search pages, job
numbers) are no gold; where a version lacks links that the English one has (Spanish and Chinese do), those count too.
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from bench.figures import Target, show
from comity.texts import citations
from comity.texts.model import LANGUAGES

LACKING = ("es", "zh")
"""Versions in which links are missing."""
PUBLISHED = {"en": 0.997, "fr": 0.987, "es": 0.994, "ru": 0.995, "ar": 0.995, "zh": 0.997}
"""F1 of the method that METHODS.md describes."""
NUMBER = re.compile(r"(25\d\d|26\d\d)")

Document = list[dict[str, object]]


def measured(folder: Path) -> list[bool]:
    documents = {language: read(folder, language) for language in LANGUAGES}
    met = []
    for language in LANGUAGES:
        right = wrong = missed = 0
        for number, document in documents[language].items():
            gold = linked(document)
            if language in LACKING:
                gold |= linked(documents["en"].get(number, []))
            found = cited(document, language)
            right, wrong, missed = (
                right + len(found & gold),
                wrong + len(found - gold),
                missed + len(gold - found),
            )
        precision, recall = right / (right + wrong), right / (right + missed)
        target = Target(at_least=0.99)
        met.append(show(f"citations {language}: precision", precision, target=target))
        met.append(show(f"citations {language}: recall", recall, target=target))
        f1 = 2 * precision * recall / (precision + recall)
        show(f"citations {language}: F1", f1, reference=PUBLISHED[language], of="METHODS.md")
    return met


def read(folder: Path, language: str) -> dict[str, Document]:
    """The paragraphs of each resolution, by its number."""
    found = {}
    with gzip.open(
        folder / "jsonl" / f"resolutions_2020-2021_{language}.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            record = json.loads(line)
            number = NUMBER.search(record["path"].split("/")[-1] + record["symbol"] + record["uri"])
            if number:
                found[number[1]] = record["paras"]
    return found


def linked(document: Document) -> set[str]:
    """The symbols that the links lead to, without blanks and case."""
    symbols = set()
    for paragraph in document:
        for link in paragraph.get("refs", ()):  # type: ignore[attr-defined]
            symbol = link.split("/", 4)[-1].replace("%20", " ").replace(" ", "").upper()
            symbol = re.sub(r"^RES/", "S/RES/", symbol)
            if re.fullmatch(r"[AES]/[A-Z0-9./()-]+", symbol):
                symbols.add(symbol)
    return symbols


def cited(document: Document, language: str) -> set[str]:
    return {
        found.symbol.replace(" ", "").upper()
        for paragraph in document
        for found in citations.find(str(paragraph["text"]), language)
    }
