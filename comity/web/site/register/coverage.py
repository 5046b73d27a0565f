"""The coverage picture: aspects by chapters, paragraphs of instruments, challenges that nothing answers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings.models import Instrument, Meeting
from comity.practices import register
from comity.practices.showing import Card, Cited, Coverage, Label
from comity.web.site import chosen
from comity.web.site.register import linked_data
from comity.web.site.register.frame import EVERY, around, as_json

LARGEST_DISC = 15
"""Radius of a full disc of the coverage picture, in pixels."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the picture; `radius` of its disc, whose area stands for the count."""

    count: int
    radius: float
    address: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The operative paragraphs of an instrument, each with the practices that rest on it."""

    cited: Cited
    squares: list[tuple[int, bool]]
    """(number of the paragraph, whether a practice rests on it); [] where their number is not known."""
    paragraphs: list[tuple[str, list[Card]]]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Where there is much and where nothing: aspects by chapters, paragraphs of instruments, open challenges."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    picture = register.coverage(meeting, at=at, language=reader_language())
    cards = register.listing([meeting], at=at, language=reader_language(), per_page=EVERY).cards
    return render(
        request,
        "site/register/coverage.html",
        {
            **around(meeting, meetings, at),
            "picture": picture,
            "rows": rows(picture, meeting),
            "ribbons": ribbons(picture, {one.ref: one for one in cards}),
            "total": len(cards),
        },
    )


@require_safe
def coverage_data(request: HttpRequest) -> HttpResponse:
    """The same for programmes."""
    at = timezone.now()
    meeting, _every = chosen.meetings(request, at=at)
    if meeting is None:
        raise Http404
    return as_json(
        linked_data.covered(meeting, register.coverage(meeting, at=at, language=reader_language()))
    )


def rows(picture: Coverage, meeting: Meeting) -> list[tuple[Label, list[Cell]]]:
    """A row for each chapter, a cell for each aspect."""
    most = max([*picture.cells.values(), 1])
    home = f"{reverse('site:practices')}?meeting={meeting.slug}"
    return [
        (
            chapter,
            [
                Cell(
                    count := picture.cells[aspect.code, chapter.code],
                    round(LARGEST_DISC * math.sqrt(count / most), 1),
                    f"{home}&aspect={aspect.code}&chapter={chapter.code}",
                )
                for aspect in picture.aspects
            ],
        )
        for chapter in picture.chapters
    ]


def ribbons(picture: Coverage, cards: dict[str, Card]) -> list[Ribbon]:
    """One for each instrument on which a practice rests."""
    lengths = dict(
        Instrument.objects.filter(slug__in={one.slug for one in picture.paragraphs}).values_list(
            "slug", "operative_paragraphs"
        )
    )
    by_slug: dict[str, list[tuple[Cited, list[str]]]] = {}
    for cited, refs in picture.paragraphs.items():
        by_slug.setdefault(cited.slug, []).append((cited, refs))
    return [
        Ribbon(
            cited=pairs[0][0],
            squares=squares(lengths.get(slug), {cited.paragraph for cited, _refs in pairs}),
            paragraphs=[(cited.paragraph, [cards[ref] for ref in refs]) for cited, refs in pairs],
        )
        for slug, pairs in by_slug.items()
    ]


def squares(length: int | None, cited: Iterable[str]) -> list[tuple[int, bool]]:
    """ "2 (f)" is a part of paragraph 2."""
    numbers = {int(one.split()[0]) for one in cited if one.split() and one.split()[0].isdecimal()}
    return [(number, number in numbers) for number in range(1, (length or 0) + 1)]
