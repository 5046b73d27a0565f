"""Small makers of campaigns: the rapporteur plans, the reviewer reviews, the Chair approves."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comity.framework.campaigns import drafting, measuring, public, reviewing, running, showing
from comity.framework.campaigns.models import Campaign, CampaignMeasure, CampaignResult
from comity.framework.campaigns.questions import questions
from tests.framework.makers import a_framework
from tests.makers import NOW
from tests.practices.makers import the_chair, the_rapporteur, the_reviewer

TODAY = NOW.date()
PLAN: dict[str, Any] = {
    "titles": {"en": "Voices from the neighbourhood"},
    "goals": {"en": "They know whom to turn to."},
    "audiences": {"en": "People between 16 and 24."},
    "audience_kind": "vulnerable",
    "messages": {"en": "You are needed here."},
    "messengers": {"en": "Coaches."},
    "media": {"en": "The radio."},
    "actions": {"en": "Come on Thursdays."},
    "contexts": {"en": "Forty people read it first."},
    "alternatives": {"en": "Places in courses."},
    "endings": {"en": "On 31 October."},
    "baselines": {"en": "Asked in April."},
    "comparisons": {"en": "A district without it."},
}
MEASURE: dict[str, Any] = {
    "names": {"en": "Remember it"},
    "units": {"en": "per cent"},
    "baseline": Decimal(10),
    "baseline_on": date(2016, 5, 1),
    "target": Decimal(40),
    "target_on": date(2016, 10, 31),
}
LEVELS = ("awareness", "engagement", "impact")


def a_draft(**plan: Any) -> Campaign:
    """With all words and no measure."""
    return drafting.draft(a_framework(), by=the_rapporteur(), at=NOW, **{**PLAN, **plan})


def a_measure(campaign: Campaign, level: str = "awareness", **told: Any) -> CampaignMeasure:
    return drafting.measure(campaign, by=the_rapporteur(), at=NOW, **{**MEASURE, "level": level, **told})


def a_measured(*levels: str, **plan: Any) -> Campaign:
    campaign = a_draft(**plan)
    for level in levels or LEVELS:
        a_measure(campaign, level)
    return campaign


def answers(said: str = "yes", **others: str) -> dict[str, tuple[str, str]]:
    return {one.code: (others.get(one.code, said), "Looked at.") for one in questions()}


def a_reviewed(
    *levels: str, at: datetime = NOW, plan: dict[str, Any] | None = None, **others: str
) -> Campaign:
    """`others`: questions with other answers than yes."""
    campaign = a_measured(*levels, **(plan or {}))
    reviewing.answer(campaign, answers(**others), by=the_reviewer(), at=at)
    reviewing.review(campaign, by=the_reviewer(), at=at)
    return campaign


def an_approved(**plan: Any) -> Campaign:
    campaign = a_reviewed(plan=plan)
    running.approve(campaign, by=the_chair(), at=NOW)
    return campaign


def a_running(on: date = TODAY) -> Campaign:
    campaign = an_approved()
    running.begin(campaign, on=on, by=the_rapporteur(), at=NOW)
    return campaign


def an_ended() -> Campaign:
    campaign = a_running()
    running.end(campaign, on=TODAY, outcomes={"en": "They came."}, by=the_rapporteur(), at=NOW)
    return campaign


def a_result(campaign: Campaign, value: Any = 20, *, measure: int = 1, **told: Any) -> CampaignResult:
    given = {"day": TODAY, "of_audience": True, "source": "A survey", **told}
    found = campaign.measures.get(number=measure)
    return measuring.enter(found, value=Decimal(str(value)), by=the_rapporteur(), at=NOW, **given)


def as_shown(campaign: Campaign) -> showing.Campaign:
    return public.shown(public.loaded(Campaign.objects.filter(pk=campaign.pk)).get())
