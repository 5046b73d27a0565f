"""PDF files a second: reading into paragraphs beside bare pdfium text extraction of the same files in the same run.

Computing time is compared, file by file and in both orders, so that what else runs on the machine weighs on both alike.
Two cores are measured on the clock, through the sandbox as an import does it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pypdfium2

from bench.figures import Target, show
from comity.texts.confinement import Limits
from comity.texts.model import Unreadable
from comity.texts.pdf import extract
from comity.texts.reading import read
from comity.texts.sandbox import read_safely

FOLDERS = ("hls-statements/pdf", "un-pdfs", "upr-recommendations/reports-pdf")
ROUNDS = 3
LIMITS = Limits(ocr_seconds=0)


def measured(data: Path) -> list[bool]:
    paths = [path for folder in FOLDERS for path in sorted((data / folder).rglob("*.pdf"))]
    contents = [path.read_bytes() for path in paths]
    bare, ours, whole = seconds(contents, [bare_text, blocks, reading])
    files = len(contents) * ROUNDS
    met = [
        show(
            "PDF files read into paragraphs, one core",
            files / ours,
            unit="files/s",
            reference=files / bare,
            of="bare pdfium text",
            target=Target(at_least=0.7),
        )
    ]
    show(
        "the same with languages, citations, anchors, quality",
        files / whole,
        unit="files/s",
        reference=files / bare,
        of="bare pdfium text",
    )
    for workers in (1, 2):
        through_sandbox(contents, workers)  # warm children
    one, two = (
        min(through_sandbox(contents, 1) for _ in range(3)),
        min(through_sandbox(contents, 2) for _ in range(3)),
    )
    if (os.cpu_count() or 1) > 1:
        met.append(
            show(
                "the same in the sandbox, two cores",
                len(contents) / two,
                unit="files/s",
                reference=len(contents) / one,
                of="in one child",
                target=Target(at_least=1.7),
            )
        )
    return met


def seconds(contents: Sequence[bytes], ways: Sequence[Callable[[bytes], object]]) -> list[float]:
    """Computing seconds of each way over all files."""
    spent = [0.0] * len(ways)
    for turn in range(ROUNDS + 1):
        for content in contents:
            order = range(len(ways)) if turn % 2 else range(len(ways) - 1, -1, -1)
            for place in order:
                start = time.process_time()
                ways[place](content)
                if turn:  # the first round warms up
                    spent[place] += time.process_time() - start
    return spent


def bare_text(content: bytes) -> None:
    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(content) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()


def blocks(content: bytes) -> None:
    with suppress(Unreadable):
        extract(content)


def reading(content: bytes) -> None:
    with suppress(Unreadable):
        read(content, "file.pdf", ocr_seconds=0)


def safely(content: bytes) -> None:
    with suppress(Unreadable):
        read_safely(content, name="file.pdf", limits=LIMITS)


def through_sandbox(contents: Sequence[bytes], workers: int) -> float:
    start = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(safely, contents))
    return time.perf_counter() - start
