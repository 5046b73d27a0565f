"""Which meetings the public sees, which of them is on, and what is still open in one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from comity.meetings.models import FollowUp, Meeting, Session

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


def announced() -> QuerySet[Meeting]:
    """Meetings that were announced, the latest first."""
    return Meeting.objects.filter(was_announced()).order_by("-opens_on", "-pk")


def public() -> list[Meeting]:
    """As `announced`, read."""
    return list(announced())


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
    return next(iter(held or meetings), None)


def programme(meeting: Meeting) -> QuerySet[Session]:
    """Its sessions in the order of time, with room and aspects; the same number of queries however many."""
    return meeting.sessions.select_related("room").prefetch_related("aspects")


def unmapped(meeting: Meeting) -> list[Session]:
    """Technical sessions that belong to no topic of the Special Meeting; what is cancelled counts on neither side."""
    topics = Session.objects.filter(
        tier=Session.Tier.SPECIAL, cancelled_at=None, prepared_by=OuterRef("pk"), meeting=meeting
    )
    return list(
        meeting.sessions.filter(tier=Session.Tier.TECHNICAL, cancelled_at=None).exclude(Exists(topics))
    )


def of_series(meeting: Meeting) -> list[Meeting]:
    """The meetings of its series that were not called off, the earliest first; itself where it stands alone."""
    if meeting.series_id is None:
        return [meeting]
    found = Meeting.objects.filter(series=meeting.series_id, rehearses=None).exclude(state=State.CANCELLED)
    return list(found.order_by("opens_on", "pk"))


def up_to(meeting: Meeting, path: str = "meeting") -> Q:
    """For a query of what meetings leave open: those of its series that opened before it, and its own."""
    if meeting.series_id is None:
        return Q(**{path: meeting.pk})
    return Q(**{f"{path}__series": meeting.series_id, f"{path}__opens_on__lte": meeting.opens_on})


def open_follow_ups(meeting: Meeting) -> QuerySet[FollowUp]:
    """What earlier meetings of the series, and this one, left to be done and nobody has closed (R03-1)."""
    found = FollowUp.objects.filter(up_to(meeting), closed_at=None).select_related("meeting")
    return found.order_by("meeting__opens_on", "number")
