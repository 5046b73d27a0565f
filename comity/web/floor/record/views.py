"""The record of a session, inside and in public; what a rapporteur adds to it; its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.adapters.debate import files
from comity.floor import acting, durations, recorded, recording, taking
from comity.floor.authority import Act, may, require
from comity.floor.models import Floor, Intervention
from comity.floor.told import Record, View
from comity.languages import reader_language
from comity.meetings.models import Session
from comity.participants.models import Person
from comity.practices import spoken
from comity.refusals import Refused
from comity.web.floor.record import forms
from comity.web.shared.sending import whole_number

Verb = Callable[[Intervention, Any, Person, datetime], object]


def note(turn: Intervention, form: forms.NoteForm, by: Person, at: datetime) -> None:
    said = form.cleaned_data
    recording.note(turn, said["words"], seen=said["seen"], by=by, at=at)


ACTS: dict[str, tuple[str | Promise, type[forms.TurnForm], Verb]] = {
    "note": (_("Saved."), forms.NoteForm, note),
    "tighten": (
        _("Saved."),
        forms.NameLessForm,
        lambda turn, form, by, at: spoken.tighten(turn, form.chosen(), by=by, at=at),
    ),
    "deliver": (
        _("The statement delivered is named."),
        forms.DeliveredForm,
        lambda turn, form, by, at: recording.link(
            turn, form.rows[form.cleaned_data["statement"]], by=by, at=at
        ),
    ),
    "take": (
        _("Taken into the reading: its paragraphs are in the queue."),
        forms.NothingForm,
        lambda turn, form, by, at: taking.take(turn, by=by, at=at),
    ),
}


def session_of(slug: str, code: str) -> Session:
    sessions = Session.objects.select_related("meeting", "room")
    return get_object_or_404(sessions, meeting__slug=slug, code=code)


def inside(request: HttpRequest, slug: str, code: str) -> Floor:
    """Raises `NotAllowed` for who neither conducts nor records the session."""
    session = session_of(slug, code)
    require(request.user, Act.SEE, session=session)
    return acting.of(session)


def outside(slug: str, code: str) -> Floor:
    """Raises `Http404` where the record is not public: nothing tells that there is one."""
    floor = Floor.objects.filter(session=(session := session_of(slug, code))).first()
    if floor is None:
        raise Http404
    floor.session = session
    if not recorded.may_be_public(floor):
        raise Http404
    return floor


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """For those who conduct or record the session; `turn`: the one whose forms are open."""
    return show(request, inside(request, slug, code), turn=whole_number(request.GET.get("turn"), digits=6))


def show(
    request: HttpRequest,
    floor: Floor,
    *,
    turn: int | None = None,
    bound: dict[str, forms.TurnForm] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    at, session = timezone.now(), floor.session
    may_record = may(request.user, Act.RECORD, session=session)
    told = recorded.of(floor, View.INSIDE, at=at, confidential=may_record)
    opened = next((one.row for one in told.said if one.number == turn), None) if may_record else None
    words = {
        **around(floor, told),
        "may_record": may_record,
        "is_public": recorded.may_be_public(floor),
        "turn": turn if opened else None,
        "forms": offered(opened, bound or {}) if opened else {},
        "refusal": refusal,
    }
    with timezone.override(session.meeting.zone):
        return render(request, "floor/record/record.html", words, status=status)


def around(floor: Floor, told: Record) -> dict[str, Any]:
    return {
        "floor": floor,
        "session": floor.session,
        "meeting": floor.session.meeting,
        "record": told,
        "durations": durations.of(told),
        "inside": told.view == View.INSIDE,
    }


def offered(turn: Intervention, bound: dict[str, forms.TurnForm]) -> dict[str, forms.TurnForm]:
    """The forms of the turn that is open; one that was refused keeps what was typed."""
    return {name: bound.get(name) or kind(turn=turn) for name, (_done, kind, _verb) in ACTS.items()}


@login_required
@require_POST
def act(request: HttpRequest, slug: str, code: str, number: int, name: str) -> HttpResponse:
    """Add one thing to a turn. Where a colleague was faster, the words typed stay, beside what stands there now."""
    floor = inside(request, slug, code)
    if name not in ACTS:
        raise Http404
    require(request.user, Act.RECORD, session=floor.session)
    turn = get_object_or_404(recorded.rows(floor), number=number)
    turn.floor = floor
    done, kind, verb = ACTS[name]
    form = kind(request.POST, turn=turn)
    if not form.is_valid():
        return show(request, floor, turn=number, bound={name: form}, status=422)
    assert isinstance(request.user, Person)
    try:
        verb(turn, form, request.user, timezone.now())
    except Refused as refusal:
        turn.refresh_from_db()
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["seen"] = turn.summary  # type: ignore[index]
        status = refusal.status
        return show(request, floor, turn=number, bound={name: form}, refusal=refusal, status=status)
    messages.success(request, str(done))
    return redirect(f"{reverse('floor:record', args=[slug, code])}#turn-{number}")


@require_safe
def public(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """For everybody, where the session is attributed and its list was public."""
    floor = outside(slug, code)
    told = recorded.of(floor, View.PUBLIC, at=timezone.now())
    with timezone.override(floor.session.meeting.zone):
        return render(request, "floor/record/record.html", around(floor, told))


@login_required
@never_cache
@require_safe
def taken(request: HttpRequest, slug: str, code: str, kind: str) -> HttpResponse:
    """A file of the record, with the attribution that holds outside the room."""
    return sent(recorded.of(inside(request, slug, code), View.TAKEN, at=timezone.now()), kind)


@require_safe
def public_file(request: HttpRequest, slug: str, code: str, kind: str) -> HttpResponse:
    return sent(recorded.of(outside(slug, code), View.PUBLIC, at=timezone.now()), kind)


def sent(told: Record, kind: str) -> HttpResponse:
    if kind not in files.TYPES:
        raise Http404
    language = reader_language()
    response = HttpResponse(
        files.file(told, kind, language=language), headers={"Content-Type": files.TYPES[kind]}
    )
    name = files.file_name(told, kind, language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
