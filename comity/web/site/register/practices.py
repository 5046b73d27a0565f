"""Practices: the list with its filters, one practice, its data, and where a permanent address leads."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.framework import standing
from comity.languages import reader_language
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.practices import machine_readable, public, register
from comity.practices.models import Challenge, Initiative
from comity.practices.showing import Page, Status
from comity.web.site import chosen
from comity.web.site.register import linked_data, telling
from comity.web.site.register.frame import EVERY, GONE, around, as_json


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
            "places": standing.of(ref, meeting, at=at, language=reader_language()),
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


def permanent(ref: str) -> str:
    """Address of the page of a practice, challenge or initiative that the public may know of; "" for any other."""
    at = timezone.now()
    announced = queries.was_announced("meeting__") & Q(ref=ref)
    if public.shared(at).filter(announced).exists():
        return reverse("site:practice", args=[ref])
    if Initiative.objects.filter(announced).exists() and register.initiative(ref, at=at) is not None:
        return reverse("site:initiative", args=[ref])
    if Challenge.objects.filter(announced, public_from__lte=at).exists():
        return reverse("site:challenge", args=[ref])
    return ""
