"""Text layers of statements as submitted: scans and garbage flagged, clean ones not; Arabic beside bare extraction."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pypdfium2

from bench.figures import Target, show
from comity.texts import lexicon
from comity.texts.model import Reading
from comity.texts.reading import read

GARBAGE = {"cop19_hls_iraq_ar.pdf"}
"""Files whose layer was found by eye to be no text."""


def measured(data: Path) -> list[bool]:
    folder = data / "hls-statements"
    with (folder / "index.csv").open(encoding="utf-8") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    readings = {path: read(path, ocr_seconds=0) for path in sorted((folder / "pdf").glob("*.pdf"))}
    bad = {path for path in readings if rows[path.name]["no_text_layer"] == "1" or path.name in GARBAGE}
    flagged = {path for path, reading in readings.items() if flags(reading)}
    arabic = {path: one for path, one in readings.items() if rows[path.name]["detected_lang"] == "ar"}
    return [
        show(
            f"scans and garbage flagged, of {len(bad)}",
            len(bad & flagged) / len(bad),
            target=Target(at_least=1),
        ),
        show(
            f"clean files flagged, of {len(readings) - len(bad)}",
            len(flagged - bad),
            target=Target(at_most=0),
        ),
        in_lexicon(data, arabic),
    ]


def flags(reading: Reading) -> bool:
    return any(one.code in ("scan", "garbage_text") for one in reading.warnings)


def in_lexicon(data: Path, arabic: dict[Path, Reading]) -> bool:
    """Share of the words that Council texts and UN sentences have, ours beside bare extractors' on the same files."""
    known = words(data)
    readable = [path for path in arabic if path.name not in GARBAGE]
    ours = share("\n".join(one.text for path in readable for one in arabic[path].paragraphs), known)
    bare = share("\n".join(pdfium(path) for path in readable), known)
    show("Arabic words in the lexicon: pdfium by itself", bare)
    if shutil.which("pdftotext"):
        show(
            "Arabic words in the lexicon: pdftotext",
            share("\n".join(poppler(path) for path in readable), known),
        )
    everything = share("\n".join(one.text for path in arabic for one in arabic[path].paragraphs), known)
    show("Arabic words in the lexicon: ours, the garbage layer too", everything)
    return show(
        "Arabic words in the lexicon", ours, reference=bare, of="pdfium", target=Target(at_least=0.70 / bare)
    )


@cache
def words(data: Path) -> frozenset[str]:
    found: set[str] = set()
    with gzip.open(
        data / "unsc-akn" / "jsonl" / "resolutions_2020-2021_ar.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            for paragraph in json.loads(line)["paras"]:
                found.update(lexicon.words_in(paragraph["text"], "ar"))
    with gzip.open(data / "unpc-en-es-ar" / "parallel.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found.update(lexicon.words_in(json.loads(line)["ar"], "ar"))
    return frozenset(found)


def share(text: str, known: frozenset[str]) -> float:
    arabic = [word for word in lexicon.words_in(text, "ar") if "\u0620" <= word[:1] <= "\u06ff"]
    return sum(word in known for word in arabic) / len(arabic)


def pdfium(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(document[page].get_textpage().get_text_range() for page in range(len(document)))


def poppler(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
