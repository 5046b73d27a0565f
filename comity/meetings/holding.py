"""Holding a meeting: from its concept to its archive, one state after the other (DOMAIN.md 1.18)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comity.languages import comma
from comity.meetings import states
from comity.meetings.authority import Act, require
from comity.meetings.models import Meeting, Session
from comity.meetings.queries import COMING, OFF, is_public, unmapped
from comity.meetings.states import State
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused


def proceed(meeting: Meeting, to: Meeting.State, *, reason: str = "", by: Person, at: datetime) -> None:
    """Move the meeting on. It is told to the public once it is announced.

    Calendars learn of every session that is off, or on again. Raises `NotNow` where the move is not possible, or where
    a technical session of a meeting to be announced belongs to no topic of the Special Meeting (R07-1); `Refused` where
    a meeting is postponed, cancelled or suspended without a reason.
    """
    require(by, Act.HOLD, meeting=meeting)
    reason = reason.strip()
    if to in (*OFF, State.SUSPENDED) and not reason:
        raise Refused(_("Give the reason: it is told to everybody who is concerned."))
    if meeting.rehearses_id is not None:
        raise NotNow(_("This meeting is a rehearsal: it is never announced."))
    before = State(meeting.state)
    with transaction.atomic():
        if to in COMING:
            require_topics(meeting)
        first = meeting.announced_at is None and to in COMING
        states.move(meeting, to, **({"announced_at": at} if first else {}))
        if to in OFF or before in OFF:
            meeting.sessions.update(calendar_sequence=F("calendar_sequence") + 1)
        told: dict[str, Any] = {"before": before.value, "after": to.value}
        if reason:
            told["reason"] = reason
        trail.note(meeting, "moved on", by=by, at=at, meeting=meeting, **told)


def require_topics(meeting: Meeting) -> None:
    """Raises `NotNow` that names the technical sessions without a topic."""
    missing = unmapped(meeting)
    if missing:
        raise NotNow(
            ngettext(
                "This technical session belongs to no topic of the Special Meeting: %(sessions)s. Say which one it "
                "prepares; until then the meeting cannot be announced.",
                "These technical sessions belong to no topic of the Special Meeting: %(sessions)s. Say which ones they "
                "prepare; until then the meeting cannot be announced.",
                len(missing),
            )
            % {"sessions": comma().join(str(one) for one in missing)}
        )


def keeps_topic(session: Session, leads_to: int) -> None:
    """Raises `NotNow` where a technical session of a meeting that was announced would be left without a topic."""
    if not leads_to and session.tier == Session.Tier.TECHNICAL and is_public(session.meeting):
        raise NotNow(
            _("The meeting is announced: a technical session belongs to a topic of the Special Meeting.")
        )
