"""The first sheet of an XLSX file as rows of words: for the child process that reads files from outside."""

from __future__ import annotations

import io

from comity.texts.model import Unreadable
from comity.texts.package import Package, damaged

UNPACKED_LIMIT = 64 * 1024**2
LONGEST, WIDEST, LONGEST_CELL = 20_000, 60, 2_000
"""Rows, cells of a row, code points of a cell."""
Row = tuple[int, list[str]]
"""(number as the office programme counts, cells)"""


def rows(content: bytes) -> list[Row]:
    """The values; formulas as they were last worked out. Nothing in the file is carried out.

    One row more than `LONGEST` says that there are more. Raises Unreadable: "damaged", "encrypted", "too_large".
    """
    package, unpacked = Package(content), 0
    for name in package.names():
        unpacked += len(package.part(name) or b"")  # within limits, before anything else looks at it
        if unpacked > UNPACKED_LIMIT:
            raise Unreadable("too_large", "Unpacked, the table is far larger than a list can be.")
    import openpyxl  # here, so that reading texts needs none

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found: list[Row] = []
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            found.append((number, [cell_words(cell) for cell in row[:WIDEST]]))
            if len(found) > LONGEST:
                break
    except MemoryError:
        raise
    except Exception as fault:  # the library raises whatever its parts do
        raise damaged() from fault
    return found


def cell_words(cell: object) -> str:
    return "" if cell is None else str(cell)[:LONGEST_CELL]
