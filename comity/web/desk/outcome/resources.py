"""Needs and offers at the desk: how pressing they are, what goes together, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.framework import authority, matching, pledging, totals
from comity.framework.authority import Act
from comity.framework.models import Match, Need, Offer
from comity.meetings.models import Meeting
from comity.refusals import Refused
from comity.web.desk.framework.place import around, meeting_of, person
from comity.web.desk.page import mistakes
from comity.web.shared.deeds import carry_out
from comity.web.shared.outcome import FlowForm, MatchForm, PriorityForm, ReasonForm
from comity.web.shared.sending import whole_number, written


def place_of(request: HttpRequest, slug: str) -> Meeting:
    meeting = meeting_of(request, slug)
    authority.require(request.user, Act.MATCH, meeting=meeting)
    return meeting


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, place_of(request, slug))


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """Matches first, since they wait for somebody; then needs, offers and the totals that the public reads."""
    bound = bound or {}
    matches = (
        Match.objects.filter(need__meeting=meeting)
        .select_related("need__delegation__body", "offer__delegation__body")
        .prefetch_related("flows")
        .order_by("-proposed_at")
    )
    return render(
        request,
        "desk/outcome/resources.html",
        {
            **around(request, meeting),
            "needs": meeting.needs.select_related("delegation__body").order_by("-number"),
            "offers": meeting.offers.select_related("delegation__body").order_by("-number"),
            "matches": matches,
            "totals": totals.of(meeting),
            "match_form": bound.get("match") or match_form(meeting),
            "priority_form": bound.get("priority") or PriorityForm(),
            "flow_form": bound.get("flow") or FlowForm(initial={"dated_on": timezone.now().date()}),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=status,
    )


def match_form(meeting: Meeting, said: Any = None) -> MatchForm:
    return MatchForm(
        said,
        needs=Need.objects.filter(meeting=meeting, state__in=pledging.OPEN).select_related(
            "delegation__body"
        ),
        offers=Offer.objects.filter(meeting=meeting, state="offered").select_related("delegation__body"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Bring two together, say how pressing a need is, record what came, or take a proposal back."""
    meeting = place_of(request, slug)
    back = reverse("desk:resources", args=[slug])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    by, at = person(request), timezone.now()
    key = whole_number(written(request, "key")) or 0

    def again(**context: Any) -> HttpResponse:
        return show(request, meeting, **context)

    if name == "match":
        return carry_out(
            request, name, match_form(meeting, request.POST),
            lambda said: matching.propose(said["need"], said["offer"], reason=said["reason"], by=by, at=at),
            done=_("Proposed. Both delegations are asked to agree in the portal."), show=again, back=back,
        )  # fmt: skip
    if name == "priority":
        need = get_object_or_404(meeting.needs, pk=key)
        return carry_out(
            request, name, PriorityForm(request.POST),
            lambda said: pledging.prioritize(need, said["priority"], by=by, at=at),
            done=_("Saved."), show=again, back=back,
        )  # fmt: skip
    if name not in ("flow", "decline"):
        raise Http404
    match = get_object_or_404(
        Match.objects.filter(need__meeting=meeting).select_related("need__delegation", "offer__delegation"),
        pk=key,
    )
    if name == "decline":
        return carry_out(
            request, name, ReasonForm(request.POST),
            lambda said: matching.decline(match, reason=said["reason"], by=by, at=at),
            done=_("Taken back."), show=again, back=back,
        )  # fmt: skip
    return carry_out(
        request, name, FlowForm(request.POST),
        lambda said: matching.record(match, **{**said, "currency": said["currency"].upper()}, by=by, at=at),
        done=_("Recorded."), show=again, back=back,
    )  # fmt: skip
