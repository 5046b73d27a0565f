"""The silence procedure: a draft before the Committee for some working days; an objection halts it (R12-5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants.models import Body, Person
from comity.practices import confirming, drafting, states
from comity.practices.authority import Act, require
from comity.practices.models import Circulation, Extension, Holiday, Objection, Practice
from comity.practices.states import State
from comity.record import trail
from comity.refusals import NotNow, Refused

DAY = timedelta(days=1)
WEEKEND = (5, 6)
"""Saturday and Sunday, as at Headquarters."""


def working_day_after(day: date, days: int, holidays: Collection[date]) -> date:
    """The last of so many working days after the day; the day itself does not count."""
    while days > 0:
        day += DAY
        days -= day.weekday() not in WEEKEND and day not in holidays
    return day


def holidays() -> set[date]:
    return set(Holiday.objects.values_list("on", flat=True))


def set_holiday(on: date, *, titles: dict[str, str], meeting: Meeting, by: Person, at: datetime) -> Holiday:
    """A day that does not count. What runs already keeps its date. Raises `Refused` for one that is there."""
    require(by, Act.CIRCULATE, meeting=meeting)
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(on=on, titles=titles)
            trail.note(holiday, "set holiday", by=by, at=at, meeting=meeting, on=on.isoformat())
    except IntegrityError as error:
        raise Refused(_("That day is a holiday already.")) from error
    return holiday


def remove_holiday(holiday: Holiday, *, meeting: Meeting, by: Person, at: datetime) -> None:
    require(by, Act.CIRCULATE, meeting=meeting)
    with transaction.atomic():
        trail.note(holiday, "removed holiday", by=by, at=at, meeting=meeting, on=holiday.on.isoformat())
        holiday.delete()


def today(meeting: Meeting, at: datetime) -> date:
    """The day at the meeting's place."""
    return at.astimezone(meeting.zone).date()


def circulate(practice: Practice, *, working_days: int, by: Person, at: datetime) -> Circulation:
    """Put the newest wording before the Committee, from today for so many working days.

    Raises `NotNow` while a contributor has not confirmed it.
    """
    require(by, Act.CIRCULATE, meeting=practice.meeting_id)
    if not 1 <= working_days <= 90:
        raise Refused(_("Give the Committee between 1 and 90 working days."))
    with transaction.atomic():
        now = states.locked(practice, State.CONFIRMING)
        version = drafting.latest(now)
        assert version is not None
        confirming.check_confirmed(version)
        if Circulation.objects.filter(version=version).exists():
            raise NotNow(_("This wording was before the Committee already. Word the practice anew."))
        due_on = working_day_after(today(now.meeting, at), working_days, holidays())
        circulation = Circulation.objects.create(
            version=version, started_by=by, started_at=at, working_days=working_days, due_on=due_on
        )
        states.move(practice, State.CIRCULATED)
        trail.note(practice, "circulated", by=by, at=at, version=version.number, due_on=due_on.isoformat())
    return circulation


def has_ended(circulation: Circulation, *, at: datetime) -> bool:
    """Whether the silence held to its end: the last day is over at the meeting's place and no objection stands."""
    return circulation.halted_at is None and today(circulation.meeting, at) > circulation.due_on


def object_to(circulation: Circulation, *, member: Body, words: str, by: Person, at: datetime) -> Objection:
    """Record that a member breaks the silence: the procedure halts until the objection is lifted."""
    practice = circulation.version.practice
    require(by, Act.RECORD_DECISION, meeting=practice.meeting_id)
    if not words.strip():
        raise Refused(_("Say what the member objects to."))
    with transaction.atomic():
        now = held(circulation)
        if today(practice.meeting, at) > now.due_on and now.halted_at is None:
            raise NotNow(_("The silence has ended: the wording is agreed."))
        objection = Objection.objects.create(
            circulation=now, member=member, words=words.strip(), made_at=at, recorded_by=by
        )
        Circulation.objects.filter(pk=now.pk, halted_at__isnull=True).update(halted_at=at)
        trail.note(practice, "objection", by=by, at=at, member=member.code)
    circulation.refresh_from_db()
    return objection


def held(circulation: Circulation) -> Circulation:
    """As it is now, with its practice before the Committee, and nobody else's until the transaction ends."""
    states.locked(circulation.version.practice, State.CIRCULATED)
    return Circulation.objects.select_for_update().get(pk=circulation.pk)


def lift(objection: Objection, *, how: str, by: Person, at: datetime) -> None:
    """The member no longer objects; with the last objection the silence goes on, for as many working days as were left
    when it was halted, and one at least."""
    practice = objection.circulation.version.practice
    require(by, Act.RECORD_DECISION, meeting=practice.meeting_id)
    if not how.strip():
        raise Refused(_("Say how the objection was met."))
    with transaction.atomic():
        now = held(objection.circulation)
        changed = Objection.objects.filter(pk=objection.pk, lifted_at__isnull=True).update(
            lifted_at=at, lifting=how.strip()
        )
        if not changed:
            raise NotNow(_("This objection has been lifted already."))
        if not now.objections.filter(lifted_at__isnull=True).exists():
            go_on(now, by=by, at=at)
        trail.note(practice, "lifted objection", by=by, at=at, how=how.strip())
    objection.refresh_from_db()


def go_on(circulation: Circulation, *, by: Person, at: datetime) -> None:
    assert circulation.halted_at is not None
    meeting, free = circulation.meeting, holidays()
    left, day = 0, today(meeting, circulation.halted_at)
    while (day := working_day_after(day, 1, free)) <= circulation.due_on:
        left += 1
    due_on = working_day_after(today(meeting, at), max(left, 1), free)
    if due_on > circulation.due_on:
        prolong(circulation, due_on, reason="", by=by, at=at)
    Circulation.objects.filter(pk=circulation.pk).update(halted_at=None)


def extend(
    circulation: Circulation, *, working_days: int, reason: str, by: Person, at: datetime
) -> Extension:
    """So many working days more, counted from the last day or, where that has passed, from today."""
    practice = circulation.version.practice
    require(by, Act.CIRCULATE, meeting=practice.meeting_id)
    if not 1 <= working_days <= 90:
        raise Refused(_("Give the Committee between 1 and 90 working days."))
    with transaction.atomic():
        now = held(circulation)
        since = max(now.due_on, today(practice.meeting, at))
        due_on = working_day_after(since, working_days, holidays())
        extension = prolong(now, due_on, reason=reason, by=by, at=at)
        trail.note(practice, "extended", by=by, at=at, due_on=due_on.isoformat(), reason=reason)
    circulation.refresh_from_db()
    return extension


def prolong(circulation: Circulation, due_on: date, *, reason: str, by: Person, at: datetime) -> Extension:
    extension = Extension.objects.create(
        circulation=circulation, from_on=circulation.due_on, to_on=due_on, reason=reason, by=by, at=at
    )
    Circulation.objects.filter(pk=circulation.pk).update(due_on=due_on)
    return extension
