"""Needs, offers and matches of a delegation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.framework import matching, pledging
from comity.framework.models import Match, Need, Offer
from comity.participants.models import Delegation, Person, Stakeholder
from comity.refusals import Refused
from comity.web.desk.forms import NothingForm
from comity.web.desk.page import mistakes
from comity.web.portal.people import delegation_of
from comity.web.shared.deeds import carry_out
from comity.web.shared.outcome import FlowForm, NeedForm, OfferForm, WordsForm
from comity.web.shared.sending import whole_number, written

Said = Mapping[str, Any]
Verb = Callable[[Any, Said, Person, datetime], object]


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why (the other side reads it)"), max_length=500, required=False)


def side(match: Match, by: Person) -> str:
    """Of the two that are not agreed yet, the one for which the person acts."""
    for name in ("need", "offer"):
        waiting = getattr(match, f"{name}_agreed_at") is None
        if waiting and getattr(match, name).delegation_id in pledging.own_delegations(by, match.meeting):
            return name
    return "offer"


ACTS: dict[str, tuple[str | Promise, type[forms.Form], Verb]] = {
    "agree": (
        _("Agreed: delegations that could help see it now."),
        NothingForm,
        lambda need, said, by, at: pledging.agree(need, by=by, at=at),
    ),
    "withdraw-need": (
        _("Withdrawn."),
        NothingForm,
        lambda need, said, by, at: pledging.withdraw_need(need, by=by, at=at),
    ),
    "delivered": (
        _("Recorded."),
        NothingForm,
        lambda need, said, by, at: pledging.deliver(need, by=by, at=at),
    ),
    "evaluate": (
        _("Recorded."),
        WordsForm,
        lambda need, said, by, at: pledging.evaluate(need, said["words"], by=by, at=at),
    ),
    "withdraw-offer": (
        _("Withdrawn."),
        NothingForm,
        lambda offer, said, by, at: pledging.withdraw_offer(offer, by=by, at=at),
    ),
    "consent": (
        _("Agreed. It holds once both sides have agreed."),
        NothingForm,
        lambda match, said, by, at: matching.consent(match, side(match, by), by=by, at=at),
    ),
    "decline": (
        _("Declined; the secretariat and the other side see it."),
        DeclineForm,
        lambda match, said, by, at: matching.decline(match, reason=said["reason"], by=by, at=at),
    ),
    "flow": (
        _("Recorded."),
        FlowForm,
        lambda match, said, by, at: matching.record(
            match, **{**said, "currency": said["currency"].upper()}, by=by, at=at
        ),
    ),
}
OF_OFFER = frozenset({"withdraw-offer"})
OF_MATCH = frozenset({"consent", "decline", "flow"})


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the delegation needs, offers and was matched with, and what others need."""
    return show(request, delegation_of(request, pk))


def show(
    request: HttpRequest,
    delegation: Delegation,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    bound = bound or {}
    meeting = delegation.meeting
    others = pledging.needs_seen_by(request.user, meeting).exclude(delegation=delegation)
    return render(
        request,
        "portal/outcome/resources.html",
        {
            "meeting": meeting,
            "delegation": delegation,
            "is_state": delegation.body.category == Stakeholder.MEMBER_STATE,
            "needs": delegation.needs.order_by("-number"),
            "offers": delegation.offers.order_by("-number"),
            "matches": [
                (one, one.need.delegation_id == delegation.pk)
                for one in matching.of_delegations([delegation.pk])
            ],
            "others": others.filter(state__in=pledging.OPEN).order_by("-number"),
            "need_form": bound.get("need") or NeedForm(prefix="need"),
            "offer_form": bound.get("offer") or OfferForm(prefix="offer"),
            "flow_form": bound.get("flow") or FlowForm(initial={"dated_on": timezone.now().date()}),
            "words_form": bound.get("evaluate") or WordsForm(),
            "refusal": refusal,
            "mistakes": mistakes(bound),
        },
        status=status,
    )


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Enter a need or an offer, or do one thing of the table."""
    delegation = delegation_of(request, pk)
    back = reverse("portal:resources", args=[pk])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    by, at = request.user, timezone.now()
    assert isinstance(by, Person)

    def again(**context: Any) -> HttpResponse:
        return show(request, delegation, **context)

    if name in ("need", "offer"):
        form: forms.Form = (NeedForm if name == "need" else OfferForm)(request.POST, prefix=name)
        enter = pledging.enter_need if name == "need" else pledging.enter_offer
        entered = (
            _("Entered. Nobody else sees it until you agree to it.") if name == "need" else _("Entered.")
        )
        return carry_out(
            request, name, form, lambda said: enter(delegation, by=by, at=at, **said),
            done=entered, show=again, back=back,
        )  # fmt: skip
    if name not in ACTS:
        raise Http404
    done, form_class, verb = ACTS[name]
    found = object_of(request, delegation, name)
    return carry_out(
        request, name, form_class(request.POST), lambda said: verb(found, said, by, at),
        done=done, show=again, back=back,
    )  # fmt: skip


def object_of(request: HttpRequest, delegation: Delegation, name: str) -> Need | Offer | Match:
    """What the act is done with, if the delegation has a part in it."""
    key = whole_number(written(request, "key")) or 0
    if name in OF_MATCH:
        matches = matching.of_delegations([delegation.pk])
        return get_object_or_404(matches, pk=key)
    if name in OF_OFFER:
        return get_object_or_404(delegation.offers, pk=key)
    return get_object_or_404(delegation.needs, pk=key)
