"""Which meeting's papers one stands in, which document or minutes, and whether one works there."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comity.meetings.models import Meeting, Session
from comity.papers import authority
from comity.papers.authority import Act
from comity.papers.models import Document, DocumentVersion
from comity.participants.models import Person
from comity.web.desk import chosen


def meeting_of(request: HttpRequest, slug: str, act: Act = Act.READ) -> Meeting:
    """Raises `NotAllowed` for who does not work on it."""
    meeting = get_object_or_404(Meeting, slug=slug)
    authority.require(request.user, act, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def document_of(request: HttpRequest, ref: str) -> Document:
    """For those whose role lets them see that it is there."""
    document = get_object_or_404(Document.objects.select_related("meeting", "session"), ref=ref)
    authority.require(request.user, Act.READ, meeting=document.meeting)
    return document


def open_document(request: HttpRequest, ref: str) -> Document:
    """Raises `Closed` where the need to know stands against it."""
    document = document_of(request, ref)
    authority.require_with(request.user, Act.READ, document=document)
    return document


def newest(document: Document) -> DocumentVersion:
    """The version that one works on: the draft, else the last one."""
    version = document.versions.order_by("-number").first()
    assert version is not None, "a document without a version is discarded"
    version.document = document
    return version


def version_of(document: Document, number: int | None) -> DocumentVersion:
    """The version of that number; without one, or where it has gone, the one that one works on."""
    found = document.versions.filter(number=number).first() if number is not None else None
    if found is None:
        return newest(document)
    found.document = document
    return found


def session_of(meeting: Meeting, code: str) -> Session:
    session = get_object_or_404(meeting.sessions.select_related("room"), code=code)
    session.meeting = meeting
    return session


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user


def may(request: HttpRequest, act: Act, meeting: Meeting) -> bool:
    return authority.may(request.user, act, meeting=meeting)
