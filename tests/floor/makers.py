"""A session with its floor: the chair moderates; Norway, Chile and the African Union are there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from comity.floor import acting, asking, inscribing, listing, moderating
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, Inscription, Intervention, Question
from comity.meetings.models import Meeting, Session
from comity.participants.models import Body, Delegation, Person, Stakeholder
from tests.makers import a_delegate, a_delegation, a_meeting, the_desk

BEGINS = datetime(2016, 12, 1, 20, tzinfo=UTC)
"""3 p.m. in New York."""
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def a_floor(meeting: Meeting | None = None, *, sitting: bool = True) -> Floor:
    """The floor of the only session; its list is open and, unless told otherwise, it sits since BEGINS."""
    meeting = meeting or a_meeting()
    floor = acting.of(meeting.sessions.get())
    desk = the_desk(meeting)
    listing.open_list(floor, by=desk, at=BEGINS - MINUTE)
    if sitting:
        moderating.call_to_order(floor, by=desk, at=BEGINS)
    return floor


def chair(floor: Floor) -> Person:
    """Who acts on it."""
    return the_desk(floor.session.meeting)


def an_organization(meeting: Meeting) -> Delegation:
    """Of States of a region, invited: the African Union."""
    names = {"en": "African Union", "fr": "Union africaine"}
    body = Body.objects.create(code="union", category=Stakeholder.IGO_REGIONAL, names=names)
    return a_delegation(meeting, body.code)


def delegate_of(delegation: Delegation) -> Person:
    found = Person.objects.filter(assignments__delegation=delegation).first()
    return found or a_delegate(delegation)


def inscribed(floor: Floor, code: str = "nor", *, at: datetime = BEGINS, **asked: Any) -> Inscription:
    """The State asks for the floor itself, on the first aspect unless told otherwise."""
    session: Session = floor.session
    delegation = a_delegation(session.meeting, code)
    asked.setdefault("aspects", [session.meeting.aspects.first()])
    return inscribing.ask(delegation, session, Asked(**asked), by=delegate_of(delegation), at=at)


def has_floor(floor: Floor, code: str = "nor", *, at: datetime = BEGINS, **asked: Any) -> Intervention:
    return moderating.give(inscribed(floor, code, at=at, **asked), by=chair(floor), at=at)


def listed(floor: Floor) -> list[str]:
    """Codes of those in the list, in order."""
    return [one.delegation.body.code for one in listing.waiting(floor) if one.delegation]


def a_question(floor: Floor, text: str = "Which measures have worked?", **asked: Any) -> Question:
    """Norway asks, on the first aspect unless told otherwise."""
    session = floor.session
    asked.setdefault("delegation", a_delegation(session.meeting))
    asked.setdefault("aspects", [session.meeting.aspects.first()])
    asked.setdefault("by", delegate_of(asked["delegation"]))
    return asking.ask(session, text, at=BEGINS, **asked)
