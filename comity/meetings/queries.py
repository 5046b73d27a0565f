"""Which meetings the public sees, and which of them is on."""

from __future__ import annotations

from datetime import datetime

from comity.meetings.models import Meeting

State = Meeting.State
PUBLIC = (State.ANNOUNCED, State.IN_SESSION, State.ADJOURNED, State.ARCHIVED)
"""A concept or a provisional meeting is not announced yet."""


def public() -> list[Meeting]:
    """Meetings that were announced, the latest first."""
    return list(Meeting.objects.filter(state__in=PUBLIC).order_by("-opens_on", "-pk"))


def current(meetings: list[Meeting], *, at: datetime) -> Meeting | None:
    """The meeting in session; else the next one that is announced; else the one that was held last.

    `meetings` as `public` gives them.
    """
    in_session = [one for one in meetings if one.state == State.IN_SESSION]
    coming = [
        one
        for one in meetings
        if one.state == State.ANNOUNCED and one.closes_on >= at.astimezone(one.zone).date()
    ]
    if in_session:
        return in_session[0]
    if coming:
        return min(coming, key=lambda one: (one.opens_on, one.pk))
    return meetings[0] if meetings else None
