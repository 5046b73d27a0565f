"""Approving a campaign, carrying it out, and ending or withdrawing it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, require
from comity.framework.campaigns import states
from comity.framework.campaigns.drafting import Texts, kept
from comity.framework.campaigns.models import Campaign
from comity.framework.campaigns.reviewing import missing
from comity.framework.campaigns.states import State
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused


def approve(campaign: Campaign, *, by: Person, at: datetime) -> None:
    """The public reads it from now on. Raises `Refused` with everything that is missing (R04-3)."""
    require(by, Act.APPROVE_CAMPAIGN, meeting=campaign.framework.meeting_id)
    campaign.refresh_from_db()
    if campaign.state != State.REVIEWED:
        raise NotNow(states.not_now(campaign))
    if still := missing(campaign):
        raise Refused(_("It cannot be approved yet. %(missing)s") % {"missing": " ".join(still)})
    with transaction.atomic():
        public_at = campaign.public_at or at
        states.move(campaign, State.APPROVED, approved_by=by, approved_at=at, public_at=public_at)
        trail.note(campaign, "approved campaign", by=by, at=at, number=campaign.number)


def reopen(campaign: Campaign, *, reason: str, by: Person, at: datetime) -> None:
    """Back to draft, so that words or measures can change; it is reviewed and approved again."""
    require(by, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why the plan changes."))
    with transaction.atomic():
        states.move(
            campaign, State.DRAFT, reviewed_by=None, reviewed_at=None, approved_by=None, approved_at=None
        )
        trail.note(campaign, "reopened campaign", by=by, at=at, number=campaign.number, reason=reason.strip())


def begin(campaign: Campaign, *, on: date, by: Person, at: datetime) -> None:
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    check_day(campaign, on, at)
    with transaction.atomic():
        states.move(campaign, State.RUNNING, began_on=on)
        trail.note(campaign, "began campaign", by=by, at=at, number=campaign.number, on=on.isoformat())


def end(campaign: Campaign, *, on: date, outcomes: Texts, by: Person, at: datetime) -> None:
    """It is over; `outcomes` say what came of it, good or not."""
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    check_day(campaign, on, at)
    if not kept(outcomes):
        raise Refused(_("Say what came of it."))
    if campaign.began_on is not None and on < campaign.began_on:
        raise Refused(_("It cannot end before it began."))
    with transaction.atomic():
        states.move(campaign, State.ENDED, ended_on=on, outcomes=kept(outcomes))
        trail.note(campaign, "ended campaign", by=by, at=at, number=campaign.number, on=on.isoformat())


def withdraw(campaign: Campaign, *, reason: str, by: Person, at: datetime) -> None:
    """At once and for good: where it was public a tombstone with the reason stays, and editions print it no more."""
    require(by, Act.STOP_CAMPAIGN, meeting=campaign.framework.meeting_id)
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn."))
    with transaction.atomic():
        states.move(campaign, State.WITHDRAWN, withdrawn_at=at, reason=reason.strip()[:500])
        trail.note(campaign, "withdrew campaign", by=by, at=at, number=campaign.number)


def check_day(campaign: Campaign, on: date, at: datetime) -> None:
    if on > at.astimezone(campaign.meeting.zone).date():
        raise Refused(_("The day lies ahead: record it once it has come."))
