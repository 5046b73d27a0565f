"""Results of a campaign: entered, and corrected by another one that names it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from comity.framework.authority import Act, require
from comity.framework.campaigns import states
from comity.framework.campaigns.drafting import check_value
from comity.framework.campaigns.models import CampaignMeasure, CampaignResult, CampaignTable
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused


def enter(
    measure: CampaignMeasure,
    *,
    day: date,
    value: Decimal,
    of_audience: bool,
    source: str,
    by: Person,
    at: datetime,
    note: str = "",
    table: CampaignTable | None = None,
) -> CampaignResult:
    """What was counted. Raises `NotNow` before it runs, and where the source has said something of that day."""
    campaign = measure.campaign
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    source = " ".join(source.split())
    check(measure, day, value, source, at)
    with transaction.atomic():
        states.locked(campaign, *states.MEASURED)
        same = CampaignResult.objects.standing().filter(
            measure=measure, day=day, of_audience=of_audience, source=source
        )
        if same.exists():
            raise NotNow(_("This source has said something of that day already: correct it."))
        made = CampaignResult.objects.create(
            measure=measure,
            day=day,
            value=value,
            of_audience=of_audience,
            source=source,
            note=note.strip()[:500],
            entered_by=by,
            entered_at=at,
            table=table,
        )
        if table is None:
            trail.note(campaign, "entered result", by=by, at=at, measure=measure.number, day=day.isoformat())
    return made


def check(measure: CampaignMeasure, day: date, value: Decimal, source: str, at: datetime) -> None:
    if measure.removed_at is not None:
        raise NotNow(_("The measure was removed."))
    if day > at.astimezone(measure.meeting.zone).date():
        raise Refused(_("The day lies ahead: record it once it has come."))
    if not source or len(source) > 300:
        raise Refused(_("Name the source, in no more than 300 letters."))
    check_value(value)


def correct(
    result: CampaignResult, *, value: Decimal | None, note: str, by: Person, at: datetime
) -> CampaignResult:
    """Another value in its place, or none: then it is taken back. What stood there stays on record."""
    campaign = result.measure.campaign
    require(by, Act.RUN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    check_value(value)
    if not note.strip():
        raise Refused(_("Say why it is corrected."))
    try:
        with transaction.atomic():
            states.locked(campaign, *states.MEASURED)
            if result.value is None:
                raise NotNow(_("It was taken back: enter another one."))
            made = CampaignResult.objects.create(
                measure=result.measure,
                day=result.day,
                value=value,
                of_audience=result.of_audience,
                source=result.source,
                note=note.strip()[:500],
                entered_by=by,
                entered_at=at,
                corrects=result,
            )
            trail.note(
                campaign,
                "corrected result",
                by=by,
                at=at,
                measure=result.measure.number,
                day=result.day.isoformat(),
            )
    except IntegrityError as error:
        raise NotNow(_("It was corrected already: load the page again.")) from error
    return made
