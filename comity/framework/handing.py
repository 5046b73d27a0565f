"""What the meetings of a series hand on to one another: actions and future work that are open, and what became of the
others (R03-1). Nothing is copied: whatever a meeting left open is open in each later one of its series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from comity.framework.models import FutureWork, Mandate, ReportRequest
from comity.meetings import queries
from comity.meetings.models import FollowUp, HandedOn, Meeting
from comity.record.models import Act

TURNS = ("closed", "reopened")


@dataclass(frozen=True, slots=True)
class Left:
    """What was left open, as the desk has it. `carried`: the later meetings of the series in which it was or is open;
    `turns`: each time that it was closed or opened again, the newest first."""

    kind: str
    """"action" or "work"."""
    item: FollowUp | FutureWork
    carried: tuple[Meeting, ...]
    turns: tuple[Act, ...]
    is_overdue: bool


def carried(series: Sequence[Meeting], origin: Meeting, *, until: date | None) -> tuple[Meeting, ...]:
    """Of the meetings of a series, the later ones in which it was open; `until` the day of the one that closed it."""
    return tuple(
        one
        for one in series
        if one.pk != origin.pk
        and one.opens_on >= origin.opens_on
        and (until is None or one.opens_on <= until)
    )


def last_day(item: HandedOn) -> date | None:
    return item.closed_in.opens_on if item.closed_in is not None else None


def items(meeting: Meeting) -> list[tuple[str, FollowUp | FutureWork]]:
    """Actions and future work of the meeting and the earlier ones of its series, in their order."""
    actions = FollowUp.objects.filter(queries.up_to(meeting)).select_related(
        "meeting", "closed_in", "closed_by"
    )
    works = FutureWork.objects.filter(queries.up_to(meeting, "framework__meeting"), removed_at=None)
    works = works.select_related("framework__meeting", "closed_in", "closed_by")
    found: list[tuple[str, FollowUp | FutureWork]] = [("action", one) for one in actions]
    found += [("work", one) for one in works]
    return sorted(found, key=lambda pair: (pair[1].left_by.opens_on, pair[0], pair[1].number))


def left(meeting: Meeting, *, on: date) -> list[Left]:
    """Everything that was left open up to the meeting, closed since or not. Four queries."""
    series, found = queries.of_series(meeting), items(meeting)
    turns = turns_of([one for _kind, one in found])
    return [
        Left(
            kind=kind,
            item=one,
            carried=carried(series, one.left_by, until=last_day(one)),
            turns=tuple(turns.get((one._meta.model_name or "", str(one.pk)), ())),
            is_overdue=one.closed_at is None and one.due_on is not None and one.due_on < on,
        )
        for kind, one in found
    ]


def turns_of(found: Iterable[HandedOn]) -> dict[tuple[str, str], list[Act]]:
    wanted = {(one._meta.model_name or "", str(one.pk)) for one in found}
    acts = Act.objects.filter(
        object_type__in={name for name, _pk in wanted},
        object_id__in={pk for _name, pk in wanted},
        verb__in=TURNS,
    ).select_related("by", "meeting")
    turns: dict[tuple[str, str], list[Act]] = {}
    for one in acts:
        turns.setdefault((one.object_type, one.object_id), []).append(one)
    return {key: acts for key, acts in turns.items() if key in wanted}


def count_open(meeting: Meeting) -> int:
    """How many actions and items of future work are open in the meeting. Two queries."""
    works = FutureWork.objects.filter(
        queries.up_to(meeting, "framework__meeting"), removed_at=None, closed_at=None
    )
    return queries.open_follow_ups(meeting).count() + works.count()


def open_mandates(meeting: Meeting) -> list[Mandate]:
    """What was asked for by a day, at the meeting or an earlier one, and not handed over."""
    found = Mandate.objects.filter(queries.up_to(meeting), done_on=None)
    return list(found.select_related("meeting", "instrument").order_by("due_on", "pk"))


def open_requests(meeting: Meeting) -> list[tuple[Meeting, int]]:
    """How many reports of States each meeting up to this one still waits for; of whom is seen at its own follow-up."""
    waits = ReportRequest.objects.filter(
        queries.up_to(meeting, "node__framework__meeting"), closed_at=None
    ).values_list("node__framework__meeting", flat=True)
    keys = list(waits)
    return [(one, keys.count(one.pk)) for one in queries.of_series(meeting) if one.pk in keys]
