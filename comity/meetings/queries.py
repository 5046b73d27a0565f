"""Which meetings the public sees, and which of them is on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from comity.meetings.models import Meeting

State = Meeting.State
PUBLIC = (
    *(State.ANNOUNCED, State.REGISTRATION, State.IN_SESSION, State.SUSPENDED, State.ADJOURNED),
    *(State.OUTCOME_PENDING, State.OUTCOME_ISSUED, State.FOLLOW_UP, State.ARCHIVED),
)
"""A meeting before these is not announced yet; one that is postponed or cancelled stays public if it was."""
OFF = (State.POSTPONED, State.CANCELLED)
COMING = (State.ANNOUNCED, State.REGISTRATION)
ON = (State.IN_SESSION, State.SUSPENDED)


def is_public(meeting: Meeting) -> bool:
    return meeting.state in PUBLIC or (meeting.state in OFF and meeting.announced_at is not None)


def was_announced(path: str = "") -> Q:
    """As `is_public`, for a query; `path` leads to the meeting ("meeting__")."""
    off = Q(**{f"{path}state__in": OFF, f"{path}announced_at__isnull": False})
    return Q(**{f"{path}state__in": PUBLIC}) | off


def public() -> list[Meeting]:
    """Meetings that were announced, the latest first."""
    return list(Meeting.objects.filter(was_announced()).order_by("-opens_on", "-pk"))


def current(meetings: list[Meeting], *, at: datetime) -> Meeting | None:
    """The meeting in session; else the next one that is announced; else the one that was held last.

    `meetings` as `public` gives them.
    """
    in_session = [one for one in meetings if one.state in ON]
    coming = [
        one for one in meetings if one.state in COMING and one.closes_on >= at.astimezone(one.zone).date()
    ]
    if in_session:
        return in_session[0]
    if coming:
        return min(coming, key=lambda one: (one.opens_on, one.pk))
    held = [one for one in meetings if one.state not in OFF]
    return (held or meetings or [None])[0]
