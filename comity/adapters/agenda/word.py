"""An agenda as a DOCX file, with headings and the right direction for each script."""

from __future__ import annotations

from datetime import datetime

from comity.adapters.compendium.writing import Writer
from comity.meetings.printed import Item, Line, Printed


def docx(agenda: Printed, *, issued_at: datetime) -> bytes:
    """The file as bytes."""
    written = Writer(agenda, issued_at)
    written.masthead()
    written.paragraph(agenda.note, size=9.5, quiet=True)
    for day in agenda.days:
        written.heading(day.title, 1)
        for item in day.sessions:
            write_item(written, item, agenda)
    return written.saved()


def write_item(written: Writer, item: Item, agenda: Printed) -> None:
    place = " · ".join(one for one in (f"{item.when} ({item.utc})", item.room) if one)
    written.paragraph(place, size=10, quiet=True, close=True)
    heading = written.heading("", 2)
    written.words(heading, item.title, language=item.language)
    if item.cancelled is not None:
        reason = f"{agenda.cancelled}: {item.cancelled}" if item.cancelled else agenda.cancelled
        written.paragraph(reason, bold=True)
    for line in item.lines:
        write_line(written, line)


def write_line(written: Writer, line: Line) -> None:
    """One thing on the line of its label, several below it."""
    made = written.paragraph("", close=len(line.words) > 1)
    written.words(made, f"{line.label}: ", bold=True)
    if len(line.words) == 1:
        written.words(made, line.words[0], language=line.language)
        return
    for words in line.words:
        written.paragraph(f"• {words}", language=line.language, close=True)
