"""The compendium: an edition on a page, and its files in six languages."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import require_safe

from comity.adapters.compendium import book, files
from comity.languages import NATIVE_NAMES, page_language, reader_language
from comity.meetings import queries
from comity.practices import compendium
from comity.practices.models import Edition
from comity.web.site import chosen


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The last full edition of the meeting."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    found = compendium.latest(meeting.pk, at=at)
    if found is None:
        return render(request, "site/register/no_compendium.html", {"meeting": meeting, "meetings": meetings})
    return page(request, found, at)


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One edition or addendum."""
    at = timezone.now()
    return page(request, find(slug, number, at), at)


def find(slug: str, number: int, at: datetime) -> Edition:
    meeting = next((one for one in queries.public() if one.slug == slug), None)
    found = Edition.objects.filter(meeting=meeting, number=number, issued_at__lte=at).first()
    if meeting is None or found is None:
        raise Http404
    return found


def page(request: HttpRequest, one: Edition, at: datetime) -> HttpResponse:
    content = compendium.of(one, at=at, language=reader_language())
    day = one.issued_at.astimezone(one.meeting.zone).date()
    return render(
        request,
        "site/register/compendium.html",
        {
            "meeting": one.meeting,
            "has_edition": True,
            "edition": one,
            "book": book.book(content, one.meeting, day),
            "others": Edition.objects.filter(meeting=one.meeting, issued_at__lte=at).exclude(pk=one.pk),
            "downloads": [
                (code, NATIVE_NAMES[code], [(kind.upper(), address(one, kind, code)) for kind in files.TYPES])
                for code in NATIVE_NAMES
            ],
        },
    )


def address(one: Edition, kind: str, language: str) -> str:
    with override(page_language(language)):
        return reverse("site:edition_file", args=[one.meeting.slug, one.number, kind])


@require_safe
def download(request: HttpRequest, slug: str, number: int, kind: str) -> HttpResponse:
    """The edition as a file in the language of the address."""
    at = timezone.now()
    one = find(slug, number, at)
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    response = HttpResponse(files.file(one, kind, language=language, at=at), content_type=files.TYPES[kind])
    name = files.file_name(one, kind, language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Every request asks anew, so that a withdrawal holds in the caches between us and the reader.
    patch_cache_control(response, private=True, no_cache=True)
    return response
