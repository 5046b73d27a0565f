"""Meetings and their programme, read."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from comity.meetings import queries
from comity.meetings.models import Meeting, Session
from comity.web.api import showing
from comity.web.api.asking import meeting_of, paged
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.programme import MeetingLine, MeetingOut, SessionOut
from comity.web.api.telling import told

TAGS = ["meetings and programme"]


def loaded(meeting: Meeting) -> QuerySet[Session]:
    return queries.programme(meeting).prefetch_related("leads_to", "segments", "questions__aspect")


def session_of(meeting: Meeting, code: str) -> Session:
    found = loaded(meeting).filter(code=code).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


@router.get("/meetings", response=Page[MeetingLine], url_name="meetings", summary="List meetings", tags=TAGS)
def meetings(request: HttpRequest, page: PageNumber = 1, per_page: PerPage = 50) -> Page[MeetingLine]:
    """Those that were announced, the latest first."""
    return paged(queries.public(), page, per_page, lambda rows: [showing.line(one) for one in rows])


@router.get(
    "/meetings/{slug:slug}", response=MeetingOut, url_name="meeting", summary="Read a meeting", tags=TAGS
)
def meeting(request: HttpRequest, slug: str) -> MeetingOut:
    """With its aspects and rooms. One that is not announced yet answers only those who work on it."""
    return showing.whole(meeting_of(request, slug))


@router.get(
    "/meetings/{slug:slug}/sessions",
    response=Page[SessionOut],
    url_name="sessions",
    summary="List sessions",
    tags=TAGS,
)
def sessions(
    request: HttpRequest, slug: str, page: PageNumber = 1, per_page: PerPage = 100
) -> Page[SessionOut]:
    """The programme in the order of time; sessions that were cancelled say so."""
    found = meeting_of(request, slug)
    return paged(loaded(found), page, per_page, lambda rows: showing.sessions(found, rows))


@router.get(
    "/meetings/{slug:slug}/sessions/{slug:code}",
    response=SessionOut,
    url_name="session",
    summary="Read a session",
    tags=TAGS,
)
def session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Its ETag is what a change names in If-Match."""
    found = session_of(meeting_of(request, slug), code)
    return show_session(found)


def show_session(found: Session, status: int = 200, *, at: str = "") -> HttpResponse:
    shown = showing.session(found.meeting, found, showing.public_cast([found]))
    return told(shown, status, of=found, at=at)
