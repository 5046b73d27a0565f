"""The programme, changed: through the verbs of the desk, so that everybody is told what changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comity.meetings import clashing, programme, segments
from comity.meetings.models import Meeting, Room, Session
from comity.meetings.programme import Wording
from comity.meetings.segments import Planned
from comity.participants.models import Person, Scope
from comity.refusals import NotNow
from comity.web.api.asking import chosen, meeting_to_change, needs, person
from comity.web.api.matching import require_read
from comity.web.api.once import idempotent
from comity.web.api.routes.meetings import session_of, show_session
from comity.web.api.routes.routing import router
from comity.web.api.shapes.programme import (
    Cancellation,
    NewSession,
    Questions,
    Segments,
    SessionChange,
    SessionOut,
)

TAGS = ["meetings and programme"]
WRITES = needs(Scope.WRITE_PROGRAMME)
CHANGES = needs(Scope.WRITE_PROGRAMME, rests_on="session")
SESSION = "/meetings/{slug:slug}/sessions/{slug:code}"
WORDING = ("titles", "annotations", "slot_minutes", "attribution", "interpretation", "webcast")


@router.post(
    "/meetings/{slug:slug}/sessions",
    response={201: SessionOut},
    **WRITES,
    summary="Add a session",
    url_name="sessions",
    tags=TAGS,
)
@idempotent
def add(request: HttpRequest, slug: str, sent: NewSession) -> HttpResponse:
    """Technical sessions name what they lead to; codes of rooms, aspects and sessions are those of the meeting."""
    meeting = meeting_to_change(request, slug)
    made = programme.add(
        meeting,
        Session.Tier(sent.tier),
        new_wording(meeting, sent),
        starts_at=sent.starts_at,
        ends_at=sent.ends_at,
        room=room_of(meeting, sent.room),
        code=sent.code or "",
        by=person(request),
        at=timezone.now(),
    )
    address = reverse("api:session", args=[slug, made.code])
    return show_session(session_of(meeting, made.code), 201, at=address)


def new_wording(meeting: Meeting, sent: NewSession) -> Wording:
    said: dict[str, Any] = {name: getattr(sent, name) for name in WORDING}
    return Wording(
        **{**said, "attribution": sent.attribution or ""},
        aspects=chosen(meeting.aspects.all(), sent.aspects, "aspects"),
        leads_to=chosen(meeting.sessions.all(), sent.leads_to, "leads_to"),
    )


def room_of(meeting: Meeting, code: str | None) -> Room | None:
    found: list[Room] = chosen(meeting.rooms.all(), [code] if code else [], "room")
    return found[0] if found else None


@router.patch(
    SESSION, response=SessionOut, **CHANGES, summary="Change a session", url_name="session", tags=TAGS
)
def change(request: HttpRequest, slug: str, code: str, sent: SessionChange) -> HttpResponse:
    """Move it, word it anew, or both. Needs If-Match with its ETag: 412 where somebody else was first. Whoever follows
    the meeting gets one notice that says what was and what is."""
    meeting = meeting_to_change(request, slug)
    by, fields = person(request), sent.model_dump(exclude_unset=True)
    with transaction.atomic():
        found = held(request, meeting, code)
        if fields.keys() & {"starts_at", "ends_at", "room"}:
            move(found, sent, fields, by=by)
        if fields.keys() & {*WORDING, "aspects", "leads_to"}:
            programme.revise(found, changed_wording(found, fields), by=by, at=timezone.now())
    return show_session(session_of(meeting, code))


def held(request: HttpRequest, meeting: Meeting, code: str) -> Session:
    """The session, nobody else's until the transaction ends, in the state that the request names."""
    found = session_of(meeting, code)
    Session.objects.select_for_update(of=("self",)).get(pk=found.pk)
    require_read(request, found)
    return session_of(meeting, code)


def move(found: Session, sent: SessionChange, fields: dict[str, Any], *, by: Person) -> None:
    """What puts others than its leaders in two places, or a room to two uses, asks first, as at the desk."""
    starts_at, ends_at = sent.starts_at or found.starts_at, sent.ends_at or found.ends_at
    room = room_of(found.meeting, sent.room) if "room" in fields else found.room
    doubts = clashing.doubts(found, starts_at, ends_at, room)
    if doubts and not sent.despite_doubts:
        raise NotNow(" ".join(doubts))
    programme.move(found, starts_at=starts_at, ends_at=ends_at, room=room, by=by, at=timezone.now())


def changed_wording(found: Session, fields: dict[str, Any]) -> Wording:
    said = {name: getattr(found, name) for name in WORDING}
    said |= {name: fields[name] for name in WORDING if fields.get(name) is not None}
    named = {"aspects": found.meeting.aspects.all(), "leads_to": found.meeting.sessions.all()}
    rows: dict[str, Any] = {
        name: chosen(every, fields[name], name)
        if fields.get(name) is not None
        else list(getattr(found, name).all())
        for name, every in named.items()
    }
    return Wording(**said, **rows)


@router.put(
    f"{SESSION}/segments",
    response=SessionOut,
    **CHANGES,
    summary="Write the segments of a session",
    url_name="segments",
    tags=TAGS,
)
def write_segments(request: HttpRequest, slug: str, code: str, sent: Segments) -> HttpResponse:
    """In place of those that it has. Needs If-Match with the ETag of the session."""
    meeting = meeting_to_change(request, slug)
    planned = [Planned(one.kind, one.minutes, one.titles, one.annotations) for one in sent.segments]
    with transaction.atomic():
        found = held(request, meeting, code)
        segments.write(found, planned, by=person(request), at=timezone.now())
    return show_session(session_of(meeting, code))


@router.put(
    f"{SESSION}/questions",
    response=SessionOut,
    **CHANGES,
    summary="Write the guiding questions of a session",
    url_name="questions",
    tags=TAGS,
)
def write_questions(request: HttpRequest, slug: str, code: str, sent: Questions) -> HttpResponse:
    """In place of those that it has, each tied to one aspect. Needs If-Match with the ETag of the session."""
    meeting = meeting_to_change(request, slug)
    codes = [one.aspect for one in sent.questions]
    aspects = {one.code: one for one in chosen(meeting.aspects.all(), codes, "questions")}
    asked = [(aspects[one.aspect], one.texts) for one in sent.questions]
    with transaction.atomic():
        found = held(request, meeting, code)
        segments.ask(found, asked, by=person(request), at=timezone.now())
    return show_session(session_of(meeting, code))


@router.put(
    f"{SESSION}/cancellation",
    response=SessionOut,
    **WRITES,
    summary="Cancel a session",
    url_name="cancellation",
    tags=TAGS,
)
def cancel(request: HttpRequest, slug: str, code: str, sent: Cancellation) -> HttpResponse:
    """It stays in the programme and says so; everybody who is concerned is told why."""
    meeting = meeting_to_change(request, slug)
    programme.cancel(session_of(meeting, code), reasons=sent.reasons, by=person(request), at=timezone.now())
    return show_session(session_of(meeting, code))


@router.delete(
    f"{SESSION}/cancellation",
    response=SessionOut,
    **WRITES,
    summary="Take a session up again",
    url_name="cancellation",
    tags=TAGS,
)
def reinstate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A session that was cancelled is held after all."""
    meeting = meeting_to_change(request, slug)
    programme.reinstate(session_of(meeting, code), by=person(request), at=timezone.now())
    return show_session(session_of(meeting, code))
