"""A table of results from a file: sent, looked at line by line, taken in or dropped."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.adapters import spreadsheets
from comity.framework import authority
from comity.framework.authority import Act
from comity.framework.campaigns import tables, taking
from comity.framework.campaigns.models import Campaign, CampaignTable
from comity.framework.campaigns.states import MEASURED
from comity.refusals import NotAllowed, Refused
from comity.web.desk.campaigns.forms import TableForm
from comity.web.desk.campaigns.place import about, campaign_of
from comity.web.desk.framework.place import person
from comity.web.desk.page import mistakes
from comity.web.portal.uploads import harmless
from comity.web.shared.middleware import takes_files
from comity.web.shared.sending import written

SHOWN_AT_MOST = 200


def allowed(request: HttpRequest, slug: str, number: int) -> Campaign:
    campaign = campaign_of(request, slug, number)
    authority.require(request.user, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting)
    return campaign


@takes_files
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    campaign, refusal = allowed(request, slug, number), None
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if request.method == "POST" and form.is_valid():
        try:
            table = kept(request, campaign, form)
            return redirect("desk:campaign_table", slug=slug, number=number, pk=table.pk)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
    words = {
        **about(request, campaign),
        "form": form,
        "columns": tables.COLUMNS,
        "measures": campaign.measures.filter(removed_at=None),
        "is_measured": campaign.state in MEASURED,
        "waiting": campaign.tables.filter(taken_at=None, dropped_at=None),
        "taken": campaign.tables.filter(taken_at__isnull=False),
        "refusal": refusal,
        "mistakes": mistakes({"": form}),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "desk/campaigns/send.html", words, status=status)


def kept(request: HttpRequest, campaign: Campaign, form: TableForm) -> CampaignTable:
    file = form.cleaned_data["file"]
    content = file.read(spreadsheets.LARGEST + 1)
    return taking.keep(
        campaign,
        content,
        spreadsheets.read(content),
        name=harmless(file.name or ""),
        source=form.cleaned_data["source"],
        by=person(request),
        at=timezone.now(),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """What each line would enter; sending takes it in as shown, or drops it."""
    campaign, at = allowed(request, slug, number), timezone.now()
    table = get_object_or_404(
        CampaignTable.objects.select_related("campaign__framework__meeting"), pk=pk, campaign=campaign
    )
    if request.method == "POST" and "drop" in request.POST:
        taking.drop(table, by=person(request), at=at)
        messages.success(request, _("The table is dropped; nothing was taken in."))
        return redirect("desk:campaign_tables", slug=slug, number=number)
    if request.method == "POST":
        sums = taking.take_in(table, seen=written(request, "seen"), by=person(request), at=at)
        numbers = {"new": sums.new, "same": sums.same, "left": sums.left_out}
        messages.success(
            request,
            _("Taken in: %(new)d new. %(same)d were there already, %(left)d left out.") % numbers,
        )
        return redirect("desk:campaign_results", slug=slug, number=number)
    taking.require_open(table)
    lines = tables.preview(table, at=at)
    ordered = sorted(lines, key=lambda one: one.fate != "wrong")
    words = {
        **about(request, campaign),
        "table": table,
        "lines": ordered[:SHOWN_AT_MOST],
        "more": max(0, len(lines) - SHOWN_AT_MOST),
        "sums": Counter(one.fate for one in lines),
        "seen": tables.fingerprint(lines),
    }
    return render(request, "desk/campaigns/look.html", words)
