"""Which session one conducts, and all that one may conduct."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from comity.floor import acting
from comity.floor.authority import BY_ROLE, LEADERS, LEADING_STATES, Act, require
from comity.floor.models import Floor
from comity.floor.policy import Policy
from comity.meetings.models import Meeting, Session
from comity.participants.models import Person

OVER = (Meeting.State.CANCELLED, Meeting.State.POSTPONED, Meeting.State.ARCHIVED)
EARLY = timedelta(minutes=30)
"""How long before its beginning a session is about to sit."""


@dataclass(frozen=True, slots=True)
class Place:
    """The floor that one stands on."""

    floor: Floor
    session: Session
    meeting: Meeting

    @property
    def policy(self) -> Policy:
        return Policy.of(self.floor.policy)


def place_of(request: HttpRequest, slug: str, code: str) -> Place:
    """Raises `NotAllowed` for who does not conduct the session."""
    sessions = Session.objects.select_related("meeting", "room")
    session = get_object_or_404(sessions, meeting__slug=slug, code=code)
    require(request.user, Act.MODERATE, session=session)
    if session.cancelled_at is not None:
        raise Http404
    return Place(acting.of(session), session, session.meeting)


def sessions_of(person: Any) -> QuerySet[Session]:
    """Those that the person may conduct, by a role of the meeting or a part in the session (R08-1)."""
    by_role = Q(
        meeting__assignments__person=person.pk, meeting__assignments__role__in=[*BY_ROLE[Act.MODERATE]]
    )
    by_part = Q(
        parts__participant__person=person.pk, parts__role__in=LEADERS, parts__state__in=LEADING_STATES
    )
    found = Session.objects.filter(by_role | by_part, cancelled_at=None).exclude(meeting__state__in=OVER)
    return found.select_related("meeting", "room", "floor").order_by("starts_at", "position").distinct()


@dataclass(frozen=True, slots=True)
class Conducted:
    """A session in the list of who conducts it. `when`: "now", "next", "later" or "over"."""

    session: Session
    floor: Floor | None
    when: str


def conducted(person: Any, *, at: datetime, meeting: Meeting | None = None) -> list[Conducted]:
    """What sits now first, then what comes, then what is over."""
    found = sessions_of(person)
    if meeting is not None:
        found = found.filter(meeting=meeting)
    rows = [Conducted(one, getattr(one, "floor", None), when(one, at)) for one in found]
    upcoming = next((row for row in rows if row.when == "later"), None)
    rows = [Conducted(row.session, row.floor, "next") if row is upcoming else row for row in rows]
    return sorted(rows, key=lambda row: ["now", "next", "later", "over"].index(row.when))


def when(session: Session, at: datetime) -> str:
    floor = getattr(session, "floor", None)
    if floor is not None and floor.proceedings in (Floor.Proceedings.SITTING, Floor.Proceedings.SUSPENDED):
        return "now"
    if (floor is not None and floor.proceedings == Floor.Proceedings.ADJOURNED) or session.ends_at <= at:
        return "over"
    return "now" if session.starts_at - EARLY <= at else "later"


def person(request: HttpRequest) -> Person:
    """Who acts; every page of the console asks for signing in first."""
    assert isinstance(request.user, Person)
    return request.user
