"""Tables as office programmes save them: CSV in any of their dialects, and XLSX; read with limits, written harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from comity.record.export import harmless
from comity.refusals import Refused
from comity.texts.model import Unreadable
from comity.texts.sandbox import read_rows_safely
from comity.texts.tables import LONGEST, LONGEST_CELL, WIDEST

LARGEST = 5 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAMAGED = _("The file is damaged or no table. Open it in an office programme, save it as XLSX and send that.")
TOO_LARGE = _("Unpacked, the file is far larger than a list can be. Save the table alone, and send that.")
SENTENCES = {
    **dict.fromkeys(("too_large", "too_much_memory", "timeout"), TOO_LARGE),
    "encrypted": _("The file is protected by a password. Save a copy without it and send that."),
}
Table = Iterable[tuple[int, Sequence[str]]]
"""(line as the office programme counts, cells)"""


def read(content: bytes) -> list[tuple[int, list[str]]]:
    """The first table of the file, by what it is and not what it is called. Raises `Refused` with what to mend."""
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than a list can be. Save the table alone, and send that."))
    lines = of_xlsx(content) if content[:4] == b"PK\x03\x04" else of_csv(content)
    found: list[tuple[int, list[str]]] = []
    for number, cells in lines:
        if len(found) >= LONGEST:
            raise Refused(_("The table has more lines than a list can have. Split it."))
        found.append((number, [cell[:LONGEST_CELL] for cell in cells[:WIDEST]]))
    return found


def of_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """UTF-8, or the "Unicode text" of UTF-16; commas, or the semicolons or tabs of some languages."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(_("The file is not in UTF-8. Save it as “CSV UTF-8”, or as XLSX.")) from fault
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as fault:
        raise Refused(
            _("Line %(line)d is no line of a table. Save the file anew, as CSV or XLSX.")
            % {"line": reader.line_num}
        ) from fault


def of_xlsx(content: bytes) -> Iterable[tuple[int, list[str]]]:
    """The values of the first sheet, read by a child process without network and with limits (decision 8)."""
    try:
        return read_rows_safely(content)
    except Unreadable as fault:
        raise Refused(SENTENCES.get(fault.code, DAMAGED)) from fault


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With a mark of byte order, by which office programmes know that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Every cell is text: what looks like a formula is not one."""
    import openpyxl  # here, since few starts of the site need it

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(
        title="".join(letter for letter in title if letter not in r"[]:*?/\\")[:31] or "List"
    )
    for row in rows:
        cells = []
        for words in row:
            cell = openpyxl.cell.WriteOnlyCell(
                sheet, value=openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", words)
            )
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
