"""Press conferences at the desk: planned, announced, with papers, held or cancelled."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES, localized, reader_language
from comity.meetings.models import Meeting
from comity.papers.models import Document
from comity.press import conferences, publication
from comity.press.models import PressConference, PressRelease
from comity.refusals import Refused
from comity.web.desk.press.place import conference_of, may, meeting_of, person
from comity.web.shared.sending import without_null

FIELDS = ("title", "place", "subject", "day", "from", "to", "persons")


def field(said: QueryDict, name: str) -> str:
    return without_null(said.get(name, "")).strip()


def read(said: QueryDict, meeting: Meeting, before: PressConference | None = None) -> dict[str, Any]:
    """The fields of the form in the reader's language; what stands in other languages stays. Raises `Refused`."""
    language = reader_language()
    if not field(said, "title") or not field(said, "place"):
        raise Refused(_("Give a title and the place."))
    try:
        day = date.fromisoformat(field(said, "day"))
        hours = [time.fromisoformat(field(said, name)) for name in ("from", "to")]
    except ValueError as error:
        raise Refused(_("Give the day, and from when to when.")) from error
    starts_at, ends_at = (publication.instant(day, hour, meeting.zone) for hour in hours)
    return {
        "titles": {**(before.titles if before else {}), language: field(said, "title")},
        "places": {**(before.places if before else {}), language: field(said, "place")},
        "subjects": {**(before.subjects if before else {}), language: field(said, "subject")},
        "starts_at": starts_at,
        "ends_at": ends_at,
        "persons": persons(field(said, "persons"), language, before),
    }


def persons(lines: str, language: str, before: PressConference | None) -> list[dict[str, Any]]:
    """One a line: name, comma, capacity."""
    known = {one["name"]: one.get("capacities", {}) for one in (before.persons if before else [])}
    found = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        name, _comma, capacity = (part.strip() for part in line.partition(","))
        found.append(
            {
                "name": name,
                "capacities": {**known.get(name, {}), **({language: capacity} if capacity else {})},
            }
        )
    return found


def filled(conference: PressConference) -> dict[str, str]:
    """The form as it stands."""
    language, zone = reader_language(), conference.meeting.zone
    starts, ends = (one.astimezone(zone) for one in (conference.starts_at, conference.ends_at))
    return {
        "title": conference.titles.get(language, ""),
        "place": conference.places.get(language, ""),
        "subject": conference.subjects.get(language, ""),
        "day": f"{starts:%Y-%m-%d}",
        "from": f"{starts:%H:%M}",
        "to": f"{ends:%H:%M}",
        "persons": "\n".join(
            ", ".join(filter(None, (one["name"], one.get("capacities", {}).get(language, ""))))
            for one in conference.persons
        ),
    }


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a press conference."""
    meeting, refusal = meeting_of(request, slug), None
    if request.method == "POST":
        try:
            made = conferences.plan(
                meeting, **read(request.POST, meeting), by=person(request), at=timezone.now()
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Planned. Announce it when it is sure."))
            return redirect("desk:press_conference", ref=made.ref)
    words = {
        "meeting": meeting,
        "form": {name: field(request.POST, name) for name in FIELDS},
        "may": may(request, meeting),
        "refusal": refusal,
    }
    return render(request, "desk/press/conference.html", words, status=refusal.status if refusal else 200)


@login_required
@never_cache
@require_safe
def conference(request: HttpRequest, ref: str) -> HttpResponse:
    return show(request, conference_of(request, ref))


def show(request: HttpRequest, one: PressConference, refusal: Refused | None = None) -> HttpResponse:
    papers = Document.objects.filter(meeting=one.meeting, sensitivity="unclassified", withdrawn_at=None)
    words = {
        "meeting": one.meeting,
        "conference": one,
        "form": filled(one),
        "papers": papers,
        "chosen": {*one.papers.values_list("pk", flat=True)},
        "releases": [(release, called(release)) for release in standing(one.meeting)],
        "lying": {*one.releases.values_list("pk", flat=True)},
        "wishing": one.accreditations.exclude(state="ended"),
        "languages": NATIVE_NAMES,
        "may": may(request, one.meeting),
        "refusal": refusal,
    }
    return render(request, "desk/press/conference.html", words, status=refusal.status if refusal else 200)


def standing(meeting: Meeting) -> QuerySet[PressRelease]:
    return PressRelease.objects.filter(meeting=meeting, withdrawn_at=None).prefetch_related("versions__texts")


def called(release: PressRelease) -> str:
    """The headline of its last version, or its reference where it has none yet."""
    texts = [text for version in release.versions.all() for text in version.texts.all()]
    last = max((text.version_id for text in texts), default=0)
    named = {text.language: text.headline for text in texts if text.version_id == last and text.headline}
    return localized(named) or release.ref


def carry_out(one: PressConference, name: str, said: QueryDict, *, by: Any, at: datetime) -> None:
    if name == "change":
        conferences.change(one, **read(said, one.meeting, one), by=by, at=at)
    elif name == "papers":
        conferences.hand_out(
            one,
            papers=[*Document.objects.filter(meeting=one.meeting, ref__in=said.getlist("papers"))],
            releases=[*PressRelease.objects.filter(meeting=one.meeting, ref__in=said.getlist("releases"))],
            by=by,
            at=at,
        )
    elif name == "announce":
        conferences.announce(one, by=by, at=at)
    elif name == "hold":
        conferences.hold(one, recording_url=field(said, "recording"), by=by, at=at)
    elif name == "cancel":
        conferences.cancel(one, reasons={reader_language(): field(said, "reason")}, by=by, at=at)
    else:
        raise Http404


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Change, hand out papers, announce, note as held, cancel."""
    one = conference_of(request, ref)
    if request.method == "POST":
        try:
            carry_out(one, name, request.POST, by=person(request), at=timezone.now())
        except Refused as refusal:
            return show(request, conference_of(request, ref), refusal)
        messages.success(request, _("Saved."))
    return redirect("desk:press_conference", ref=ref)
