"""Results of a campaign at the desk: entered by hand, and corrected with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority
from comity.framework.authority import Act
from comity.framework.campaigns import measuring, public
from comity.framework.campaigns.models import Campaign, CampaignResult
from comity.framework.campaigns.states import MEASURED
from comity.refusals import Refused
from comity.web.desk.campaigns.forms import CorrectForm, ResultForm
from comity.web.desk.campaigns.place import about, campaign_of, today
from comity.web.desk.framework.place import person
from comity.web.desk.page import mistakes
from comity.web.shared.campaigns import pictured
from comity.web.shared.deeds import carry_out


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def results(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All that was entered, with what took its place; and the form for another one."""
    campaign = campaign_of(request, slug, number)
    if request.method == "GET":
        return show(request, campaign)
    authority.require(request.user, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting)

    def again(**context: Any) -> HttpResponse:
        return show(request, campaign, **context)

    def enter(said: dict[str, Any]) -> None:
        measuring.enter(said.pop("measure"), **said, by=person(request), at=timezone.now())

    back = reverse("desk:campaign_results", args=[slug, number])
    form = ResultForm(request.POST, campaign=campaign)
    return carry_out(request, "enter", form, enter, done=_("Entered."), show=again, back=back)


def show(
    request: HttpRequest,
    campaign: Campaign,
    *,
    bound: dict[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = bound or {}
    entered = CampaignResult.objects.filter(measure__campaign=campaign).select_related(
        "measure", "entered_by", "table", "correction"
    )
    words = {
        **about(request, campaign),
        "pictures": pictured(public.shown(campaign_of(request, campaign.meeting.slug, campaign.number))),
        "results": entered.order_by("-day", "measure__number", "-pk"),
        "is_measured": campaign.state in MEASURED,
        "form": bound.get("enter") or ResultForm(campaign=campaign, initial={"day": today(campaign)}),
        "correct_form": bound.get("correct") or CorrectForm(),
        "refusal": refusal,
        "mistakes": mistakes(bound),
    }
    with timezone.override(campaign.framework.meeting.zone):
        return render(request, "desk/campaigns/results.html", words, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Another value in the place of one that was entered, or none."""
    campaign = campaign_of(request, slug, number)
    back = reverse("desk:campaign_results", args=[slug, number])
    found = get_object_or_404(
        CampaignResult.objects.select_related("measure__campaign__framework__meeting"),
        pk=pk,
        measure__campaign=campaign,
    )
    if request.method == "GET":
        return redirect(back)
    authority.require(request.user, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting)

    def again(**context: Any) -> HttpResponse:
        return show(request, campaign, **context)

    def verb(said: dict[str, Any]) -> None:
        measuring.correct(found, **said, by=person(request), at=timezone.now())

    return carry_out(
        request, "correct", CorrectForm(request.POST), verb, done=_("Corrected."), show=again, back=back
    )
