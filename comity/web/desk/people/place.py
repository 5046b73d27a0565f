"""Which meeting's people one works on, and with whom."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from comity.meetings.models import Meeting
from comity.participants import authority
from comity.participants.authority import Act
from comity.participants.models import Participant
from comity.participants.states import State
from comity.web.desk import chosen
from comity.web.desk.views import held


def meeting_of(request: HttpRequest, slug: str, act: Act = Act.SEE) -> Meeting:
    """Raises `NotAllowed` for who may not."""
    meeting = get_object_or_404(Meeting, slug=slug)
    authority.require(request.user, act, meeting=meeting)
    chosen.remember(request, meeting)
    return meeting


def participant_of(meeting: Meeting, pk: int) -> Participant:
    found = Participant.objects.select_related("meeting", "delegation__body", "body", "region", "person")
    return get_object_or_404(found, pk=pk, meeting=meeting)


def rights_of(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """What the templates ask: may she decide, see addresses, log; and how many wait."""
    roles = held(request.user, meeting)
    may = {act.name.lower(): bool(allowed & roles) for act, allowed in authority.BY_ROLE.items()}
    waiting = Participant.objects.filter(meeting=meeting, state=State.PENDING).count() if may["decide"] else 0
    return {"meeting": meeting, "may": may, "pending": waiting}
