"""What a meeting leaves to be done: open in every later one of its series until somebody closes it (R03-1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from comity.meetings.authority import Act, require
from comity.meetings.models import FollowUp, Meeting
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused


def record(
    meeting: Meeting,
    *,
    titles: dict[str, str],
    interlocutors: dict[str, str] | None = None,
    due_on: date | None = None,
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
            recorded_by=by,
            recorded_at=at,
        )
        trail.note(found, "recorded", by=by, at=at, meeting=meeting)
    return found


def close(left: FollowUp, *, at_meeting: Meeting, outcomes: dict[str, str], by: Person, at: datetime) -> None:
    """It is done, at that meeting or a later one of the series.

    Raises `Refused` without an outcome, `NotAllowed` for a meeting of another series, `NotNow` where it is closed.
    """
    require(by, Act.FOLLOW_UP, meeting=at_meeting)
    is_later = at_meeting.opens_on >= left.meeting.opens_on
    same_series = left.meeting.series_id is not None and left.meeting.series_id == at_meeting.series_id
    if at_meeting.pk != left.meeting_id and not (same_series and is_later):
        raise NotAllowed(_("It is closed by its own meeting or a later one of the series."))
    if not any(words.strip() for words in outcomes.values()):
        raise Refused(_("Say how it was closed."))
    with transaction.atomic():
        found = FollowUp.objects.filter(pk=left.pk, closed_at=None)
        if not found.update(closed_at=at, closed_in=at_meeting, outcomes=outcomes):
            raise NotNow(_("It is closed already."))
        left.refresh_from_db()
        trail.note(left, "closed", by=by, at=at, meeting=at_meeting)
