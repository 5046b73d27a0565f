"""The day of a delegation: its sessions, where it stands in their lists, and its statements for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.floor import acting
from comity.floor.models import Floor, Question
from comity.meetings.models import Session
from comity.participants.models import Delegation
from comity.statements import queries
from comity.statements.models import Statement
from comity.web.floor.live.snapshots import open_to_all
from comity.web.portal.floor import standing
from comity.web.portal.floor.standing import Standing
from comity.web.portal.people import delegation_of


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session of the day, as the delegation stands in it. `followed`: whether everybody may follow it."""

    session: Session
    floor: Floor
    standings: list[Standing]
    questions: list[Question]
    statements: list[Statement]
    followed: bool


@login_required
@never_cache
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Today, or the next day on which there are sessions, or the last one."""
    delegation, at = delegation_of(request, pk), timezone.now()
    zone = delegation.meeting.zone
    held = [
        *delegation.meeting.sessions.filter(cancelled_at=None).select_related("room").order_by("starts_at")
    ]
    days = {one.pk: one.starts_at.astimezone(zone).date() for one in held}
    today = at.astimezone(zone).date()
    shown = nearest(days.values(), today)
    own = statements_of(delegation)
    words = {
        "delegation": delegation,
        "meeting": delegation.meeting,
        "day": shown,
        "is_today": shown == today,
        "is_past": shown < today,
        "sittings": [sitting(one, delegation, own, at=at) for one in held if days[one.pk] == shown],
        "other_statements": [one for one in own if days.get(one.session_id or 0) != shown],
        "now": at,
    }
    return render(request, "portal/floor/day.html", words)


def nearest(days: Iterable[date], today: date) -> date:
    """Of these days today or the next; the last where all have passed."""
    every = sorted(days)
    return next((one for one in every if one >= today), every[-1] if every else today)


def statements_of(delegation: Delegation) -> list[Statement]:
    found = [*queries.of_delegations([delegation])]
    for one in found:
        one.latest = max(one.versions.all(), key=lambda version: version.number)  # type: ignore[attr-defined]
    return found


def sitting(session: Session, delegation: Delegation, own: list[Statement], *, at: datetime) -> Sitting:
    session.meeting = delegation.meeting
    floor = acting.of(session)
    return Sitting(
        session,
        floor,
        standing.of(floor, delegation, at=at),
        [*floor.questions.filter(delegation=delegation).order_by("number")],
        [one for one in own if one.session_id == session.pk],
        open_to_all(session),
    )
