"""The words of a campaign, one language at a time, and its measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority
from comity.framework.authority import Act
from comity.framework.campaigns import drafting
from comity.framework.campaigns.models import Campaign, CampaignMeasure
from comity.refusals import Refused
from comity.web.desk.campaigns.forms import MeasureForm, PlanForm
from comity.web.desk.campaigns.place import about, campaign_of, check_seen
from comity.web.desk.framework.place import person
from comity.web.desk.framework.plans import language_of, languages
from comity.web.desk.page import mistakes
from comity.web.shared.sending import sent


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The plan in one language. Who wrote in between is not overwritten unseen."""
    campaign = allowed(request, slug, number)
    form = PlanForm(sent(request), campaign=campaign, language=language_of(request))

    def save() -> None:
        check_seen(request, campaign)
        drafting.write(campaign, by=person(request), at=timezone.now(), **form.said())

    return answer(request, campaign, form, save, "plan")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    campaign = allowed(request, slug, number)
    form = MeasureForm(sent(request), initial={"of_audience": True})

    def save() -> None:
        drafting.measure(campaign, by=person(request), at=timezone.now(), **form.said())

    return answer(request, campaign, form, save, "measure")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, number: int, measure: int) -> HttpResponse:
    """Other values for a measure, or its removal."""
    campaign = allowed(request, slug, number)
    found = get_object_or_404(
        CampaignMeasure.objects.select_related("campaign__framework__meeting"),
        campaign=campaign,
        number=measure,
        removed_at=None,
    )
    dropped = "drop" in request.POST
    form = MeasureForm(None if dropped else sent(request), measure=found)

    def save() -> None:
        check_seen(request, campaign)
        if dropped:
            drafting.drop_measure(found, by=person(request), at=timezone.now())
        else:
            drafting.change_measure(found, by=person(request), at=timezone.now(), **form.said())

    return answer(request, campaign, form, save, "measure", measure=found, asks_nothing=dropped)


def allowed(request: HttpRequest, slug: str, number: int) -> Campaign:
    campaign = campaign_of(request, slug, number)
    authority.require(request.user, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting)
    return campaign


def answer(
    request: HttpRequest,
    campaign: Campaign,
    form: forms.Form,
    save: Any,
    name: str,
    *,
    asks_nothing: bool = False,
    **more: Any,
) -> HttpResponse:
    """Save and go back to the campaign, or show the page (again)."""
    refusal = None
    if request.method == "POST" and (asks_nothing or form.is_valid()):
        try:
            save()
            messages.success(request, _("Saved."))
            return redirect("desk:campaign", slug=campaign.framework.meeting.slug, number=campaign.number)
        except Refused as refused:
            refusal = refused
    words = {
        **about(request, campaign),
        **languages(request),
        **more,
        "form": form,
        "is_draft": campaign.state == Campaign.State.DRAFT,
        "refusal": refusal,
        "mistakes": mistakes({"": form}),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, f"desk/campaigns/{name}.html", words, status=status)
