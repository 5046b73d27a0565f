"""A day of the programme, room by room: sessions are moved and resized with mouse, keyboard or a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.meetings import checking
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Room, Session
from comity.meetings.states import CLOSED
from comity.refusals import Refused
from comity.web.desk.programme.forms import SlotForm
from comity.web.desk.programme.place import may, meeting_of


@dataclass(frozen=True, slots=True)
class Block:
    """A session on its day; minutes count from midnight at the meeting's place."""

    session: Session
    begins: int
    ends: int
    form: SlotForm | None
    flagged: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A room of the day; None for sessions that have none."""

    room: Room | None
    blocks: list[Block]


@login_required
@never_cache
@require_safe
def day(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, meeting_of(request, slug), request.GET.get("day", ""))


def show(
    request: HttpRequest,
    meeting: Meeting,
    wanted: str,
    *,
    bound: dict[str, SlotForm] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The day that is asked for, else the first that has sessions; `bound` holds the form that was just sent."""
    of = checking.programme(meeting, at=timezone.now())
    sessions = of.every
    every = sorted({*days_of(meeting), *(on_day(one, meeting) for one in sessions)})
    on = next((one for one in every if one.isoformat() == wanted), None)
    on = on or next((one for one in every if any(on_day(s, meeting) == one for s in sessions)), every[0])
    edits = may(request, Act.EDIT, meeting) and meeting.state not in CLOSED
    flagged = {one.session.pk for one in checking.findings(meeting, of=of) if one.session}
    here = [one for one in sessions if on_day(one, meeting) == on]
    with timezone.override(meeting.zone):
        columns = columns_of(meeting, here, edits=edits, flagged=flagged, bound=bound or {})
        return render(
            request,
            "desk/programme/day.html",
            {
                "meeting": meeting,
                "days": every,
                "on": on,
                "columns": columns,
                "edits": edits,
                "refusal": refusal,
            },
            status=refusal.status if refusal else 200,
        )


def days_of(meeting: Meeting) -> list[date]:
    length = min((meeting.closes_on - meeting.opens_on).days, 31)
    return [date.fromordinal(meeting.opens_on.toordinal() + number) for number in range(length + 1)]


def on_day(session: Session, meeting: Meeting) -> date:
    return session.starts_at.astimezone(meeting.zone).date()


def columns_of(
    meeting: Meeting,
    sessions: list[Session],
    *,
    edits: bool,
    flagged: set[int],
    bound: dict[str, SlotForm],
) -> list[Column]:
    """Every room of the meeting, and a last column for sessions without one."""
    rooms = list(meeting.rooms.all())
    blocks: dict[int | None, list[Block]] = {}
    for one in sessions:
        form = bound.get(one.code) or slot_form(one, meeting, rooms)
        movable = edits and one.cancelled_at is None
        begins = minute(one.starts_at, meeting)
        block = Block(one, begins, begins + one.minutes, form if movable else None, one.pk in flagged)
        blocks.setdefault(one.room_id, []).append(block)
    columns = [Column(one, blocks.get(one.pk, [])) for one in rooms]
    return [*columns, Column(None, blocks.get(None, []))] if None in blocks or not rooms else columns


def slot_form(session: Session, meeting: Meeting, rooms: list[Room]) -> SlotForm:
    """With the rooms that are known already: one query for a page of any number of sessions."""
    start = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "room": session.room.code if session.room else "",
    }
    form = SlotForm(meeting=meeting, initial=start, prefix=session.code)
    form.fields["room"].choices = [  # type: ignore[attr-defined]
        ("", form.fields["room"].empty_label),  # type: ignore[attr-defined]
        *((one.code, str(one)) for one in rooms),
    ]
    return form


def minute(instant: datetime, meeting: Meeting) -> int:
    local = instant.astimezone(meeting.zone)
    return 60 * local.hour + local.minute
