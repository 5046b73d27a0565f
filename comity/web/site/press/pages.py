"""The press room: what was released, when the press is met, which words are worth repeating."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from comity.adapters.press import files
from comity.languages import NATIVE_NAMES, page_language, reader_language
from comity.meetings.models import Meeting
from comity.meetings.queries import is_public
from comity.papers.models import DocumentVersion
from comity.press import highlights as picked
from comity.press import shown
from comity.press.models import Highlight, PressConference, ReleaseVersion
from comity.press.shown import Quoted, Shown
from comity.web.shared.files import made_file
from comity.web.site import chosen
from comity.web.site.feeds import absolute

FIRST = 3
"""Highlights that the press room and the home page show before they lead to all."""
LOCALES = {"ar": "ar_AR", "zh": "zh_CN", "en": "en_GB", "fr": "fr_FR", "ru": "ru_RU", "es": "es_ES"}
"""As preview cards name languages (ogp.me): with a country."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A highlight with its words in the reader's language, or as they were said."""

    highlight: Highlight
    quoted: Quoted


def of_highlights(meeting: Meeting, *, at: datetime, first: int | None = None) -> list[Picked]:
    """Public highlights of a meeting, the latest first."""
    found = picked.public(meeting, at=at)
    told = shown.may_be_shown(found[:first], at=at)
    language = reader_language()
    return [Picked(one, shown.quoted(0, one, told.get(one.pk, []), language)) for one in found[:first]]


def of_releases(meeting: Meeting, *, at: datetime) -> list[Shown]:
    versions = shown.public(at).filter(release__meeting=meeting)
    return [shown.page(one, reader_language(), at=at, draft=True) for one in versions]


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    """Releases, press conferences and highlights of a meeting."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    conferences = PressConference.objects.public(at).filter(meeting=meeting)
    return render(
        request,
        "site/press/room.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "releases": of_releases(meeting, at=at),
            "coming": [one for one in conferences if one.ends_at > at],
            "held": [one for one in conferences if one.ends_at <= at],
            "highlights": of_highlights(meeting, at=at, first=FIRST),
            "highlighted": Highlight.objects.public(at).filter(meeting=meeting).count(),
        },
    )


@require_safe
def highlights(request: HttpRequest) -> HttpResponse:
    """Every highlight of a meeting."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    words = {"meeting": meeting, "meetings": meetings, "highlights": of_highlights(meeting, at=at)}
    return render(request, "site/press/highlights.html", words)


@require_safe
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """A release as it stands now; what is under embargo is not there, what was withdrawn says so."""
    at = timezone.now()
    found = shown.find(ref, at=at)
    if found is None:
        gone = shown.withdrawn(ref)
        if gone is None or not is_public(gone.meeting):
            raise Http404
        return render(request, "site/press/gone.html", {"meeting": gone.meeting, "release": gone}, status=410)
    return page(request, found, at=at)


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """What a release said before it was corrected."""
    at = timezone.now()
    found = shown.find(ref, at=at, number=number)
    if found is None:
        raise Http404
    return page(request, found, at=at)


@require_safe
def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """What stands now as a file, in the reader's language or the original."""
    at = timezone.now()
    found = shown.find(ref, at=at)
    if found is None or kind not in files.TYPES:
        raise Http404
    one = shown.page(found, reader_language(), at=at)
    return made_file(files.file(one, kind, at=at), files.TYPES[kind], files.file_name(one, kind))


def page(request: HttpRequest, found: ReleaseVersion, *, at: datetime) -> HttpResponse:
    one = shown.page(found, reader_language(), at=at)
    return render(
        request,
        "site/press/release.html",
        {
            "meeting": found.meeting,
            "page": one,
            "address": address(found, one.text.language),
            "locale": LOCALES[one.text.language],
            "locales": [LOCALES[code] for code in one.languages if code != one.text.language],
            "others": [
                (code, NATIVE_NAMES[code], address(found, code))
                for code in one.languages
                if code != one.text.language
            ],
            "newer": one.history[0] if one.history and one.history[0].number > found.number else None,
        },
    )


def address(version: ReleaseVersion, language: str) -> str:
    with override(page_language(language)):
        return absolute(reverse("site:press_release", args=[version.release.ref]))


@require_safe
def conference(request: HttpRequest, ref: str) -> HttpResponse:
    """When and where, who speaks, what lies there, and the recording."""
    at = timezone.now()
    found = PressConference.objects.public(at).filter(ref=ref).select_related("meeting").first()
    if found is None or not is_public(found.meeting):
        raise Http404
    papers = DocumentVersion.objects.public(at).filter(document__press_conferences=found)
    released = shown.public(at).filter(release__press_conferences=found)
    return render(
        request,
        "site/press/conference.html",
        {
            "meeting": found.meeting,
            "conference": found,
            "papers": papers.select_related("document").order_by("document__pk", "-number"),
            "releases": [shown.page(one, reader_language(), at=at, draft=True) for one in released],
            "is_coming": found.ends_at > at and found.state == PressConference.State.ANNOUNCED,
        },
    )
