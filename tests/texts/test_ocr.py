"""Pages without usable text, read by Tesseract where it is installed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from comity.texts import Reading, ocr, read
from comity.texts.confinement import Limits
from comity.texts.sandbox import read_safely
from tests.texts.pages import pdf, scan

TEXT = """#set text(size: 13pt)
Our delegation thanks the Chair for convening this special meeting of the Committee.

The use of the internet for terrorist purposes concerns every State, and resolution 2178 (2014) says so.
"""
installed = pytest.mark.skipif(not ocr.available(), reason="Tesseract is not installed")


def codes(content: bytes, seconds: float = 60) -> list[str]:
    return [one.code for one in read(content, "scan.pdf", ocr_seconds=seconds).warnings]


def test_a_scan_is_kept_and_flagged_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    reading = read(scan(TEXT), "scan.pdf")
    assert (reading.paragraphs, [one.code for one in reading.warnings]) == ([], ["scan"])


def test_it_can_be_forbidden() -> None:
    assert codes(scan(TEXT), seconds=0) == ["scan"]


def test_a_blank_page_is_no_scan() -> None:
    assert codes(pdf("A page of text that says something.\n#pagebreak()\n#pagebreak()\nAnother.")) == []


@installed
def test_a_scan_is_read_and_labelled() -> None:
    is_read_and_labelled(read(scan(TEXT), "scan.pdf", ocr_seconds=120))


@installed
def test_a_scan_from_outside_that_lies_upside_down_is_read_upright() -> None:
    limits = Limits(seconds=120, ocr_seconds=120)
    is_read_and_labelled(read_safely(scan(TEXT, turn=180), name="scan.pdf", limits=limits))


def is_read_and_labelled(reading: Reading) -> None:
    assert [one.code for one in reading.warnings] == ["scan", "ocr"]
    assert reading.paragraphs[0].text.startswith("Our delegation thanks the Chair")
    assert {one.page for one in reading.paragraphs} == {1}
    assert [one.symbol for one in reading.citations] == ["S/RES/2178 (2014)"]


@installed
def test_when_time_is_short_the_pages_left_out_are_named() -> None:
    reading = read(scan(TEXT), "scan.pdf", ocr_seconds=0.01)
    assert [one.code for one in reading.warnings] == ["scan", "ocr_left_out"]
    assert "page 1" in reading.warnings[1].message
    assert ocr.recognise(scan(TEXT), [1], seconds=-1).left_out == (1,)


@installed
def test_a_picture_without_text_gives_none() -> None:
    content = scan("#rect(width: 100%, height: 200pt, fill: gradient.linear(red, blue))")
    assert codes(content) == ["scan"]


@installed
def test_a_page_that_tesseract_cannot_take_gives_nothing() -> None:
    assert ocr.run(["--psm", "3"], b"no picture", 20) == ""
    assert ocr.orientation(b"no picture", 20) == (0, ("eng", "fra", "spa"))


def test_rows_of_any_width_become_a_graymap() -> None:
    with pypdfium2.PdfDocument(pdf("Wide.")) as document:
        for dots in (0.37, 1.0):
            header, rest = ocr.rendered(document, 1, 0, dots).split(b"\n", 1)
            _, width, height, depth = header.split()
            assert (len(rest), depth) == (int(width) * int(height), b"255")


def test_a_page_on_which_tesseract_hangs_is_left_out_without_data_for_turned_pages_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "tesseract"
    fake.write_text("#!/bin/sh\n[ $1 = --list-langs ] && exec echo List: eng\nexec sleep 30\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    ocr.installed.cache_clear()
    try:
        assert ocr.installed() == {"eng"}
        assert ocr.recognise(pdf("Wide."), [1], seconds=1) == ocr.Recognised({}, (1,))
    finally:
        ocr.installed.cache_clear()


def test_specks_that_tesseract_takes_for_letters_are_no_text() -> None:
    found = list(ocr.blocks("~ .\n\nil\n\nWe thank the Chair.\n\n* |\n"))
    assert [block.text for block in found] == ["We thank the Chair."]
