"""Which meeting's programme one stands in, and whether one works there."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings import authority
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Session
from comity.participants.models import Person
from comity.record import trail
from comity.web.desk import chosen
from comity.web.shared.sending import whole_number, written


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """Raises `NotAllowed` for who does not work on it."""
    meeting = get_object_or_404(Meeting.objects.select_related("series"), slug=slug)
    authority.require(request.user, Act.SEE, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def meetings_of(request: HttpRequest) -> list[Meeting]:
    """Those on whose programme the person works, the latest first."""
    held = {"assignments__person": request.user.pk, "assignments__role__in": [*authority.BY_ROLE[Act.SEE]]}
    return list(Meeting.objects.filter(**held).distinct().order_by("-opens_on"))


def session_of(meeting: Meeting, code: str) -> Session:
    session = get_object_or_404(meeting.sessions.select_related("room"), code=code)
    session.meeting = meeting
    return session


def may(request: HttpRequest, act: Act, meeting: Meeting | None) -> bool:
    return authority.may(request.user, act, meeting=meeting)


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user


def last_act(found: Model) -> int:
    """The last act with it, as its forms bear it: 0 for none."""
    return trail.of(found).order_by("-pk").values_list("pk", flat=True).first() or 0


def seen_of(request: HttpRequest) -> int | None:
    """The last act that the page knew of, as its form bears it."""
    return whole_number(written(request, "seen"), digits=18)


def was_changed(request: HttpRequest, found: Model, verb: str) -> bool:
    """Whether somebody else did the same with it since the page was opened, which the form would undo."""
    seen = seen_of(request)
    if seen is None:
        return False
    return trail.of(found).filter(verb=verb, pk__gt=seen).exclude(by=person(request)).exists()


def edited_language(request: HttpRequest) -> str:
    """The language in which texts are edited: that of `?in=`, else the page's."""
    wanted = request.GET.get("in", "")
    return wanted if wanted in NATIVE_NAMES else reader_language()


def put(said: dict[str, str], language: str, words: str) -> dict[str, str]:
    """The texts with those of one language changed, or taken out where they are empty."""
    kept = {code: text for code, text in said.items() if code != language}
    return {**kept, language: words.strip()} if words.strip() else kept
