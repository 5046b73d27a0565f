"""Editions of the framework: the latest, each one, as a file, and beside another one."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.adapters.framework import files
from comity.adapters.framework.paper import printed
from comity.framework import differing, public
from comity.framework.campaigns import public as campaigns
from comity.framework.models import FrameworkEdition
from comity.languages import reader_language
from comity.web.shared.files import downloads, made_file
from comity.web.site import chosen


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The last edition of the meeting's framework."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    found = public.issued(meeting.pk, at=at).first()
    if found is None:
        return render(request, "site/framework/none.html", {"meeting": meeting, "meetings": meetings})
    return page(request, found, at)


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition; an earlier one says that another followed."""
    at = timezone.now()
    return page(request, find(slug, number, at), at)


def find(slug: str, number: int, at: datetime) -> FrameworkEdition:
    """The edition of that number, if the public knows of the meeting."""
    found = public.issued(chosen.known(slug).pk, at=at).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, one: FrameworkEdition, at: datetime) -> HttpResponse:
    content = public.of(one, at=at, language=reader_language())
    meeting = one.framework.meeting
    others = [other for other in public.issued(meeting.pk, at=at) if other.pk != one.pk]
    return render(
        request,
        "site/framework/edition.html",
        {
            "meeting": meeting,
            "edition": one,
            "content": content,
            "paper": printed(content, one),
            "others": others,
            "has_campaigns": campaigns.of_meeting(meeting.pk).exists(),
            "before": next((other for other in others if other.number < one.number), None),
            "downloads": downloads(files.TYPES, "site:framework_file", meeting.slug, one.number),
        },
    )


@require_safe
def file(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The edition as a file in the language of the address."""
    at = timezone.now()
    one = find(slug, number, at)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    content = files.file(one, kind, language=language, at=at)
    return made_file(content, files.TYPES[kind], files.file_name(one, kind, language))


@require_safe
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two editions, number by number (R12-8)."""
    at, language = timezone.now(), reader_language()
    old, new = find(slug, before, at), find(slug, after, at)
    rows = differing.between(
        public.of(old, at=at, language=language), public.of(new, at=at, language=language)
    )
    context = {"meeting": new.framework.meeting, "before": old, "after": new, "rows": rows}
    return render(request, "site/framework/difference.html", context)
