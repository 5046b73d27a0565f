"""What the results of a campaign do not tell, or tell against it (DOMAIN.md 4.7): said beside them, to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.framework.campaigns.models import Campaign as Row
from comity.framework.campaigns.models import CampaignMeasure
from comity.framework.campaigns.showing import Campaign, Measure

SILENT_DAYS = 30
"""After so many days without a result a running campaign is asked about."""
Level = CampaignMeasure.Level


@dataclass(frozen=True, slots=True)
class Finding:
    """`code`: only_reach, audience_not_measured, audience_not_reached, target_missed, no_comparison, silent."""

    code: str
    sentence: str


def of(campaign: Campaign, *, today: date) -> tuple[Finding, ...]:
    return tuple(Finding(code, sentence) for code, sentence in found(campaign, today))


def found(campaign: Campaign, today: date) -> Iterator[tuple[str, str]]:
    yield from of_levels(campaign)
    yield from of_audience(campaign)
    for one in campaign.measures:
        if missed(one, today):
            yield (
                "target_missed",
                _("The target of measure %(number)d was missed.") % {"number": one.number},
            )
    if not campaign.compared:
        yield (
            "no_comparison",
            _("Nothing is compared with: what changed may have changed without the campaign too."),
        )
    yield from of_silence(campaign, today)


def of_levels(campaign: Campaign) -> Iterator[tuple[str, str]]:
    measured = {one.level for one in campaign.measures if one.results}
    if measured == {Level.AWARENESS}:
        yield (
            "only_reach",
            _("Only reach was measured: how many saw it says nothing of what it changed."),
        )


def of_audience(campaign: Campaign) -> Iterator[tuple[str, str]]:
    results = [one for measure in campaign.measures for one in measure.results]
    if results and not any(one.of_audience for one in results):
        yield (
            "audience_not_measured",
            _("The audience that is meant was not measured: the figures are of everybody who saw it."),
        )
    aware = [one for one in campaign.measures if one.level == Level.AWARENESS]
    reached = [
        result.value > (one.baseline or 0) for one in aware for result in one.results if result.of_audience
    ]
    if reached and not any(reached):
        yield ("audience_not_reached", _("The audience that is meant was not reached."))


def missed(measure: Measure, today: date) -> bool:
    """The day of the target is over, and the last result lies on the wrong side of it; the baseline says which."""
    last = measure.last
    if measure.target is None or measure.target_on is None or measure.target_on >= today or last is None:
        return False
    falls = measure.baseline is not None and measure.target < measure.baseline
    return last.value > measure.target if falls else last.value < measure.target


def of_silence(campaign: Campaign, today: date) -> Iterator[tuple[str, str]]:
    if campaign.state != Row.State.RUNNING or campaign.began_on is None:
        return
    days = [one.day for measure in campaign.measures for one in measure.results]
    since = max([campaign.began_on, *days])
    passed = (today - since).days
    if today - since > timedelta(days=SILENT_DAYS):
        yield (
            "silent",
            ngettext(
                "Nothing was measured for %(number)d day, though it runs.",
                "Nothing was measured for %(number)d days, though it runs.",
                passed,
            )
            % {"number": passed},
        )
