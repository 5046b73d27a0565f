"""What the results do not tell, or tell against the campaign."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from comity.framework.campaigns import findings, running
from comity.framework.campaigns.models import Campaign
from tests.framework.campaigns.makers import (
    MEASURE,
    TODAY,
    a_draft,
    a_measure,
    a_result,
    a_running,
    an_ended,
    answers,
    as_shown,
)
from tests.makers import NOW
from tests.practices.makers import the_chair, the_rapporteur, the_reviewer

pytestmark = pytest.mark.django_db


def codes(campaign: Campaign, today: date = TODAY) -> list[str]:
    return [one.code for one in findings.of(as_shown(campaign), today=today)]


def test_only_reach_was_measured() -> None:
    """R04-3: a warning where only reach was measured."""
    campaign = a_running()
    a_result(campaign, 60)
    assert "only_reach" in codes(campaign)
    a_result(campaign, 60, measure=3)
    assert "only_reach" not in codes(campaign)


def test_the_audience_that_is_meant_was_not_measured() -> None:
    """R04-3: a warning where the target audience was not measured."""
    campaign = a_running()
    for measure in (1, 2, 3):
        a_result(campaign, 60, measure=measure, of_audience=False)
    assert codes(campaign) == ["audience_not_measured"]
    a_result(campaign, 60)
    assert codes(campaign) == []


def test_the_audience_that_is_meant_was_not_reached() -> None:
    campaign = a_running()
    a_result(campaign, 10)
    a_result(campaign, 50, measure=2)
    assert "audience_not_reached" in codes(campaign)
    a_result(campaign, 50, day=TODAY - timedelta(days=1))
    assert "audience_not_reached" not in codes(campaign)


def test_a_target_is_missed_once_its_day_is_over() -> None:
    campaign = a_running()
    a_result(campaign, 39, day=date(2016, 10, 31))
    a_result(campaign, 40, day=date(2016, 10, 31), measure=2)
    target_day = MEASURE["target_on"]
    assert "target_missed" not in codes(campaign, target_day)
    told = findings.of(as_shown(campaign), today=target_day + timedelta(days=1))
    assert [one.sentence for one in told if one.code == "target_missed"] == [
        "The target of measure 1 was missed."
    ]


def test_a_target_below_the_baseline_is_reached_from_above() -> None:
    from comity.framework.campaigns import reviewing

    campaign = a_draft()
    a_measure(campaign, "awareness")
    a_measure(campaign, "engagement")
    a_measure(campaign, "impact", baseline=Decimal(50), target=Decimal(30))
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    reviewing.review(campaign, by=the_reviewer(), at=NOW)
    running.approve(campaign, by=the_chair(), at=NOW)
    running.begin(campaign, on=TODAY, by=the_rapporteur(), at=NOW)
    a_result(campaign, 31, measure=3)
    assert "target_missed" in codes(campaign)
    a_result(campaign, 29, measure=3, source="A later survey", day=TODAY)
    last = as_shown(campaign).measures[2].last
    assert last is not None


def test_nothing_is_compared_with() -> None:
    campaign = a_running()
    for measure in (1, 2, 3):
        a_result(campaign, 60, measure=measure)
    assert codes(campaign) == []
    bare = a_draft(comparisons={})
    assert codes(bare) == ["no_comparison"]


def test_nothing_was_measured_for_long_though_it_runs() -> None:
    campaign = a_running()
    quiet = TODAY + timedelta(days=findings.SILENT_DAYS)
    assert "silent" not in codes(campaign, quiet)
    told = findings.of(as_shown(campaign), today=quiet + timedelta(days=1))
    assert [one.sentence for one in told] == ["Nothing was measured for 31 days, though it runs."]
    ended = an_ended()
    assert "silent" not in codes(ended, quiet + timedelta(days=99))
