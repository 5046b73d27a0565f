"""The files of minutes, made anew each time: a text may still change, and few ask for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import override
from docx.shared import Cm

from comity.adapters.compendium import pdf
from comity.adapters.compendium.writing import Writer
from comity.adapters.minutes.paper import Paper, printed
from comity.languages import page_language
from comity.papers.models import Minutes, MinutesText

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


def file(minutes: Minutes, text: MinutesText, kind: str) -> bytes:
    """A text of the minutes in one of the `TYPES`, in their language. Raises `Unavailable`."""
    if kind == "md":
        return (text.text + "\n").encode()
    with override(page_language(minutes.language)):
        return MAKERS[kind](printed(minutes, text), text.written_at)


def as_docx(paper: Paper, at: datetime) -> bytes:
    """With headings, and the right direction for each script."""
    written = Writer(paper, at)
    written.masthead()
    if paper.distribution:
        written.paragraph(paper.distribution, size=10)
    written.paragraph(paper.naming, size=9.5, quiet=True)
    for one in paper.blocks:
        if one.kind == "heading":
            written.heading(one.words, max(one.level - 1, 1))
            continue
        made = written.paragraph(f"• {one.words}" if one.kind == "item" else one.words, close=bool(one.level))
        if one.level:
            made.paragraph_format.left_indent = Cm(0.6 * one.level)
    return written.saved()


def file_name(minutes: Minutes, text: MinutesText, kind: str) -> str:
    session = minutes.session
    return f"minutes-{session.meeting.slug}-{session.code}-v{text.number}.{kind}"


MAKERS: dict[str, Callable[[Paper, datetime], bytes]] = {
    "pdf": lambda paper, at: pdf.pdf(paper, issued_at=at, template="minutes"),
    "docx": as_docx,
}
