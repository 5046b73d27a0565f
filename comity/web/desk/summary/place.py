"""Which meeting's summary one works on, and which sentence of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.summary import authority
from comity.summary.authority import Act
from comity.summary.models import Sentence, Summary
from comity.web.desk import chosen


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """Raises `NotAllowed` for who does not prepare its summary."""
    meeting = get_object_or_404(Meeting, slug=slug)
    authority.require(request.user, Act.SEE, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def summary_of(request: HttpRequest, slug: str) -> Summary:
    """The summary that was begun."""
    meeting = meeting_of(request, slug)
    found = Summary.objects.filter(meeting=meeting).first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def sentence_of(request: HttpRequest, slug: str, number: int) -> Sentence:
    summary = summary_of(request, slug)
    found = get_object_or_404(summary.sentences.select_related("session", "written_by"), number=number)
    found.summary = summary
    return found


def may(request: HttpRequest, meeting: Meeting) -> dict[str, bool]:
    """What the person may do, for the pages."""
    return {
        name: authority.may(request.user, act, meeting=meeting)
        for name, act in (
            ("write", Act.WRITE),
            ("translate", Act.TRANSLATE),
            ("decide", Act.DECIDE),
            ("set_ladder", Act.SET_LADDER),
            ("issue", Act.ISSUE),
        )
    }


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the desk asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user
