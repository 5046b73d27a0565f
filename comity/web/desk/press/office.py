"""The work that waits in the press office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.press import checking, writing
from comity.press.models import Accreditation, Highlight, PressConference, PressRelease, ReleaseVersion
from comity.press.models.releases import headline
from comity.refusals import Refused
from comity.web.desk.press.place import may, meeting_of, person

Kind, State = PressRelease.Kind, ReleaseVersion.State


@dataclass(frozen=True, slots=True)
class Row:
    """A release with its last version: what it is called, where it stands, what keeps it."""

    version: ReleaseVersion
    headline: str
    is_under_embargo: bool
    is_public: bool
    is_mailed: bool
    faults: list[checking.Fault]


def rows(meeting: Meeting, *, at: datetime) -> list[Row]:
    last: dict[int, ReleaseVersion] = {}
    every = ReleaseVersion.objects.filter(release__meeting=meeting).select_related("release__meeting")
    for version in every.prefetch_related("texts").order_by("release", "number"):
        last[version.release_id] = version
    public = {
        *ReleaseVersion.objects.public(at)
        .filter(pk__in=[one.pk for one in last.values()])
        .values_list("pk", flat=True)
    }
    return [
        Row(
            version=one,
            headline=headline(one),
            is_under_embargo=one.is_under_embargo(at),
            is_public=one.pk in public,
            is_mailed=one.mailed_at is not None,
            faults=checking.faults(one, at=at) if one.state == State.DRAFT else [],
        )
        for one in sorted(last.values(), key=lambda one: one.created_at, reverse=True)
    ]


@login_required
@never_cache
@require_safe
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """Releases in work, highlights to approve, requests to decide, conferences."""
    return show(request, meeting_of(request, slug))


def show(request: HttpRequest, meeting: Meeting, refusal: Refused | None = None) -> HttpResponse:
    at = timezone.now()
    words = {
        "meeting": meeting,
        "may": may(request, meeting),
        "refusal": refusal,
        "rows": rows(meeting, at=at),
        "picked": Highlight.objects.filter(meeting=meeting, state=Highlight.State.PICKED).count(),
        "approved": Highlight.objects.public(at).filter(meeting=meeting).count(),
        "lost": lost(meeting, at=at),
        "asking": Accreditation.objects.filter(meeting=meeting, state=Accreditation.State.ASKED).count(),
        "listed": Accreditation.objects.listed().filter(meeting=meeting).count(),
        "conferences": PressConference.objects.filter(meeting=meeting),
        "kinds": Kind.choices,
        "languages": NATIVE_NAMES,
        "reader": reader_language(),
    }
    return render(request, "desk/press/office.html", words, status=refusal.status if refusal else 200)


def lost(meeting: Meeting, *, at: datetime) -> list[tuple[Highlight, str]]:
    """Approved highlights whose words do not stand before the public, and why."""
    approved = Highlight.objects.filter(meeting=meeting, state=Highlight.State.APPROVED)
    standing = Highlight.objects.public(at).filter(meeting=meeting).values("pk")
    return [(one, checking.why_not(one, at=at)) for one in approved.exclude(pk__in=standing)]


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a release of the kind and language that were chosen."""
    meeting = meeting_of(request, slug)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:press", slug=slug)
    kind = request.POST.get("kind", "")
    try:
        version = writing.begin(
            meeting,
            kind=Kind(kind) if kind in Kind.values else Kind.RELEASE,
            language=request.POST.get("language", ""),
            by=person(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return show(request, meeting, refusal)
    return redirect("desk:press_release", ref=version.release.ref)
