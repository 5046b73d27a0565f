"""The live page of a session, its room screen, and what both look at where no stream is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings.models import Session
from comity.web.floor.live import snapshots, words
from comity.web.floor.live.channels import tag
from comity.web.floor.live.reaching import address, follows_stream
from comity.web.kept import NOW, now

LOOKS = ("dark", "light")
"""Of the room screen; otherwise as the machine is set."""


def of_the_moment(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache keeps the answer: the clock of a minute ago would be wrong."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str, code: str) -> HttpResponse:
        response = view(request, followed(slug, code), timezone.now())
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return answered


def followed(slug: str, code: str) -> Session:
    session = snapshots.found(slug, code)
    if session is None:
        raise Http404
    return session


@require_safe
@follows_stream
@of_the_moment
def session(request: HttpRequest, session: Session, at: datetime) -> HttpResponse:
    return render(request, "floor/live/session.html", shown(request, session, at))


@require_safe
@follows_stream
@of_the_moment
def screen(request: HttpRequest, session: Session, at: datetime) -> HttpResponse:
    """To be read from the last row: nothing else stands on it."""
    look = request.GET.get("look", "")
    found = {**shown(request, session, at), "look": look if look in LOOKS else ""}
    return render(request, "floor/live/screen.html", found)


@require_safe
def data(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What a state of the stream says, the same for everybody, so that thousands may look every two seconds: it is
    kept until something is done. The server's time, from which a running clock is counted on, stands in a header."""
    told = snapshots.now(followed(slug, code), reader_language(), at=timezone.now())
    return JsonResponse(told, headers={"Cache-Control": "public, max-age=1", "ETag": tag(told), NOW: now()})


def shown(request: HttpRequest, session: Session, at: datetime) -> dict[str, Any]:
    told = snapshots.now(session, reader_language(), at=at)
    return {
        "session": session,
        "meeting": session.meeting,
        "told": told,
        "clock_text": words.clock_text(told["clock"]),
        "clock_note": words.clock_note(told["clock"]),
        "stream": address(request, session),
        "at": at,
    }
