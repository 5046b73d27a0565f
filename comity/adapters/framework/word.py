"""An edition of the framework as a DOCX file: headings, links, tables, the right direction for each script."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from comity.adapters.compendium.book import Run, Source
from comity.adapters.compendium.writing import Writer
from comity.adapters.framework.appendices import BESIDE, Appendix, Table
from comity.adapters.framework.paper import Item, Paper, Practice

LINE = 15.8
"""Centimetres between the margins."""


def docx(paper: Paper, *, issued_at: datetime) -> bytes:
    """The file as bytes."""
    written = Writer(paper, issued_at)
    masthead(written, paper)
    annex(written, paper)
    for chapter in paper.chapters:
        heading(written, 2, chapter.itself, chapter.place)
        item(written, paper, chapter.itself)
        for one in chapter.guidelines:
            heading(written, 3, one, f"{one.number}. ")
            item(written, paper, one)
    if paper.gone:
        written.heading(paper.labels["gone"], 2)
        for line in paper.gone:
            written.paragraph(line)
    for appendix in paper.appendices:
        appended(written, paper, appendix)
    return written.saved()


def masthead(written: Writer, paper: Paper) -> None:
    """The letter of transmittal; a symbol stands there only where the Organization has given one."""
    written.paragraph(paper.convener or paper.meeting, bold=True, size=14)
    line = " · ".join(one for one in (paper.symbol, paper.edition) if one)
    written.paragraph(line, size=10, ruled=True)
    line = " · ".join(one for one in (paper.distribution, paper.issued_on, paper.original) if one)
    written.paragraph(line, size=10, close=True)
    if paper.sample:
        written.paragraph(paper.sample, size=9)
    written.heading(paper.letter.heading, 1)
    for words in paper.letter.paragraphs:
        indented(written.paragraph(words))
    written.paragraph(f"{paper.letter.signed} {paper.letter.signatory}", close=True)
    written.paragraph(paper.letter.capacity)


def indented(paragraph: Any) -> None:
    paragraph.paragraph_format.first_line_indent = Cm(1)


def annex(written: Writer, paper: Paper) -> None:
    written.heading(paper.labels["annex"], 1).paragraph_format.page_break_before = True
    title = written.document.add_paragraph(style="Title")
    written.direct(title, paper.language)
    written.words(title, paper.title)
    written.paragraph(paper.meeting, bold=True, close=True)
    written.paragraph(paper.place_and_dates, size=10)
    written.heading(paper.labels["contents"], 2)
    for chapter in paper.chapters:
        line = written.paragraph("", close=True)
        written.link(line, chapter.place, anchor=chapter.itself.anchor)
        written.link(
            line, chapter.itself.title, anchor=chapter.itself.anchor, language=chapter.itself.language
        )
        for one in chapter.guidelines:
            line = written.paragraph("", close=True)
            line.paragraph_format.left_indent = Cm(0.8)
            written.link(line, f"{one.number}. ", anchor=one.anchor)
            written.link(line, one.title, anchor=one.anchor, language=one.language)
    written.heading(paper.labels["note"], 2)
    for words in paper.note:
        written.paragraph(words)


def heading(written: Writer, level: int, one: Item, before: str) -> None:
    made = written.heading("", level)
    written.bookmark(made, one.anchor)
    written.words(made, before)
    written.words(made, one.title, language=one.language)


def item(written: Writer, paper: Paper, one: Item) -> None:
    written.paragraph(one.status, size=9.5, quiet=True)
    for line in one.paragraphs:
        runs(written, line, one.language)
    sources(written, paper, one.sources)
    for practice in one.practices:
        placed(written, paper, practice)


def runs(written: Writer, line: tuple[Run, ...], language: str, *, indent: float = 0) -> None:
    made = written.paragraph("", language=language)
    if indent:
        made.paragraph_format.left_indent = Cm(indent)
    for words, number in line:
        written.words(made, written.mark(number, language) if number else words, language=language)


def sources(written: Writer, paper: Paper, found: tuple[Source, ...], *, indent: float = 0) -> None:
    if not found:
        return
    label = written.paragraph(f"{paper.labels['sources']}:", size=9.5, quiet=True, close=True)
    label.paragraph_format.left_indent = Cm(indent)
    for one in found:
        line = written.paragraph("", close=True)
        line.paragraph_format.left_indent = Cm(indent + 0.6)
        written.words(line, f"[{one.number}] ", size=9.5)
        if one.address:
            written.link(line, one.whose, address=one.address)
        else:
            written.words(line, one.whose, size=9.5)
        if one.note:
            written.words(line, f" · {one.note}", size=9.5, quiet=True)
        if one.words:
            quoted = written.paragraph(one.words, language=one.language, size=9.5, close=True)
            quoted.paragraph_format.left_indent = Cm(indent + 0.6)
            quoted.paragraph_format.right_indent = Cm(0.6)
    written.document.paragraphs[-1].paragraph_format.space_after = Pt(8)


def placed(written: Writer, paper: Paper, one: Practice) -> None:
    title = written.paragraph("", close=True)
    title.paragraph_format.left_indent = Cm(0.8)
    title.paragraph_format.keep_with_next = True
    written.bookmark(title, one.anchor)
    written.words(title, f"{one.number}. ", bold=True)
    written.words(title, one.title, language=one.language, bold=True)
    for words in (one.status, one.notice):
        if words:
            written.paragraph(words, size=9.5, quiet=True, close=True).paragraph_format.left_indent = Cm(0.8)
    for line in one.paragraphs:
        runs(written, line, one.language, indent=0.8)
    if one.conditions:
        label = written.paragraph(paper.labels["conditions"], size=9.5, quiet=True, close=True)
        label.paragraph_format.left_indent = Cm(0.8)
        made = written.paragraph(one.conditions, language=one.conditions_language)
        made.paragraph_format.left_indent = Cm(0.8)
    sources(written, paper, one.sources, indent=0.8)
    address = written.paragraph("", close=False)
    address.paragraph_format.left_indent = Cm(0.8)
    written.link(address, one.address, address=one.address, language="en")


def appended(written: Writer, paper: Paper, appendix: Appendix) -> None:
    made = written.heading(appendix.heading, 1)
    made.paragraph_format.page_break_before = True
    for one in appendix.tables:
        table(written, paper, one)
        written.paragraph("")


def table(written: Writer, paper: Paper, told: Table) -> None:
    """The head is repeated on each page; columns run from the right in Arabic."""
    made = written.document.add_table(rows=0, cols=len(told.head), style="Table Grid")
    made.autofit = False
    for place, column in enumerate(made.columns):
        column.width = wide(place, len(told.head))  # LibreOffice reads these, Word those of the cells
    if paper.language == "ar":
        made._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    for place, row in enumerate((told.head, *told.rows)):
        line = made.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = line.cells
        for column, words in enumerate(row):
            cells[column].width = wide(column, len(told.head))
            paragraph = cells[column].paragraphs[0]
            written.direct(paragraph, paper.language)
            written.words(paragraph, words, bold=place == 0 or column == 0, size=8.5)
    again = OxmlElement("w:tblHeader")
    again.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(again)


def wide(column: int, columns: int) -> Any:
    """Width of a column: the first is narrow, the others share what is left of the line."""
    first = 0.9 if columns > BESIDE + 1 else 2.6
    return Cm(first if column == 0 else (LINE - first) / (columns - 1))
