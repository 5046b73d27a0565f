"""Browsing the register: the list with its filters, one practice, the coverage picture, challenges, initiatives."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings import queries
from comity.meetings.models import Instrument, Meeting
from comity.practices import compendium, machine_readable, public, register
from comity.practices.models import Challenge, Initiative
from comity.practices.showing import Card, ChallengeCard, Cited, Coverage, InitiativeCard, Label, Page, Status
from comity.web.site import chosen
from comity.web.site.register import linked_data, telling

GONE = 410
EVERY = 1_000_000
LARGEST_DISC = 15
"""Radius of a full disc of the coverage picture, in pixels."""


@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """What is shared of a meeting and holds, by filters with their counts."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    wanted = wanted_of(request)
    listing = register.listing(
        [meeting], at=at, language=reader_language(), chosen=wanted, page=chosen.page_number(request)
    )
    return render(
        request,
        "site/register/practices.html",
        {
            **around(meeting, meetings, at),
            "listing": listing,
            "filters": [(name, label(name), options) for name, options in listing.filters.items() if options],
            "filtered": any(wanted.values()),
            "query": chosen.without_page(request.GET),
        },
    )


@require_safe
def practices_data(request: HttpRequest) -> HttpResponse:
    """The list for programmes, with the same filters, on one page."""
    at = timezone.now()
    meeting, _every = chosen.meetings(request, at=at)
    if meeting is None:
        raise Http404
    language, wanted = reader_language(), wanted_of(request)
    listing = register.listing([meeting], at=at, language=language, chosen=wanted, per_page=EVERY)
    return as_json(linked_data.listed(meeting, listing, wanted))


def wanted_of(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in register.FILTERS}


def around(meeting: Meeting, meetings: list[Meeting], at: datetime) -> dict[str, Any]:
    """What every list of the register shows around itself."""
    return {
        "meeting": meeting,
        "meetings": meetings,
        "has_edition": compendium.latest(meeting.pk, at=at) is not None,
    }


def label(name: str) -> str:
    return {
        "chapter": _("Chapter"),
        "aspect": _("Aspect"),
        "threat": _("Threat"),
        "measure": _("Measure"),
        "approach": _("Type of measure"),
        "actor": _("Actor"),
        "region": _("Regional group"),
        "instrument": _("Instrument"),
        "maturity": _("Maturity"),
        "status": _("Status"),
    }[name]


@require_safe
def practice(request: HttpRequest, ref: str) -> HttpResponse:
    """One practice whole, or what became of it."""
    at = timezone.now()
    page, meeting = found(ref, at)
    leads_to = (
        public.find(page.superseded_by, at=at, language=reader_language()) if page.superseded_by else None
    )
    return render(
        request,
        "site/register/practice.html",
        {
            "page": page,
            "card": page.card,
            "meeting": meeting,
            "is_recommended": page.card.status == Status.RECOMMENDED,
            "is_withdrawn": page.card.status == Status.WITHDRAWN,
            "leads_to": leads_to.card if leads_to else None,
            "parts": [(one, telling.paragraphs(one, page)) for one in page.parts],
            "supporting": telling.sources(page.sources, "supports"),
            "diverging": telling.sources(page.sources, "diverges"),
            "history": [(one, telling.happened(one)) for one in page.history],
            "linked_data": linked_data.script(page, meeting),
        },
        status=GONE if page.card.status == Status.WITHDRAWN else 200,
    )


def found(ref: str, at: datetime) -> tuple[Page, Meeting]:
    """The practice and its meeting. Raises `Http404` for what the public does not know of."""
    page = public.find(ref, at=at, language=reader_language())
    meeting = next((one for one in queries.public() if page and one.slug == page.card.meeting), None)
    if page is None or meeting is None:
        raise Http404
    return page, meeting


@require_safe
def data(request: HttpRequest, ref: str) -> HttpResponse:
    """The practice as JSON."""
    page, _meeting = found(ref, timezone.now())
    return as_json(machine_readable.whole(page), status=GONE if page.card.status == Status.WITHDRAWN else 200)


@require_safe
def quotes(request: HttpRequest, ref: str) -> HttpResponse:
    """The quotes on which the practice rests as W3C Web Annotations."""
    page, _meeting = found(ref, timezone.now())
    return as_json(linked_data.quotes(page), media_type="application/ld+json")


def as_json(content: object, *, status: int = 200, media_type: str = "application/json") -> JsonResponse:
    return JsonResponse(
        content,
        status=status,
        content_type=media_type,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


# The coverage picture ---------------------------------------------------------------------------------------------


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


# Challenges and initiatives ----------------------------------------------------------------------------------------


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    """What delegations find hard, and what answers it."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    cards = register.challenges([meeting], at=at, language=reader_language())
    return render(
        request,
        "site/register/challenges.html",
        {
            **around(meeting, meetings, at),
            "challenges": [(one, telling.sources(one.sources)) for one in cards],
            "open": sum(not one.answered_by for one in cards),
        },
    )


def challenge_of(ref: str) -> tuple[ChallengeCard, Meeting]:
    at = timezone.now()
    home = get_object_or_404(
        Challenge.objects.select_related("meeting"), ref=ref, public_from__lte=at
    ).meeting
    if home not in queries.public():
        raise Http404
    cards = register.challenges([home], at=at, language=reader_language())
    return next(one for one in cards if one.ref == ref), home


@require_safe
def challenge(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = challenge_of(ref)
    return render(
        request,
        "site/register/challenge.html",
        {"challenge": card, "meeting": meeting, "sources": telling.sources(card.sources)},
    )


@require_safe
def challenge_data(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = challenge_of(ref)
    return as_json(linked_data.challenge(card, meeting))


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """Named programmes: local, national, regional and global (R06-2, R06-3)."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    level, region = request.GET.get("level", ""), request.GET.get("region", "")
    every = register.initiatives([meeting], at=at)
    return render(
        request,
        "site/register/initiatives.html",
        {
            **around(meeting, meetings, at),
            "initiatives": [
                one
                for one in every
                if (not level or one.level.code == level)
                and (not region or (one.region is not None and one.region.code == region))
            ],
            "of_all": len(every),
            "levels": counted(one.level for one in every),
            "regions": counted(one.region for one in every if one.region is not None),
            "level": level,
            "region": region,
        },
    )


def counted(labels: Iterable[Label]) -> list[tuple[Label, int]]:
    """Each label once with how often it occurs, by title."""
    found = [*labels]
    return [(one, found.count(one)) for one in sorted(set(found), key=lambda one: one.title)]


def initiative_of(ref: str) -> tuple[InitiativeCard, Meeting]:
    card = register.initiative(ref, at=timezone.now())
    home = get_object_or_404(Initiative.objects.select_related("meeting"), ref=ref).meeting
    if card is None or home not in queries.public():
        raise Http404
    return card, home


@require_safe
def initiative(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = initiative_of(ref)
    return render(
        request,
        "site/register/initiative.html",
        {"initiative": card, "meeting": meeting},
        status=GONE if card.is_withdrawn else 200,
    )


@require_safe
def initiative_data(request: HttpRequest, ref: str) -> HttpResponse:
    card, meeting = initiative_of(ref)
    return as_json(linked_data.initiative(card, meeting), status=GONE if card.is_withdrawn else 200)


def permanent(ref: str) -> str:
    """Address of the page of a practice, challenge or initiative that the public may know of; "" for any other."""
    at = timezone.now()
    if public.find(ref, at=at, language=reader_language()) is not None:
        return reverse("site:practice", args=[ref])
    if register.initiative(ref, at=at) is not None:
        return reverse("site:initiative", args=[ref])
    if Challenge.objects.filter(ref=ref, public_from__lte=at).exists():
        return reverse("site:challenge", args=[ref])
    return ""
