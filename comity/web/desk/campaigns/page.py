"""One campaign at the desk: what is missing, what was measured, the plan, the review, and what may be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.framework.authority import Act
from comity.framework.campaigns import findings, public, reviewing
from comity.framework.campaigns.models import Campaign
from comity.framework.campaigns.states import MEASURED, MOVES, State
from comity.record import trail
from comity.refusals import Refused
from comity.web.desk.campaigns.forms import DayForm, EndForm, NothingForm
from comity.web.desk.campaigns.place import about, campaign_of, today
from comity.web.desk.framework.place import may
from comity.web.desk.page import mistakes
from comity.web.shared.campaigns import pictured
from comity.web.shared.outcome import ReasonForm

Bound = Mapping[str, django_forms.Form]
LATEST = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """A move of the campaign: what it is called, who may, what is asked, and whether it is grave."""

    to: State
    needs: Act
    label: Any
    form: Callable[..., django_forms.Form]
    hint: Any = ""
    grave: bool = False


DEEDS = {
    "conclude": Deed(
        State.REVIEWED, Act.REVIEW_CAMPAIGN, gettext_lazy("Conclude the review"), NothingForm,
        gettext_lazy("From now on the words are fixed. Every question must have an answer."),
    ),
    "approve": Deed(
        State.APPROVED, Act.APPROVE_CAMPAIGN, gettext_lazy("Approve"), NothingForm,
        gettext_lazy("The public reads it from now on."),
    ),
    "begin": Deed(State.RUNNING, Act.RUN_CAMPAIGN, gettext_lazy("It has begun"), DayForm),
    "end": Deed(State.ENDED, Act.RUN_CAMPAIGN, gettext_lazy("It has ended"), EndForm),
    "reopen": Deed(
        State.DRAFT, Act.PLAN_CAMPAIGN, gettext_lazy("Change the plan again"), ReasonForm,
        gettext_lazy("It goes back to draft, and is reviewed and approved again."), grave=True,
    ),
    "withdraw": Deed(
        State.WITHDRAWN, Act.STOP_CAMPAIGN, gettext_lazy("Withdraw"), ReasonForm,
        gettext_lazy("At once and for good. Where it was public, the reason is public too."), grave=True,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    deed: Deed
    form: django_forms.Form


@login_required
@never_cache
@require_safe
def campaign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return show(request, campaign_of(request, slug, number))


def show(
    request: HttpRequest,
    found: Campaign,
    *,
    bound: Bound | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = bound or {}
    campaign = campaign_of(request, found.framework.meeting.slug, found.number)  # as it is now
    told = public.shown(campaign)
    offers = list(offered(request, campaign, bound))
    is_open = campaign.state in (State.DRAFT, State.REVIEWED)
    words = {
        **about(request, campaign),
        "told": told,
        "missing": reviewing.missing(campaign) if is_open else [],
        "is_draft": campaign.state == State.DRAFT,
        "is_measured": campaign.state in MEASURED,
        "findings": findings.of(told, today=today(campaign)) if not is_open else (),
        "pictures": pictured(told),
        "asked": reviewing.asked(campaign),
        "next": [one for one in offers if not one.deed.grave],
        "others": [one for one in offers if one.deed.grave],
        "history": [(one, said(one.verb)) for one in trail.of(campaign)[:LATEST]],
        "refusal": refusal,
        "mistakes": mistakes(bound),
    }
    with timezone.override(campaign.framework.meeting.zone):
        return render(request, "desk/campaigns/campaign.html", words, status=status)


def offered(request: HttpRequest, campaign: Campaign, bound: Bound) -> Iterator[Offer]:
    for name, deed in DEEDS.items():
        if deed.to in MOVES[State(campaign.state)] and may(request, deed.needs, campaign.framework.meeting):
            initial = {"on": today(campaign)}
            yield Offer(name, deed, bound.get(name) or deed.form(prefix=name, initial=initial))


def said(verb: str) -> str:
    """An act of the record in words."""
    words = {
        "drafted campaign": _("drafted it"),
        "wrote campaign": _("wrote the plan"),
        "added measure": _("added a measure"),
        "changed measure": _("changed a measure"),
        "removed measure": _("removed a measure"),
        "answered review": _("answered questions of the review"),
        "reviewed campaign": _("concluded the review"),
        "approved campaign": _("approved it"),
        "reopened campaign": _("reopened the plan"),
        "began campaign": _("recorded that it began"),
        "ended campaign": _("recorded that it ended"),
        "withdrew campaign": _("withdrew it"),
        "entered result": _("entered a result"),
        "corrected result": _("corrected a result"),
        "sent results": _("sent a table of results"),
        "took in results": _("took in a table of results"),
        "dropped results": _("dropped a table of results"),
    }
    return words.get(verb, verb)
