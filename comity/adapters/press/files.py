"""A press release as a PDF or DOCX file (DOMAIN.md A.5); made anew each time: quotations may be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.adapters.compendium import pdf
from comity.adapters.minutes.files import as_docx
from comity.adapters.minutes.paper import Block, Paper
from comity.languages import localized, page_language
from comity.meetings.times import at_venue, written_date
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


def paper(page: Shown, *, at: datetime) -> Paper:
    """Labels in the language that is active."""
    meeting, version = page.release.meeting, page.version
    called = [str(page.release.get_kind_display()), page.release.number]
    instant = version.public_from or version.created_at
    return Paper(
        language=page.text.language,
        title=page.text.headline,
        convener=localized(meeting.convened_by),
        meeting=str(meeting),
        place_and_dates=embargo(page, at=at),
        edition=" ".join(filter(None, called)),
        issued_on=written_date(instant.astimezone(meeting.zone).date()),
        naming=_("For information media. Not an official record."),
        sample=_("Sample: invented for demonstration") if meeting.sample else "",
        blocks=tuple(blocks(page)),
    )


def embargo(page: Shown, *, at: datetime) -> str:
    """The line that stands above what may not be told yet."""
    until = page.version.public_from
    if until is not None and until > at:
        return _("EMBARGOED UNTIL %(time)s") % {"time": at_venue(until, page.release.meeting)}
    return "" if until is not None else _("DRAFT: NOT FOR RELEASE")


def blocks(page: Shown) -> Iterator[Block]:
    if page.correction:
        yield Block("paragraph", 0, f"{_('Correction:')} {page.correction}")
    lead = [block.plain for block in page.lead]
    if page.text.dateline:
        lead[:1] = [f"{page.text.dateline} – {lead[0] if lead else ''}".rstrip(" –")]
    yield from (Block("paragraph", 0, words) for words in lead)
    yield from (Block("paragraph", 0, block.plain) for block in page.body)
    if page.background:
        yield Block("heading", 2, _("Background"))
        yield from (Block("paragraph", 0, words) for words in page.background)
    if page.contacts:
        yield Block("heading", 2, _("Contacts"))
        yield from (Block("item", 1, words) for words in page.contacts)


MAKERS: dict[str, Callable[[Paper, datetime], bytes]] = {
    "pdf": lambda printed, at: pdf.pdf(printed, issued_at=at, template="minutes"),
    "docx": as_docx,
}
