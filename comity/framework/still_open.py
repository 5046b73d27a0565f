"""What is still open in a series and what was closed, as the public reads it (R03-1): actions that may be told, future
work in the words of the latest edition that printed it, mandates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comity.framework.handing import carried, last_day
from comity.framework.models import FrameworkEdition, FutureWork, Mandate
from comity.languages import localized
from comity.meetings import queries
from comity.meetings.models import FollowUp, HandedOn, Meeting


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was left open. `carried`: the later meetings of the series in which it was or is open; `ended` ""
    while it is."""

    kind: str
    """"action", "work" or "mandate"."""
    title: str
    purpose: str
    whom: str
    owner: str
    timing: str
    due_on: date | None
    is_overdue: bool
    left_by: Meeting
    carried: tuple[Meeting, ...]
    ended: str
    outcome: str
    closed_on: date | None
    closed_in: Meeting | None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


def of(meeting: Meeting, *, at: datetime, language: str) -> list[Told]:
    """What the public reads of it: actions that may be told, future work as the latest edition printed it, mandates.
    A fixed number of queries."""
    series = [one for one in queries.of_series(meeting) if queries.is_public(one)]
    known = [one for one in series if one.opens_on <= meeting.opens_on]
    today = at.astimezone(meeting.zone).date()
    rows = [
        *actions(known, series, today, language),
        *works(known, series, today, language, at=at),
        *mandates(known, series, today, language),
    ]
    return sorted(rows, key=lambda one: (one.left_by.opens_on, one.kind == "mandate"))


def actions(known: list[Meeting], series: list[Meeting], today: date, language: str) -> Iterable[Told]:
    found = FollowUp.objects.filter(meeting__in=known, is_public=True)
    for one in found.select_related("meeting", "closed_in").order_by("meeting__opens_on", "number"):
        yield Told(
            kind="action",
            title=localized(one.titles, language),
            purpose="",
            whom=localized(one.interlocutors, language),
            owner="",
            timing="",
            **ending(one, one.due_on, series, today, language),
        )


def works(
    known: list[Meeting], series: list[Meeting], today: date, language: str, *, at: datetime
) -> Iterable[Told]:
    """In the words of the latest edition that printed them; what no edition has is not public yet."""
    editions = FrameworkEdition.objects.filter(framework__meeting__in=known, issued_at__lte=at)
    printed: dict[tuple[int, int], dict[str, Any]] = {
        (edition.framework_id, one["number"]): one
        for edition in editions.order_by("number").only("framework", "number", "annexes")
        for one in edition.annexes.get("future_work", [])
    }
    found = FutureWork.objects.filter(framework__in={key for key, _number in printed}, removed_at=None)
    for one in found.select_related("framework__meeting", "closed_in").order_by("framework", "number"):
        words = printed.get((one.framework_id, one.number))
        if words is None:
            continue
        due_on = date.fromisoformat(words["due_on"]) if words.get("due_on") else None
        yield Told(
            kind="work",
            title=localized(words["titles"], language),
            purpose=localized(words["purposes"], language),
            whom=localized(words["interlocutors"], language),
            owner=str(FutureWork.Owner(words["owner"]).label),
            timing=localized(words["timings"], language),
            **ending(one, due_on, series, today, language),
        )


def ending(
    one: FollowUp | FutureWork, due_on: date | None, series: list[Meeting], today: date, language: str
) -> dict[str, Any]:
    """How long it was open and how it ended."""
    return {
        "due_on": due_on,
        "is_overdue": one.closed_at is None and due_on is not None and due_on < today,
        "left_by": one.left_by,
        "carried": carried(series, one.left_by, until=last_day(one)),
        "ended": str(one.get_ended_display()) if one.ended else "",
        "outcome": localized(one.outcomes, language),
        "closed_on": one.closed_on,
        "closed_in": one.closed_in,
    }


def mandates(known: list[Meeting], series: list[Meeting], today: date, language: str) -> Iterable[Told]:
    for one in Mandate.objects.filter(meeting__in=known).select_related("meeting", "instrument"):
        yield Told(
            kind="mandate",
            title=localized(one.titles, language),
            purpose=f"{one.instrument} ({one.paragraph})" if one.instrument and one.paragraph else "",
            whom="",
            owner="",
            timing="",
            due_on=one.due_on,
            is_overdue=one.done_on is None and one.due_on < today,
            left_by=one.meeting,
            carried=carried(series, one.meeting, until=one.done_on),
            ended=str(HandedOn.Ended.DONE.label) if one.done_on else "",
            outcome=one.outcome,
            closed_on=one.done_on,
            closed_in=None,
        )
