"""More of the register: the words on which it rests, and the editions of the compendium."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from comity.languages import reader_language
from comity.meetings.models import Meeting
from comity.practices import compendium, machine_readable, public
from comity.practices.models import Edition
from comity.practices.sources import PublicSource, Telling
from comity.web.api.asking import meeting_of, paged
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Label, Page, PageNumber, PerPage
from comity.web.api.shapes.register import (
    ChapterOut,
    CompendiumLine,
    CompendiumOut,
    ExcerptOut,
    PracticeOut,
)

TAGS = ["practices"]
COMPENDIUM = "/meetings/{slug:slug}/compendium"
Place = tuple[str, int, str, int, int]
"""Of words: statement, version, anchor, start and end."""


@router.get(
    "/meetings/{slug:slug}/excerpts",
    response=Page[ExcerptOut],
    url_name="excerpts",
    summary="List the words on which practices rest",
    tags=TAGS,
)
def excerpts(
    request: HttpRequest, slug: str, page: PageNumber = 1, per_page: PerPage = 50
) -> Page[ExcerptOut]:
    """Of practices that hold, and whose source may be told. What is not attributed, or under seal, is not there and not
    counted."""
    return paged(quoted(meeting_of(request, slug), at=timezone.now()), page, per_page, list)


def quoted(meeting: Meeting, *, at: datetime) -> list[ExcerptOut]:
    """As pages of practices tell them, each once, in the order of statements and places."""
    practices = public.loaded(public.standing(at, meetings=[meeting])).order_by("pk")
    pages = public.pages([(one, None) for one in practices], at=at, language=reader_language())
    found: dict[Place, tuple[PublicSource, list[str]]] = {}
    for page in pages:
        for one in page.sources:
            if one.telling is Telling.QUOTED:
                place = (one.statement, one.version, one.anchor, one.start, one.end)
                found.setdefault(place, (one, []))[1].append(page.card.ref)
    return [excerpt(*found[place]) for place in sorted(found)]


def excerpt(one: PublicSource, refs: list[str]) -> ExcerptOut:
    return ExcerptOut(
        category=one.category,
        body=one.body,
        words=one.words,
        language=one.language,
        sha256=one.sha256,
        statement=f"{settings.PUBLIC_ADDRESS}/id/{one.statement}",
        version=one.version,
        anchor=one.anchor,
        address=one.address,
        practices=list(dict.fromkeys(refs)),
    )


def issued(meeting: Meeting, *, at: datetime) -> QuerySet[Edition]:
    return Edition.objects.filter(meeting=meeting, issued_at__lte=at).select_related("meeting")


def edition_line(one: Edition) -> CompendiumLine:
    return CompendiumLine(meeting=one.meeting.slug, number=one.number, kind=one.kind, issued_at=one.issued_at)


@router.get(
    COMPENDIUM,
    response=list[CompendiumLine],
    url_name="compendium",
    summary="List editions of the compendium",
    tags=TAGS,
)
def editions(request: HttpRequest, slug: str) -> list[CompendiumLine]:
    """Editions and addenda that were issued, the newest first."""
    rows = issued(meeting_of(request, slug), at=timezone.now())
    return [edition_line(one) for one in rows.order_by("-number")]


@router.get(
    f"{COMPENDIUM}/{{int:number}}",
    response=CompendiumOut,
    url_name="compendium_edition",
    summary="Read an edition of the compendium",
    tags=TAGS,
)
def edition(request: HttpRequest, slug: str, number: int) -> CompendiumOut:
    """Its practices by chapter, in the reader's language or their original. What may be told of sources is asked at
    every read."""
    at = timezone.now()
    rows = issued(meeting_of(request, slug), at=at)
    one = rows.filter(number=number).first() if number < 1 << 15 else None
    if one is None:
        raise Http404
    content = compendium.of(one, at=at, language=reader_language())
    chapters = [
        ChapterOut(
            chapter=Label(code=chapter.code, title=chapter.title),
            practices=[PracticeOut.model_validate(machine_readable.whole(page)) for page in pages],
        )
        for chapter, pages in content.chapters
    ]
    return CompendiumOut(**dict(edition_line(one)), chapters=chapters)
