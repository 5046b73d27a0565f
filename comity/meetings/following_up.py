"""What a meeting leaves open, an action or an item of future work: open in every later one of its series until somebody
closes it, and again once somebody opens it again (R03-1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.authority import Act, require
from comity.meetings.models import FollowUp, HandedOn, Meeting
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused

OPEN: dict[str, Any] = {
    "closed_at": None,
    "closed_on": None,
    "closed_in": None,
    "closed_by": None,
    "ended": "",
    "outcomes": {},
}


def record(
    meeting: Meeting,
    *,
    titles: dict[str, str],
    interlocutors: dict[str, str] | None = None,
    due_on: date | None = None,
    is_public: bool = False,
    by: Person,
    at: datetime,
) -> FollowUp:
    """Put down what is left to be done, with whom and by when. Raises `Refused` where nobody says what."""
    require(by, Act.FOLLOW_UP, meeting=meeting)
    if not any(words.strip() for words in titles.values()):
        raise Refused(_("Say what is left to be done."))
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers run once
        last = meeting.follow_ups.aggregate(last=Max("number"))["last"] or 0
        found = FollowUp.objects.create(
            meeting=meeting,
            number=last + 1,
            titles=titles,
            interlocutors=interlocutors or {},
            due_on=due_on,
            is_public=is_public,
            recorded_by=by,
            recorded_at=at,
        )
        trail.note(found, "recorded", by=by, at=at, meeting=meeting)
    return found


def tell(left: FollowUp, public: bool, *, at_meeting: Meeting, by: Person, at: datetime) -> None:
    """Let the public read of it, or no longer."""
    require_follower(left, at_meeting, by)
    with transaction.atomic():
        if not FollowUp.objects.filter(pk=left.pk, is_public=not public).update(is_public=public):
            raise NotNow(_("Somebody else was first: load the page again."))
        trail.note(left, "made public" if public else "made internal", by=by, at=at, meeting=at_meeting)
    left.refresh_from_db()


def close(
    left: HandedOn,
    *,
    at_meeting: Meeting,
    outcomes: dict[str, str],
    by: Person,
    at: datetime,
    ended: str = HandedOn.Ended.DONE,
    on: date | None = None,
) -> None:
    """It came to its end at that meeting or a later one of the series, on that day (by default today).

    Raises `Refused` without an outcome or for a day that lies ahead, `NotAllowed` for a meeting of another series,
    `NotNow` where it is closed.
    """
    require_follower(left, at_meeting, by)
    if ended not in HandedOn.Ended.values or not any(words.strip() for words in outcomes.values()):
        raise Refused(_("Say how it was closed."))
    today = at.astimezone(at_meeting.zone).date()
    day = on or today
    if day > today:
        raise Refused(_("The day lies ahead: record it once it has come."))
    changes = {"closed_at": at, "closed_on": day, "closed_in": at_meeting, "closed_by": by, "ended": ended}
    with transaction.atomic():
        found = type(left)._default_manager.filter(pk=left.pk, closed_at=None, **left.STANDING)
        if not found.update(**changes, outcomes=outcomes):
            raise NotNow(_("It is closed already."))
        left.refresh_from_db()
        told = {"ended": ended, "on": day.isoformat(), "outcomes": outcomes}
        trail.note(left, "closed", by=by, at=at, meeting=at_meeting, **told)


def reopen(left: HandedOn, *, at_meeting: Meeting, reason: str, by: Person, at: datetime) -> None:
    """It is open once more: it was closed too early, or by mistake. How it was closed stays in the trail."""
    require_follower(left, at_meeting, by)
    if not reason.strip():
        raise Refused(_("Say why it is open again."))
    with transaction.atomic():
        found = type(left)._default_manager.filter(pk=left.pk, closed_at__isnull=False, **left.STANDING)
        if not found.update(**OPEN):
            raise NotNow(_("It is open already."))
        left.refresh_from_db()
        trail.note(left, "reopened", by=by, at=at, meeting=at_meeting, reason=reason.strip()[:500])


def require_follower(left: HandedOn, at_meeting: Meeting, by: Person) -> None:
    """Raises `NotAllowed` but for those who follow up that meeting, its own one or a later one of the series."""
    require(by, Act.FOLLOW_UP, meeting=at_meeting)
    origin = left.left_by
    is_later = at_meeting.opens_on >= origin.opens_on
    same_series = origin.series_id is not None and origin.series_id == at_meeting.series_id
    if at_meeting.pk != origin.pk and not (same_series and is_later):
        raise NotAllowed(_("It is closed by its own meeting or a later one of the series."))
