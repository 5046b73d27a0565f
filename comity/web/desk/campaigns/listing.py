"""The campaigns of a framework, with what waits, and the form for another one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority
from comity.framework.authority import Act
from comity.framework.campaigns import drafting, findings, public
from comity.framework.campaigns.findings import Finding
from comity.framework.campaigns.models import Campaign
from comity.framework.models import Framework
from comity.refusals import Refused
from comity.web.desk.campaigns.forms import DraftForm
from comity.web.desk.framework.place import around, framework_of, may, person
from comity.web.desk.page import mistakes
from comity.web.shared.sending import sent


@dataclass(frozen=True, slots=True)
class Row:
    campaign: Campaign
    findings: tuple[Finding, ...]


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest, slug: str) -> HttpResponse:
    framework, refusal = framework_of(request, slug), None
    form = DraftForm(sent(request), framework=framework)
    if request.method == "POST":
        authority.require(request.user, Act.PLAN_CAMPAIGN, meeting=framework.meeting)
        if form.is_valid():
            try:
                made = drafting.draft(framework, by=person(request), at=timezone.now(), **form.said())
                messages.success(request, _("Added, with the next number."))
                return redirect("desk:campaign_plan", slug=slug, number=made.number)
            except Refused as refused:
                refusal = refused
    words = {
        **around(request, framework.meeting),
        "may_campaign": may(request, Act.PLAN_CAMPAIGN, framework.meeting),
        "rows": rows(framework),
        "form": form,
        "refusal": refusal,
        "mistakes": mistakes({"": form}),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "desk/campaigns/list.html", words, status=status)


def rows(framework: Framework) -> list[Row]:
    today = timezone.now().astimezone(framework.meeting.zone).date()
    return [
        Row(
            one,
            findings.of(public.shown(one), today=today) if one.state in ("running", "ended") else (),
        )
        for one in public.loaded(framework.campaigns.all())
    ]
