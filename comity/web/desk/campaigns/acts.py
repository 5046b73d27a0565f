"""The moves of a campaign: one button or form, one verb."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comity.framework import authority
from comity.framework.campaigns import reviewing, running
from comity.framework.campaigns.models import Campaign
from comity.participants.models import Person
from comity.web.desk.campaigns.page import DEEDS, show
from comity.web.desk.campaigns.place import campaign_of, check_seen
from comity.web.desk.framework.place import person
from comity.web.shared.deeds import carry_out

DONE = {
    "conclude": _("The review is concluded."),
    "approve": _("Approved. The public reads it."),
    "begin": _("Recorded."),
    "end": _("Recorded."),
    "reopen": _("It is a draft again."),
    "withdraw": _("Withdrawn."),
}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    back = reverse("desk:campaign", args=[slug, number])
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect(back)
    campaign = campaign_of(request, slug, number)
    if name not in DEEDS:
        raise Http404
    deed = DEEDS[name]
    authority.require(request.user, deed.needs, meeting=campaign.framework.meeting)

    def again(**context: Any) -> HttpResponse:
        return show(request, campaign, **context)

    def verb(said: dict[str, Any]) -> None:
        check_seen(request, campaign)
        move(name, campaign, said, person(request))

    form = deed.form(request.POST, prefix=name)
    return carry_out(request, name, form, verb, done=DONE[name], show=again, back=back)


def move(name: str, campaign: Campaign, said: dict[str, Any], by: Person) -> None:
    at = timezone.now()
    verb: Any = {
        "conclude": reviewing.review,
        "approve": running.approve,
        "begin": running.begin,
        "end": running.end,
        "reopen": running.reopen,
        "withdraw": running.withdraw,
    }[name]
    verb(campaign, **said, by=by, at=at)
