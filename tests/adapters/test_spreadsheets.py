"""Lists as XLSX files: read in a child process with limits; a bomb costs an honest refusal."""

from __future__ import annotations

import io
import zipfile

import pytest

from comity.adapters import spreadsheets
from comity.refusals import Refused
from comity.texts import tables

pytestmark = pytest.mark.no_database
HEAD = ["name", "email"]


def an_xlsx(*rows: list[str]) -> bytes:
    return spreadsheets.as_xlsx([HEAD, *rows], "list")


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same file with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        spreadsheets.read(content)
    return str(refusal.value)


def test_a_table_is_read_as_it_was_written() -> None:
    rows = [["Ana Silva", "ana@example.org"], ["", ""], ["=1+1", "محمد"]]
    assert spreadsheets.read(an_xlsx(*rows)) == [(1, HEAD), (2, rows[0]), (3, ["", ""]), (4, rows[2])]


def test_it_is_read_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decision 8: nothing of the file is taken apart where the pages are served."""
    monkeypatch.setattr(tables, "rows", None)
    assert spreadsheets.read(an_xlsx())[0] == (1, HEAD)


@pytest.mark.parametrize("megabytes", [65, 300])
def test_a_bomb_is_refused_with_what_to_do(megabytes: int) -> None:
    bomb = with_part(an_xlsx(), "xl/worksheets/sheet1.xml", b"<a>" + b" " * megabytes * 1024**2)
    assert len(bomb) < spreadsheets.LARGEST
    assert refused(bomb) == str(spreadsheets.TOO_LARGE)


def test_many_small_parts_are_a_bomb_too() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(90):
            made.writestr(f"xl/{number}.xml", b"<a>" + b" " * 1024**2)
    assert refused(out.getvalue()) == str(spreadsheets.TOO_LARGE)


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", with_part(an_xlsx(), "xl/workbook.xml", b"<a")])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    assert refused(content) == str(spreadsheets.DAMAGED)


def test_a_table_of_too_many_lines_is_refused() -> None:
    rows = [["a", "b"]] * (spreadsheets.LONGEST + 1)
    assert "more lines than a list can have" in refused(an_xlsx(*rows))
