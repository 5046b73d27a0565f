"""The review of a campaign: questions of ethics and of doing no harm, answered by who did not write the plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework.campaigns import public, reviewing
from comity.framework.campaigns.states import State
from comity.refusals import Refused
from comity.web.desk.campaigns.forms import ReviewForm
from comity.web.desk.campaigns.place import about, campaign_of, check_seen
from comity.web.desk.framework.place import person
from comity.web.desk.page import mistakes
from comity.web.shared.sending import sent


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    campaign, refusal = campaign_of(request, slug, number), None
    reviewing.require_other(campaign, person(request))
    form = ReviewForm(sent(request), campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            check_seen(request, campaign)
            reviewing.answer(campaign, form.said(), by=person(request), at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("desk:campaign", slug=slug, number=number)
        except Refused as refused:
            refusal = refused
    words = {
        **about(request, campaign),
        "told": public.shown(campaign),
        "pairs": [
            (one, form[f"answer_{one.question.code}"], form[f"words_{one.question.code}"])
            for one in reviewing.asked(campaign)
        ],
        "form": form,
        "is_draft": campaign.state == State.DRAFT,
        "refusal": refusal,
        "mistakes": mistakes({"": form}),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "desk/campaigns/review.html", words, status=status)
