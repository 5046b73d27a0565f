"""The programme of a meeting at the desk: where the meeting stands, what to look at, every session."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.framework import handing
from comity.meetings import agenda, checking, holding
from comity.meetings.authority import Act
from comity.meetings.models import Meeting, Session
from comity.meetings.states import CLOSED, MOVES, State
from comity.refusals import Refused
from comity.web.desk.programme.forms import ReasonForm
from comity.web.desk.programme.place import may, meeting_of, meetings_of, person

Days = list[tuple[date, list[Session]]]
NEEDS_REASON = (State.POSTPONED, State.CANCELLED, State.SUSPENDED)


@login_required
@never_cache
@require_safe
def home(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, meeting_of(request, slug))


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    refusal: Refused | None = None,
    bound: dict[str, ReasonForm] | None = None,
) -> HttpResponse:
    bound = bound or {}
    offered = [
        (state, bound.get(state) or ReasonForm(prefix=state) if state in NEEDS_REASON else None)
        for state in State
        if state in MOVES[State(meeting.state)]
    ]
    of = checking.programme(meeting, at=timezone.now())
    found = checking.findings(meeting, of=of)
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/programme/home.html",
            {
                "meeting": meeting,
                "meetings": meetings_of(request),
                "states": [(state, state == meeting.state) for state in State],
                "offered": offered if may(request, Act.HOLD, meeting) else [],
                "days": days_of(meeting, of.every),
                "findings": found,
                "flagged": {one.session.pk for one in found if one.session},
                "agenda": agenda.latest(meeting),
                "left": handing.count_open(meeting),
                "may_edit": may(request, Act.EDIT, meeting) and meeting.state not in CLOSED,
                "may_begin": may(request, Act.BEGIN, None),
                "refusal": refusal,
            },
            status=refusal.status if refusal else 200,
        )


def days_of(meeting: Meeting, sessions: list[Session]) -> Days:
    """The sessions of each day at the meeting's place."""
    found: dict[date, list[Session]] = {}
    for one in sessions:
        found.setdefault(one.starts_at.astimezone(meeting.zone).date(), []).append(one)
    return list(found.items())


@login_required
@require_POST
def proceed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Move the meeting on to the state of that name."""
    meeting = meeting_of(request, slug)
    if kind not in State.values:
        raise Http404
    to, reason, bound = State(kind), "", {}
    if to in NEEDS_REASON:
        form = ReasonForm(request.POST, prefix=to.value)
        bound = {to.value: form}
        if not form.is_valid():
            return show(request, meeting, refusal=Refused(first_error(form)), bound=bound)
        reason = form.cleaned_data["reason"]
    try:
        holding.proceed(meeting, to, reason=reason, by=person(request), at=timezone.now())
    except Refused as refusal:
        meeting.refresh_from_db()
        return show(request, meeting, refusal=refusal, bound=bound)
    messages.success(request, _("The meeting is now: %(state)s.") % {"state": meeting.get_state_display()})
    return redirect("desk:programme", slug=slug)


def first_error(form: ReasonForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)
