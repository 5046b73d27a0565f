"""Reminding of deadlines: of reports that States were asked for, and of mandates; each day of the policy once (R04-6).

A reminder and its letters are one transaction: a worker that is stopped in the middle has sent nothing or all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from comity.framework import following, naming
from comity.framework.models import Mandate, Reminder, ReportRequest
from comity.languages import localized, page_language
from comity.meetings.models import Meeting
from comity.meetings.times import written_date
from comity.participants import letters
from comity.participants.models import DELEGATION_ROLES, Person, Role

AHEAD = timedelta(days=366)
"""No policy reminds earlier."""


def remind_due(*, at: datetime) -> int:
    """Write what is due and was not written; returns how many deadlines were reminded of."""
    return reports(at=at) + mandates(at=at)


def reports(*, at: datetime) -> int:
    waiting = ReportRequest.objects.filter(closed_at=None, due_on__lte=(at + AHEAD).date()).select_related(
        "node__framework__meeting", "node__practice", "delegation__body"
    )
    done = 0
    for one in waiting:
        day = at.astimezone(one.meeting.zone).date()
        step = step_of(one.due_on, day, one.meeting)
        people = delegates(one)
        if step is not None and people:
            done += once({"request": one, "days_before": step}, people, partial(of_request, one), at=at)
    return done


def mandates(*, at: datetime) -> int:
    waiting = Mandate.objects.filter(done_on=None, due_on__lte=(at + AHEAD).date()).select_related("meeting")
    done = 0
    for one in waiting:
        day = at.astimezone(one.meeting.zone).date()
        step = step_of(one.due_on, day, one.meeting)
        people = secretariat(one.meeting)
        if step is not None and people:
            done += once({"mandate": one, "days_before": step}, people, partial(of_mandate, one), at=at)
    return done


def step_of(due_on: date, day: date, meeting: Meeting) -> int | None:
    """The last day of the policy that has come: whoever was not running on the day itself still reminds, of the latest
    one alone. Below zero: it is overdue, told once."""
    left = (due_on - day).days
    if left < 0:
        return -1
    days = following.policy_of(meeting).reminder_days or following.REMINDED
    return min((one for one in days if one >= left), default=None)


def once(which: dict[str, Any], people: Iterable[Person], words: Any, *, at: datetime) -> int:
    """Write to each of them unless that was done. `words`: person -> what the letter says."""
    if Reminder.objects.filter(**which).exists():
        return 0
    try:
        with transaction.atomic():
            Reminder.objects.create(**which, sent_at=at)
            for person in people:
                with override(page_language(person.language)):
                    told = words(person, at)
                    subject, _newline, body = render_to_string("mails/reminder.txt", told).partition("\n")
                letters.write(
                    to=person.email, subject=subject, body=body.lstrip("\n"), at=at, meeting=told["meeting"]
                )
    except IntegrityError:
        return 0  # another worker was first
    return 1


def of_request(request: ReportRequest, person: Person, at: datetime) -> dict[str, Any]:
    return {
        "person": person,
        "request": request,
        "title": naming.title_of(request.node),
        "day": written_date(request.due_on),
        "left": (request.due_on - at.date()).days,
        "meeting": request.meeting,
        "address": f"{settings.PUBLIC_ADDRESS}/portal/follow-up/",
    }


def of_mandate(mandate: Mandate, person: Person, at: datetime) -> dict[str, Any]:
    return {
        "person": person,
        "title": localized(mandate.titles),
        "day": written_date(mandate.due_on),
        "left": (mandate.due_on - at.date()).days,
        "meeting": mandate.meeting,
        "address": f"{settings.PUBLIC_ADDRESS}/mandates/?meeting={mandate.meeting.slug}",
    }


def delegates(request: ReportRequest) -> list[Person]:
    return list(
        Person.objects.filter(
            assignments__delegation=request.delegation,
            assignments__role__in=DELEGATION_ROLES,
            is_active=True,
        ).distinct()
    )


def secretariat(meeting: Meeting) -> list[Person]:
    return list(
        Person.objects.filter(
            assignments__meeting=meeting, assignments__role=Role.SECRETARIAT, is_active=True
        ).distinct()
    )
