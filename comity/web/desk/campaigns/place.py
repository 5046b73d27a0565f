"""Which campaign one stands before, and what one may do with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.framework.authority import Act
from comity.framework.campaigns import public
from comity.framework.campaigns.models import Campaign
from comity.refusals import NotNow
from comity.web.desk.framework.place import around, framework_of, may
from comity.web.shared.sending import written

ACTS = {
    "may_campaign": Act.PLAN_CAMPAIGN,
    "may_review": Act.REVIEW_CAMPAIGN,
    "may_approve": Act.APPROVE_CAMPAIGN,
    "may_run": Act.RUN_CAMPAIGN,
    "may_stop": Act.STOP_CAMPAIGN,
}


def campaign_of(request: HttpRequest, slug: str, number: int) -> Campaign:
    """Raises `NotAllowed` for who does not work on the framework."""
    framework = framework_of(request, slug)
    return get_object_or_404(public.loaded(framework.campaigns.all()), number=number)


def about(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    """What every page of a campaign shows around itself."""
    meeting = campaign.framework.meeting
    rights = {name: may(request, act, meeting) for name, act in ACTS.items()}
    return {**around(request, meeting), **rights, "campaign": campaign, "seen": seen(campaign)}


def seen(campaign: Campaign) -> str:
    """What a form began with: who changed something in between is not overwritten unseen."""
    return campaign.edited_at.isoformat()


def check_seen(request: HttpRequest, campaign: Campaign) -> None:
    if written(request, "seen") != seen(campaign):
        raise NotNow(
            _("Somebody else was first: the campaign has changed since you opened it. Load it again.")
        )


def today(campaign: Campaign) -> Any:
    return timezone.now().astimezone(campaign.framework.meeting.zone).date()
