"""A campaign is planned in words and measures, numbered for good, and its words are fixed once it is reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from comity.framework.campaigns import drafting, reviewing, running
from comity.framework.campaigns.models import Campaign
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.campaigns.makers import (
    MEASURE,
    PLAN,
    a_draft,
    a_measure,
    a_measured,
    a_reviewed,
    an_approved,
    answers,
)
from tests.framework.makers import a_framework, a_guideline, a_placed
from tests.makers import NOW
from tests.practices.makers import one_of, the_chair, the_rapporteur, the_reviewer, the_secretariat

pytestmark = pytest.mark.django_db


def test_campaigns_are_numbered_once_and_may_carry_out_a_guideline() -> None:
    """R04-1: campaigns hang on the framework, numbered, in up to six languages."""
    guideline = a_guideline()
    first = a_draft(node=guideline, titles={"en": "Voices", "ar": "أصوات", "fr": " "})
    running.withdraw(first, reason="Not now.", by=the_rapporteur(), at=NOW)
    second = a_draft()
    assert (first.number, second.number, first.node) == (1, 2, guideline)
    assert first.titles == {"en": "Voices", "ar": "أصوات"}
    assert [one.verb for one in trail.of(first)] == ["withdrew campaign", "drafted campaign"]


def test_a_draft_needs_a_title_and_a_place_of_this_framework() -> None:
    with pytest.raises(Refused, match="title"):
        a_draft(titles={"en": " "})
    with pytest.raises(Refused, match="kind of audience"):
        a_draft(audience_kind="everybody")
    guideline = a_guideline()
    with pytest.raises(Refused, match="this framework"):
        a_draft(node=a_placed(guideline))
    guideline.framework_id = 0
    with pytest.raises(Refused, match="this framework"):
        a_draft(node=guideline)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CHAIR, Role.PRESS_OFFICER])
def test_others_do_not_plan(role: Role) -> None:
    campaign, person = a_measured(), one_of(role)
    measure = campaign.measures.first()
    assert measure is not None
    acts: list[Any] = [
        lambda: drafting.draft(a_framework(), by=person, at=NOW, **PLAN),
        lambda: drafting.write(campaign, by=person, at=NOW, **PLAN),
        lambda: drafting.measure(campaign, by=person, at=NOW, level="impact", **MEASURE),
        lambda: drafting.change_measure(measure, by=person, at=NOW, level="impact", **MEASURE),
        lambda: drafting.drop_measure(measure, by=person, at=NOW),
        lambda: running.reopen(campaign, reason="x", by=person, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="plans a campaign"):
            act()


def test_a_measure_says_what_is_counted_with_value_and_day() -> None:
    campaign = a_draft()
    for wrong, sentence in (
        ({"level": "fame"}, "awareness, engagement or impact"),
        ({"names": {"en": ""}}, "what is counted"),
        ({"units": {}}, "what is counted"),
        ({"baseline_on": None}, "a value and a day"),
        ({"target": None}, "a value and a day"),
        ({"target_on": date(2016, 5, 1)}, "before the baseline"),
        ({"target": Decimal("1e11")}, "below"),
        ({"target": Decimal("NaN")}, "below"),
    ):
        with pytest.raises(Refused, match=sentence):
            a_measure(campaign, **wrong)  # type: ignore[arg-type]
    assert not campaign.measures.exists()


def test_measures_change_and_go_in_draft_and_keep_their_numbers() -> None:
    campaign = a_measured("awareness", "impact")
    first = campaign.measures.get(number=1)
    drafting.change_measure(
        first,
        by=the_rapporteur(),
        at=NOW,
        level="engagement",
        **{**MEASURE, "target": None, "target_on": None},
    )
    assert (first.level, first.target) == ("engagement", None)
    drafting.drop_measure(first, by=the_rapporteur(), at=NOW)
    for act in (
        lambda: drafting.drop_measure(first, by=the_rapporteur(), at=NOW),
        lambda: drafting.change_measure(first, by=the_rapporteur(), at=NOW, level="impact", **MEASURE),
    ):
        with pytest.raises(NotNow, match="removed"):
            act()
    assert a_measure(campaign).number == 3


def test_what_was_reviewed_changes_only_after_it_is_reopened() -> None:
    campaign = a_reviewed()
    with pytest.raises(NotNow, match="reviewed"):
        drafting.write(campaign, by=the_rapporteur(), at=NOW, **PLAN)
    with pytest.raises(NotNow, match="reviewed"):
        a_measure(campaign)
    with pytest.raises(Refused, match="why"):
        running.reopen(campaign, reason=" ", by=the_rapporteur(), at=NOW)
    running.reopen(campaign, reason="Another messenger.", by=the_rapporteur(), at=NOW)
    assert (campaign.state, campaign.reviewed_by) == ("draft", None)
    later = NOW + timedelta(hours=1)
    drafting.write(campaign, by=the_secretariat(), at=later, **{**PLAN, "messengers": {"en": "Teachers."}})
    assert campaign.messengers == {"en": "Teachers."}
    with pytest.raises(Refused, match="Answer every question first"):
        reviewing.review(campaign, by=the_reviewer(), at=later)


def test_an_approved_one_is_reopened_and_stays_known_to_the_public() -> None:
    campaign = an_approved()
    running.reopen(campaign, reason="Another day.", by=the_rapporteur(), at=NOW)
    assert (campaign.state, campaign.public_at) == ("draft", NOW)
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    reviewing.review(campaign, by=the_reviewer(), at=NOW)
    running.approve(campaign, by=the_chair(), at=NOW + timedelta(days=1))
    assert (campaign.public_at, campaign.approved_at) == (NOW, NOW + timedelta(days=1))
