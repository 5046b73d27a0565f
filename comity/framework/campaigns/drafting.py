"""Planning a campaign: its words in up to six languages, and what is measured (R04-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.framework import states as tree
from comity.framework.authority import Act, require
from comity.framework.campaigns import states
from comity.framework.campaigns.models import Campaign, CampaignMeasure
from comity.framework.campaigns.states import State
from comity.framework.models import Framework, Node
from comity.framework.planning import following
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import NotNow, Refused

Texts = dict[str, str]
TEXTS = (
    *("titles", "goals", "audiences", "messages", "messengers", "media", "actions"),
    *("contexts", "alternatives", "endings", "baselines", "comparisons"),
)
LARGEST = Decimal(10) ** 11


def kept(words: Mapping[str, str]) -> Texts:
    return {code: said.strip() for code, said in words.items() if said.strip()}


def draft(
    framework: Framework,
    *,
    by: Person,
    at: datetime,
    node: Node | None = None,
    audience_kind: str = "",
    **texts: Texts,
) -> Campaign:
    """A new campaign with the next number. `texts` of `TEXTS`: language -> words. Raises `Refused` without a title."""
    require(by, Act.PLAN_CAMPAIGN, meeting=framework.meeting_id)
    said = checked(framework, texts, node, audience_kind)
    with transaction.atomic():
        tree.hold(framework)
        campaign = Campaign.objects.create(
            framework=framework,
            number=following(framework.campaigns),
            node=node,
            audience_kind=audience_kind,
            drafted_by=by,
            drafted_at=at,
            edited_by=by,
            edited_at=at,
            **said,
        )
        trail.note(campaign, "drafted campaign", by=by, at=at, number=campaign.number)
    return campaign


def checked(
    framework: Framework, texts: dict[str, Texts], node: Node | None, audience_kind: str
) -> dict[str, Texts]:
    assert texts.keys() <= {*TEXTS}
    said = {name: kept(words) for name, words in texts.items()}
    if not said.get("titles"):
        raise Refused(_("Give the campaign a title."))
    if audience_kind and audience_kind not in Campaign.Audience.values:
        raise Refused(_("Choose what kind of audience it is."))
    if node is not None and (
        node.framework_id != framework.pk or node.removed_at is not None or node.kind == Node.Kind.PRACTICE
    ):
        raise Refused(_("Choose an element or a guideline of this framework."))
    return said


def write(
    campaign: Campaign,
    *,
    by: Person,
    at: datetime,
    node: Node | None = None,
    audience_kind: str = "",
    **texts: Texts,
) -> None:
    """Other words for a draft; answers of the review hold no more. Raises `NotNow` for one that is no draft."""
    require(by, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    said = checked(campaign.framework, texts, node, audience_kind)
    with transaction.atomic():
        now = states.locked(campaign, State.DRAFT)
        changed = Campaign.objects.filter(pk=now.pk)
        changed.update(node=node, audience_kind=audience_kind, edited_by=by, edited_at=at, **said)
        trail.note(campaign, "wrote campaign", by=by, at=at, number=campaign.number)
    campaign.refresh_from_db()


def measure(campaign: Campaign, *, by: Person, at: datetime, **told: Any) -> CampaignMeasure:
    """Something to be counted, with the next number. `told`: level, names, units, baseline, baseline_on, target,
    target_on, of_audience."""
    require(by, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    said = checked_measure(**told)
    with transaction.atomic():
        now = states.locked(campaign, State.DRAFT)
        made = CampaignMeasure.objects.create(campaign=now, number=following(now.measures), **said)
        touch(campaign, by=by, at=at)
        trail.note(campaign, "added measure", by=by, at=at, measure=made.number)
    return made


def checked_measure(
    *,
    level: str,
    names: Texts,
    units: Texts,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    target: Decimal | None = None,
    target_on: date | None = None,
    of_audience: bool = True,
) -> dict[str, Any]:
    names, units = kept(names), kept(units)
    if level not in CampaignMeasure.Level.values:
        raise Refused(_("Choose what it tells of: awareness, engagement or impact."))
    if not names or not units:
        raise Refused(_("Say what is counted, and in which unit."))
    if (baseline is None) != (baseline_on is None) or (target is None) != (target_on is None):
        raise Refused(_("A baseline and a target each have a value and a day."))
    if baseline_on is not None and target_on is not None and target_on <= baseline_on:
        raise Refused(_("The target lies before the baseline."))
    for value in (baseline, target):
        check_value(value)
    return {
        "level": level, "names": names, "units": units, "baseline": baseline, "baseline_on": baseline_on,
        "target": target, "target_on": target_on, "of_audience": of_audience,
    }  # fmt: skip


def check_value(value: Decimal | None) -> None:
    if value is not None and (not value.is_finite() or abs(value) >= LARGEST):
        raise Refused(_("A value is a number below a hundred thousand million."))


def change_measure(measure: CampaignMeasure, *, by: Person, at: datetime, **told: Any) -> None:
    """Raises `NotNow` where the campaign is no draft or the measure was removed."""
    campaign = measure.campaign
    require(by, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    said = checked_measure(**told)
    with transaction.atomic():
        states.locked(campaign, State.DRAFT)
        if not CampaignMeasure.objects.filter(pk=measure.pk, removed_at=None).update(**said):
            raise NotNow(_("The measure was removed."))
        touch(campaign, by=by, at=at)
        trail.note(campaign, "changed measure", by=by, at=at, measure=measure.number)
    measure.refresh_from_db()


def drop_measure(measure: CampaignMeasure, *, by: Person, at: datetime) -> None:
    """Its number is not used again."""
    campaign = measure.campaign
    require(by, Act.PLAN_CAMPAIGN, meeting=campaign.framework.meeting_id)
    with transaction.atomic():
        states.locked(campaign, State.DRAFT)
        if not CampaignMeasure.objects.filter(pk=measure.pk, removed_at=None).update(removed_at=at):
            raise NotNow(_("The measure was removed."))
        touch(campaign, by=by, at=at)
        trail.note(campaign, "removed measure", by=by, at=at, measure=measure.number)
    measure.refresh_from_db()


def touch(campaign: Campaign, *, by: Person, at: datetime) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(edited_by=by, edited_at=at)
    campaign.refresh_from_db()
