"""Campaigns as anybody may see them: approved, running and ended ones; of a withdrawn one that it was and why."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.framework.campaigns import showing
from comity.framework.campaigns.models import Campaign, CampaignMeasure, CampaignResult
from comity.framework.campaigns.states import PUBLIC
from comity.languages import localized, reader_language

LABELS = {
    "goals": _("Goal"),
    "audiences": _("Audience"),
    "messages": pgettext_lazy("campaign", "Message"),
    "messengers": _("Messenger"),
    "media": pgettext_lazy("campaign", "Medium"),
    "actions": pgettext_lazy("campaign", "Action"),
    "contexts": _("Fitted to where it is seen"),
    "alternatives": _("What it offers instead"),
    "endings": _("When it ends"),
    "baselines": _("Baseline"),
    "comparisons": _("Compared with"),
}
"""In the order of GAMMMA+."""


def loaded(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """With measures and the results that stand, by three queries for all."""
    measures = CampaignMeasure.objects.filter(removed_at=None).prefetch_related(
        Prefetch("results", CampaignResult.objects.standing().order_by("day", "pk"), to_attr="standing")
    )
    return campaigns.select_related("framework__meeting", "node").prefetch_related(
        Prefetch("measures", measures, to_attr="counted")
    )


def of_meeting(meeting: int) -> QuerySet[Campaign]:
    """Those that the public reads."""
    return loaded(Campaign.objects.filter(framework__meeting=meeting, state__in=PUBLIC))


def of_number(meeting: int, number: int) -> QuerySet[Campaign]:
    """Those of the public ones that carry out a number of the framework."""
    return Campaign.objects.filter(framework__meeting=meeting, node__number=number, state__in=PUBLIC)


def known(meeting: int, number: int) -> Campaign | None:
    """The campaign of that number if it was ever public, whatever has become of it."""
    return loaded(
        Campaign.objects.filter(framework__meeting=meeting, number=number, public_at__isnull=False)
    ).first()


def shown(campaign: Campaign, *, language: str = "") -> showing.Campaign:
    """The campaign in the reader's language; `campaign` comes from `loaded`."""
    language = language or reader_language()
    return showing.Campaign(
        meeting=campaign.framework.meeting.slug,
        number=campaign.number,
        node=campaign.node.number if campaign.node else None,
        title=localized(campaign.titles, language),
        language=spoken(campaign.titles, language),
        state=campaign.state,
        state_label=str(campaign.get_state_display()),
        audience_label=str(campaign.get_audience_kind_display()) if campaign.audience_kind else "",
        parts=tuple(parts(campaign, language)),
        compared=bool(campaign.comparisons),
        measures=tuple(measure(one, language) for one in campaign.counted),  # type: ignore[attr-defined]
        reviewed_at=campaign.reviewed_at,
        approved_at=campaign.approved_at,
        began_on=campaign.began_on,
        ended_on=campaign.ended_on,
        outcome=localized(campaign.outcomes, language),
        outcome_language=spoken(campaign.outcomes, language),
    )


def parts(campaign: Campaign, language: str) -> list[showing.Part]:
    """What was said of the plan; what is empty is left out."""
    return [
        showing.Part(name, str(label), localized(words, language), spoken(words, language))
        for name, label in LABELS.items()
        if (words := getattr(campaign, name))
    ]


def spoken(words: dict[str, str], language: str) -> str:
    """The language in which `localized` gives it."""
    if language in words or not words:
        return language
    return "en" if "en" in words else next(iter(words))


def measure(one: CampaignMeasure, language: str) -> showing.Measure:
    return showing.Measure(
        number=one.number,
        level=one.level,
        level_label=str(one.get_level_display()),
        name=localized(one.names, language),
        unit=localized(one.units, language),
        language=spoken(one.names, language),
        baseline=one.baseline,
        baseline_on=one.baseline_on,
        target=one.target,
        target_on=one.target_on,
        of_audience=one.of_audience,
        results=tuple(
            showing.Result(row.day, row.value, row.of_audience, row.source, row.note)
            for row in one.standing  # type: ignore[attr-defined]
            if row.value is not None
        ),
    )
