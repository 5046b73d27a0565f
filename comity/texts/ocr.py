"""Pages without a text layer, or with a worthless one, read by Tesseract where that is installed.

Never required: without it such pages stay flagged and the file is kept. What it reads is labelled by a warning "ocr",
since it errs; the flag "scan" or "garbage_text" stays beside it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pypdfium2

from comity.texts.model import Block
from comity.texts.plain import pieces
from comity.texts.shaping import shaped

DATA = {"ar": "ara", "zh": "chi_sim", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
"""Our languages as Tesseract names them."""
_SCRIPTS = {"Arabic": ("ara",), "Cyrillic": ("rus",), "Han": ("chi_sim",), "Latin": ("eng", "fra", "spa")}
_DOTS = 300 / 72
"""Dots for each point: what Tesseract reads best; the script is told from half as many."""
_LONGEST = 4_000
"""Points of a rendered side: a poster is rendered more coarsely."""
_ONE_PAGE = 40.0
_SURE = 1.0
"""Tesseract's own measure of confidence in a script; a guess has a few tenths."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The blocks of the pages that were read, by page, and the pages for which no time was left."""

    pages: dict[int, list[Block]]
    left_out: tuple[int, ...]


def available() -> bool:
    return shutil.which("tesseract") is not None


@cache
def installed() -> frozenset[str]:
    """The data that Tesseract has here, such as "eng", "ara" or "osd"."""
    answer = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20)
    return frozenset(answer.stdout.split()[1:])


def recognise(content: bytes, pages: Sequence[int], *, seconds: float) -> Recognised:
    """Read the pages (counted from 1) of a PDF, one after another, as long as the seconds last.

    A page on which Tesseract fails or finds nothing gives no blocks.
    """
    end = time.monotonic() + seconds
    found: dict[int, list[Block]] = {}
    document = pypdfium2.PdfDocument(content)
    try:
        for place, page in enumerate(pages):
            rest = min(end - time.monotonic(), _ONE_PAGE)
            if rest <= 0:
                return Recognised(found, tuple(pages[place:]))
            try:
                text = read_page(document, page, rest)
            except subprocess.TimeoutExpired:
                return Recognised(found, tuple(pages[place:]))
            found[page] = [replace(block, page=page) for block in blocks(text)]
    finally:
        document.close()
    return Recognised(found, ())


def blocks(text: str) -> Iterator[Block]:
    """What Tesseract prints, as paragraphs; specks that it takes for letters are left out."""
    for block in shaped(pieces(text.replace("\f", ""))):
        if len(re.findall(r"[^\W_]", block.text)) > 2 or block.number:
            yield block


def read_page(document: pypdfium2.PdfDocument, page: int, seconds: float) -> str:
    """The text of one page; raises subprocess.TimeoutExpired."""
    turn, data = 0, _SCRIPTS["Latin"]
    if "osd" in installed():
        turn, data = orientation(rendered(document, page, 0, _DOTS / 2), seconds)
    known = "+".join(one for one in data if one in installed()) or "eng"
    return run(["-l", known, "--psm", "3"], rendered(document, page, turn, _DOTS), seconds)


def orientation(picture: bytes, seconds: float) -> tuple[int, tuple[str, ...]]:
    """(the degrees clockwise that set the page upright, the data for its script). Where Tesseract is unsure of the
    script, as with a page all in capitals, neither is believed."""
    answer = run(["--psm", "0"], picture, seconds)
    turn = re.search(r"Rotate: (\d+)", answer)
    script = re.search(r"Script: (\w+)\s+Script confidence: ([\d.]+)", answer)
    if not turn or not script or float(script[2]) < _SURE:
        return 0, _SCRIPTS["Latin"]
    return int(turn[1]), _SCRIPTS.get(script[1], _SCRIPTS["Latin"])


def run(options: Sequence[str], picture: bytes, seconds: float) -> str:
    """What Tesseract prints of a picture; "" where it fails."""
    answer = subprocess.run(
        ["tesseract", "stdin", "stdout", *options],
        input=picture,
        capture_output=True,
        timeout=seconds,
    )
    return answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else ""


def rendered(document: pypdfium2.PdfDocument, page: int, turn: int, dots: float) -> bytes:
    """The page in shades of grey, as a portable graymap; `turn` in degrees clockwise, `dots` for each point."""
    width, height = document[page - 1].get_size()
    scale = min(dots, _LONGEST / max(width, height, 1))
    bitmap = document[page - 1].render(scale=scale, rotation=turn, grayscale=True)
    return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + bytes(bitmap.buffer)  # rows lie end to end
