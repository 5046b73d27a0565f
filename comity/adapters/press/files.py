"""A press release as a PDF or DOCX file (DOMAIN.md A.5); made anew each time: quotations may be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import override

from comity.adapters.compendium import pdf
from comity.adapters.press import word
from comity.adapters.press.paper import Paper, paper
from comity.languages import page_language
from comity.press.shown import Shown

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def file(page: Shown, kind: str, *, at: datetime) -> bytes:
    """What is read, in one of the `TYPES` and the language of its text. Raises `Unavailable`."""
    with override(page_language(page.text.language)):
        return MAKERS[kind](paper(page, at=at), page.version.public_from or page.version.created_at)


def file_name(page: Shown, kind: str) -> str:
    return f"{page.release.ref}-v{page.version.number}-{page.text.language}.{kind}"


MAKERS: dict[str, Callable[[Paper, datetime], bytes]] = {
    "pdf": lambda printed, at: pdf.pdf(printed, issued_at=at, template="press"),
    "docx": lambda printed, at: word.docx(printed, issued_at=at),
}
