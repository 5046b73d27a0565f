"""A press release as a DOCX file."""

from __future__ import annotations

from datetime import datetime

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from comity.adapters.compendium.writing import Writer
from comity.adapters.press.paper import Paper, Piece


def docx(paper: Paper, *, issued_at: datetime) -> bytes:
    """The file as bytes."""
    written = Writer(paper, issued_at)
    written.paragraph(paper.convener, bold=True, size=12, close=True)
    written.paragraph(f"{paper.edition} · {paper.issued_on}", size=11, ruled=True)
    written.paragraph(paper.meeting, size=9.5, quiet=True)
    if paper.embargo:
        written.paragraph(paper.embargo, bold=True, size=12)
    title = written.document.add_paragraph(style="Title")
    written.direct(title, paper.language)
    written.words(title, paper.title)
    if paper.correction:
        written.paragraph(paper.correction, bold=True)
    for place, one in enumerate(paper.pieces):
        piece(written, one, paper.dateline if place == 0 else "")
    for words, size in (("* *** *", 11), (paper.standing, 10)):
        made = written.paragraph(words, size=size, close=True)
        made.alignment, made.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    address = written.paragraph("")
    address.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written.link(address, paper.address, address=paper.address, language="en")
    return written.saved()


def piece(written: Writer, one: Piece, dateline: str) -> None:
    if one.kind == "heading":
        written.heading(one.runs[0][0], 2)
        return
    language = one.runs[0][1] if one.kind == "quote" else ""
    made = written.paragraph("", language=language, close=one.kind in ("quote", "line"))
    if dateline:
        written.words(made, f"{dateline} – ", bold=True)
    for words, own in one.runs:
        written.words(made, words, language=own)
    if one.kind == "quote":
        made.paragraph_format.left_indent = made.paragraph_format.right_indent = Cm(0.9)
        by = written.paragraph(f"— {one.by}", size=9.5, quiet=True)
        by.paragraph_format.left_indent = by.paragraph_format.right_indent = Cm(0.9)
