"""What is before the press: releases that are out, and highlights. What is at work or under embargo is not there."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.languages import reader_language
from comity.meetings.queries import is_public
from comity.press import shown
from comity.press.models import ReleaseVersion
from comity.press.shown import Block, Quoted, Shown
from comity.web.api.asking import meeting_of, paged
from comity.web.api.problems import Problem
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.press import (
    BlockOut,
    HighlightOut,
    QuoteOut,
    ReleaseLine,
    ReleaseOut,
    ReleaseVersionLine,
)
from comity.web.site.press.pages import Picked, of_highlights

TAGS = ["press"]


def line(one: Shown) -> ReleaseLine:
    version, release = one.version, one.release
    assert version.public_from is not None  # what is listed is public
    return ReleaseLine(
        ref=release.ref,
        address=release.permanent_address,
        meeting=release.meeting.slug,
        kind=release.kind,
        symbol=release.number,
        version=version.number,
        released_at=version.public_from,
        language=one.text.language,
        languages=one.languages,
        headline=one.text.headline,
        dateline=one.text.dateline,
        opening=one.opening,
    )


def lines(rows: list[ReleaseVersion]) -> list[ReleaseLine]:
    at, language = timezone.now(), reader_language()
    return [line(shown.page(one, language, at=at, draft=True)) for one in rows]


@router.get(
    "/meetings/{slug:slug}/releases",
    response=Page[ReleaseLine],
    url_name="releases",
    summary="List press releases",
    tags=TAGS,
)
def releases(
    request: HttpRequest, slug: str, page: PageNumber = 1, per_page: PerPage = 20
) -> Page[ReleaseLine]:
    """Those that are out, the latest first, each as it stands now."""
    meeting = meeting_of(request, slug)
    return paged(shown.public(timezone.now()).filter(release__meeting=meeting), page, per_page, lines)


@router.get(
    "/releases/{slug:ref}",
    response=ReleaseOut,
    url_name="release",
    summary="Read a press release",
    tags=TAGS,
)
def release(request: HttpRequest, ref: str) -> ReleaseOut:
    """As it stands now, with quotations as far as their sources let them be told. 410 for one that was withdrawn."""
    at = timezone.now()
    found = shown.find(ref, at=at)
    if found is None:
        gone = shown.withdrawn(ref)
        if gone is None or not is_public(gone.meeting):
            raise Http404
        raise Problem(410, "gone", _("This release was withdrawn. Its address stays."))
    if not is_public(found.meeting):
        raise Http404
    return whole(shown.page(found, reader_language(), at=at))


def whole(one: Shown) -> ReleaseOut:
    quotes = [piece for each in (*one.lead, *one.body) for piece in each.pieces if isinstance(piece, Quoted)]
    return ReleaseOut(
        **dict(line(one)),
        lead=[block(each) for each in one.lead],
        body=[block(each) for each in one.body],
        background=one.background,
        contacts=one.contacts,
        quotes=[quote(each) for each in quotes],
        correction=one.correction,
        history=[
            ReleaseVersionLine(number=each.number, released_at=each.public_from) for each in one.history
        ],
    )


def block(one: Block) -> BlockOut:
    return BlockOut(text=one.plain, is_quote=one.is_quote)


def quote(one: Quoted) -> QuoteOut:
    return QuoteOut(**{name: getattr(one, name) for name in QuoteOut.model_fields})


@router.get(
    "/meetings/{slug:slug}/highlights",
    response=list[HighlightOut],
    url_name="highlights",
    summary="List highlights",
    tags=TAGS,
)
def highlights(request: HttpRequest, slug: str) -> list[HighlightOut]:
    """Public words of statements that the press office picked, the latest first."""
    return [highlight(one) for one in of_highlights(meeting_of(request, slug), at=timezone.now())]


def highlight(one: Picked) -> HighlightOut:
    said = one.quoted
    return HighlightOut(
        words=said.words,
        language=said.language,
        speaker=said.speaker,
        statement=said.ref,
        address=f"{settings.PUBLIC_ADDRESS}/id/{said.ref}#p-{said.anchor}",
        anchor=said.anchor,
        in_writing=said.in_writing,
    )
