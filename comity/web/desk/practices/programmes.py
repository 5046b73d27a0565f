"""Initiatives that delegations entered: taken into review, returned, published, withdrawn (R06-2, R06-3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.participants.models import Person
from comity.practices import authority, initiatives
from comity.practices.authority import Act
from comity.practices.initiatives import MOVES, State
from comity.practices.models import Initiative
from comity.refusals import Refused
from comity.web.desk.page import mistakes
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.portal.practices.forms import InitiativeForm
from comity.web.shared.sending import written

Verb = Callable[[Initiative, str, Person, datetime], None]
ACTS: dict[str, tuple[State, Verb]] = {
    "take": (State.IN_REVIEW, lambda one, reason, by, at: initiatives.take(one, by=by, at=at)),
    "publish": (State.PUBLISHED, lambda one, reason, by, at: initiatives.publish(one, by=by, at=at)),
    "return": (
        State.RETURNED,
        lambda one, reason, by, at: initiatives.send_back(one, reason=reason, by=by, at=at),
    ),
    "withdraw": (
        State.WITHDRAWN,
        lambda one, reason, by, at: initiatives.withdraw(one, reason=reason, by=by, at=at),
    ),
}
"""Name -> the state to which it leads, and the verb."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def every(request: HttpRequest, slug: str) -> HttpResponse:
    """What was entered, what waits first, and the form for one that the secretariat enters itself."""
    meeting = meeting_of(request, slug)
    form = InitiativeForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST":
        authority.require(request.user, Act.ENTER_INITIATIVE, meeting=meeting)
        if form.is_valid():
            try:
                made = initiatives.enter(meeting, by=person(request), at=timezone.now(), **form.said())
                return redirect("desk:initiative", ref=made.ref)
            except Refused as refused:
                refusal = refused
    rows = meeting.initiatives.select_related(
        "delegation__body", "delegation__meeting", "level"
    ).prefetch_related("delegation__body__former_names")
    order = {State.RECEIVED: 0, State.IN_REVIEW: 1, State.RETURNED: 2}
    return render(
        request,
        "desk/practices/initiatives.html",
        {
            "meeting": meeting,
            "initiatives": sorted(rows, key=lambda one: (order.get(State(one.state), 3), one.pk)),
            "form": form,
            "refusal": refusal,
            "mistakes": mistakes({"": form}),
            "may_enter": may(request, Act.ENTER_INITIATIVE, meeting),
        },
        status=refusal.status if refusal else 422 if form.errors else 200,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def initiative(request: HttpRequest, ref: str, name: str = "") -> HttpResponse:
    found = get_object_or_404(
        Initiative.objects.select_related("meeting", "delegation__body", "level", "region", "entered_by"),
        ref=ref,
    )
    authority.require(request.user, Act.SEE, meeting=found.meeting)
    refusal, reason = None, written(request, "reason")
    if request.method == "GET" and name:
        return redirect("desk:initiative", ref=ref)
    if request.method == "POST":
        if name not in ACTS:
            raise Http404
        try:
            ACTS[name][1](found, reason, person(request), timezone.now())
            messages.success(request, _now("Done."))
            return redirect("desk:initiative", ref=ref)
        except Refused as refused:
            refusal = refused
            found.refresh_from_db()
    return render(
        request,
        "desk/practices/initiative.html",
        {
            "meeting": found.meeting,
            "initiative": found,
            "measures": found.measures.all(),
            "offered": [act for act, (to, _verb) in ACTS.items() if to in MOVES[State(found.state)]],
            "may_review": may(request, Act.REVIEW_INITIATIVE, found.meeting),
            "reason": reason,
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )
