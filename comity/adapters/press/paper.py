"""A press release as it is printed (DOMAIN.md A.5), ready to be set by whatever writes the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comity.languages import comma, localized
from comity.meetings.times import at_venue, written_date
from comity.press import shown
from comity.press.models import PressRelease
from comity.press.shown import Quoted, Shown

Run = tuple[str, str]
"""Words, and their language where it is another one than that of the release ("" else)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: "lead", "paragraph", "quote" (`by`: whose words they are), "heading" or "line"."""

    kind: str
    runs: tuple[Run, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Every word in the language of the release. `embargo` is empty once it may be told."""

    language: str
    convener: str
    meeting: str
    title: str
    edition: str
    issued_on: str
    embargo: str
    correction: str
    dateline: str
    pieces: tuple[Piece, ...]
    standing: str
    address: str
    sample: str


def paper(page: Shown, *, at: datetime) -> Paper:
    """Labels in the language that is active."""
    meeting, version, corrected = page.release.meeting, page.version, _("Correction:")
    instant = version.public_from or version.created_at
    standing = [_("For information media. Not an official record.")]
    if page.release.kind == PressRelease.Kind.REMARKS:
        standing.insert(0, _("Check against delivery."))
    return Paper(
        language=page.text.language,
        convener=localized(meeting.convened_by) or str(meeting),
        meeting=str(meeting),
        title=page.text.headline,
        edition=" ".join(filter(None, [capfirst(page.release.get_kind_display()), page.release.number])),
        issued_on=written_date(instant.astimezone(meeting.zone).date()),
        embargo=embargo(page, at=at),
        correction=f"{corrected} {page.correction}" if page.correction else "",
        dateline=page.text.dateline,
        pieces=tuple(pieces(page)),
        standing=" ".join(standing),
        address=page.release.permanent_address,
        sample=_("Sample: invented for demonstration") if meeting.sample else "",
    )


def embargo(page: Shown, *, at: datetime) -> str:
    """The line that stands above what may not be told yet."""
    until = page.version.public_from
    if until is not None and until > at:
        return _("EMBARGOED UNTIL %(time)s") % {"time": at_venue(until, page.release.meeting)}
    return "" if until is not None else _("DRAFT: NOT FOR RELEASE")


def pieces(page: Shown) -> Iterator[Piece]:
    language = page.text.language
    yield from (piece("lead", block, language) for block in page.lead)
    yield from (piece("paragraph", block, language) for block in page.body)
    for label, lines, kind in (
        (_("Background"), page.background, "paragraph"),
        (_("Contacts"), page.contacts, "line"),
    ):
        if lines:
            yield Piece("heading", ((label, ""),))
            yield from (Piece(kind, ((words, ""),)) for words in lines)


def piece(kind: str, block: shown.Block, language: str) -> Piece:
    """One quotation alone stands apart, with the name of who said it."""
    first = block.pieces[0] if block.pieces else ""
    if block.is_quote and isinstance(first, Quoted) and first.words:
        return Piece("quote", (quoted(first, language),), by(first))
    return Piece(kind, tuple(made for one in block.pieces for made in runs(one, language)))


def runs(one: shown.Piece, language: str) -> Iterator[Run]:
    if isinstance(one, str):
        yield one, ""
        return
    yield quoted(one, language)
    if one.is_foreign:
        yield f" [{one.language_name}]", ""


def quoted(one: Quoted, language: str) -> Run:
    return shown.in_marks(one), one.language if one.language != language else ""


def by(one: Quoted) -> str:
    said = [one.speaker, _("in writing") if one.in_writing else ""]
    named = comma().join(filter(None, said))
    return f"{named} [{one.language_name}]" if one.is_foreign else named
