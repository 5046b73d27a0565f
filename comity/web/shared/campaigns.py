"""A campaign's measures with their pictures, alike at the desk and for the public."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from comity.framework.campaigns import drawing
from comity.framework.campaigns.picturing import picture
from comity.framework.campaigns.showing import Campaign, Measure


@dataclass(frozen=True, slots=True)
class Pictured:
    """A measure, drawn for a page and for a phone; without results and baseline there is nothing to draw."""

    measure: Measure
    wide: SafeString | None
    narrow: SafeString | None
    has_others: bool
    """Some results are of others than the audience that is meant."""


def pictured(campaign: Campaign) -> list[Pictured]:
    return [draw(one, campaign.number) for one in campaign.measures]


def draw(measure: Measure, campaign: int) -> Pictured:
    key = f"c{campaign}-m{measure.number}"
    others = any(not one.of_audience for one in measure.results)
    if not measure.results:
        return Pictured(measure, None, None, others)
    return Pictured(
        measure,
        picture(measure, key=key),
        picture(measure, key=f"{key}-s", size=drawing.NARROW),
        others,
    )
