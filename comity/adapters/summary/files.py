"""The files of a summary: PDF, DOCX, a page of its own (HTML) and Akoma Ntoso. No State stands in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.adapters.compendium import pdf
from comity.adapters.compendium.files import forget, kept
from comity.adapters.minutes.files import as_docx
from comity.adapters.minutes.paper import Block, Paper
from comity.adapters.summary import akn
from comity.languages import page_language
from comity.summary.models import SummaryVersion
from comity.summary.printed import Printed, language_of, printed

MADE = 2
"""Of the ways in which files are made: a higher number makes them all anew."""
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "akn": "application/akn+xml",
}
ENDINGS = {"pdf": "pdf", "docx": "docx", "html": "html", "akn": "xml"}


def file(version: SummaryVersion, kind: str, *, language: str) -> bytes:
    """The version in one of the `TYPES`, made once and kept; in the original where the language is not there yet.
    Raises `Unavailable` where the machine cannot make it."""
    language = language_of(version, language)
    with override(page_language(language)):
        summary = printed(version, language)
        folder = f"summaries/{version.meeting.slug}/{version.number}"
        mark = sha256(repr((MADE, asdict(summary))).encode()).hexdigest()[:20]
        name = f"{language}-{mark}.{kind}"
        if (held := kept(f"{folder}/{name}")) is not None:
            return held
        made = MAKERS[kind](summary, version.issued_at or version.cleared_at)
        default_storage.save(f"{folder}/{name}", ContentFile(made))
        forget(folder, f"{language}-", f".{kind}", but=name)
    return made


def file_name(version: SummaryVersion, kind: str, language: str) -> str:
    """As a reader saves it; never like a symbol of the Organization."""
    language = language_of(version, language)
    return f"summary-{version.meeting.slug}-{version.number}-{language}.{ENDINGS[kind]}"


def paper(summary: Printed) -> Paper:
    return Paper(
        language=summary.language,
        title=summary.title,
        convener=summary.convener,
        meeting=summary.meeting,
        place_and_dates=summary.place_and_dates,
        edition=summary.edition,
        issued_on=summary.issued_on,
        naming=summary.note,
        sample=summary.sample,
        blocks=tuple(blocks(summary)),
        distribution=summary.distribution,
    )


def blocks(summary: Printed) -> Iterator[Block]:
    """Sentences of a part run together; no numbers, as in summaries of the Organization (DOMAIN.md 2.3)."""
    yield from (Block("paragraph", 0, one) for one in summary.opening)
    joint = "" if summary.language == "zh" else " "
    for section in summary.sections:
        yield Block("heading", section.level + 1, section.title)
        if section.sentences:
            yield Block("paragraph", 0, joint.join(one.words for one in section.sentences))
    if summary.documents:
        yield Block("heading", 2, _("Annex: documents of the meeting"))
        for one in summary.documents:
            yield Block("item", 1, " · ".join(filter(None, [one.title, one.symbol])))


def as_html(summary: Printed, at: datetime) -> bytes:
    """A page that stands alone, without anything from elsewhere."""
    return render_to_string("site/summary/file.html", {"summary": summary}).encode()


MAKERS: dict[str, Callable[[Printed, datetime], bytes]] = {
    "pdf": lambda summary, at: pdf.pdf(paper(summary), issued_at=at, template="minutes"),
    "docx": lambda summary, at: as_docx(paper(summary), at),
    "html": as_html,
    "akn": akn.written,
}
