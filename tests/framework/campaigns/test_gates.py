"""What the database itself refuses of a campaign, whatever the code says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comity.framework.campaigns import drafting, reviewing
from comity.framework.campaigns.models import (
    Campaign,
    CampaignAnswer,
    CampaignMeasure,
    CampaignResult,
)
from comity.framework.campaigns.states import MOVES, State
from tests.framework.campaigns.makers import (
    LEVELS,
    PLAN,
    a_draft,
    a_measured,
    a_result,
    a_reviewed,
    a_running,
    an_approved,
    answers,
)
from tests.makers import NOW
from tests.practices.makers import the_chair, the_rapporteur, the_reviewer

pytestmark = pytest.mark.django_db

APPROVAL = {"state": "approved", "approved_at": NOW, "public_at": NOW}


def refused(act: Any) -> str:
    with pytest.raises(DatabaseError) as told, transaction.atomic():
        act()
    return str(told.value)


def change(campaign: Campaign, **fields: Any) -> Any:
    return lambda: Campaign.objects.filter(pk=campaign.pk).update(**fields)


def test_a_campaign_is_not_approved_past_its_review_and_measures() -> None:
    """R04-3"""
    approval = {**APPROVAL, "approved_by": the_chair()}
    for level in LEVELS:
        campaign = a_reviewed(*(one for one in LEVELS if one != level))
        assert "every question answered yes" in refused(change(campaign, **approval))
    for said in ("no", "unknown"):
        campaign = a_reviewed(truthful=said)
        assert "every question answered yes" in refused(change(campaign, **approval))
    bare = a_measured()
    CampaignMeasure.objects.filter(campaign=bare, level="impact").update(baseline=None, baseline_on=None)
    reviewing.answer(bare, answers(), by=the_reviewer(), at=NOW)
    reviewing.review(bare, by=the_reviewer(), at=NOW)
    assert "baselines" in refused(change(bare, **approval))
    whole = a_reviewed()
    change(whole, **approval)()
    assert Campaign.objects.get(pk=whole.pk).state == "approved"


@pytest.mark.parametrize("name", [one for one in PLAN if one not in ("titles", "comparisons")])
def test_a_campaign_is_not_approved_without_its_plan(name: str) -> None:
    """R04-3"""
    campaign = a_measured(**{name: "" if name == "audience_kind" else {}})
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    reviewing.review(campaign, by=the_reviewer(), at=NOW)
    assert "an_approved_campaign_is_planned" in refused(change(campaign, **APPROVAL, approved_by=the_chair()))


def test_a_draft_is_not_reviewed_by_its_writer_nor_with_an_open_or_old_answer() -> None:
    campaign = a_measured()
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    for who in (the_rapporteur(),):
        assert "somebody else" in refused(
            change(campaign, state="reviewed", reviewed_by=who, reviewed_at=NOW)
        )
    drafting.write(campaign, by=the_rapporteur(), at=NOW + timedelta(seconds=1), **PLAN)
    review = {"state": "reviewed", "reviewed_by": the_reviewer(), "reviewed_at": NOW}
    assert "answers every question" in refused(change(campaign, **review))
    assert "answers every question" in refused(change(a_draft(), **review))


def test_moves_that_the_table_does_not_have_are_refused() -> None:
    campaign = a_draft()
    for state in State:
        if state not in MOVES[State.DRAFT] and state != State.DRAFT:
            refused(change(campaign, state=state))
    assert "begins as a draft" in refused(
        lambda: Campaign.objects.create(
            framework=campaign.framework, number=9, titles={"en": "x"}, state="running", drafted_by=the_chair(),
            drafted_at=NOW, edited_by=the_chair(), edited_at=NOW,
        )
    )  # fmt: skip


@pytest.mark.parametrize("field", [one for one in PLAN if one != "audience_kind"])
def test_words_are_fixed_but_in_draft(field: str) -> None:
    campaign = a_reviewed()
    assert "in draft only" in refused(change(campaign, **{field: {"en": "Something else."}}))


def test_measures_and_answers_are_fixed_but_in_draft() -> None:
    campaign = an_approved()
    measure, said = campaign.measures.first(), campaign.answers.first()
    assert measure is not None
    assert said is not None
    measures, given = CampaignMeasure.objects.filter(pk=measure.pk), CampaignAnswer.objects.filter(pk=said.pk)
    assert "in draft only" in refused(lambda: measures.update(target=Decimal(1)))
    measure.pk, measure.number = None, 9
    assert "in draft only" in refused(measure.save)
    assert "in draft only" in refused(lambda: given.update(answer="no"))
    said.pk, said.code = None, "taste"
    assert "in draft only" in refused(said.save)


def test_results_are_of_a_campaign_that_runs_and_stay() -> None:
    running = a_running()
    result = a_result(running)
    found = CampaignResult.objects.filter(pk=result.pk)
    assert "keeps its rows" in refused(lambda: found.update(value=Decimal(99)))
    assert "keeps its rows" in refused(lambda: found._raw_delete("default"))
    early = an_approved().measures.first()
    assert early is not None
    fields = {"day": NOW.date(), "value": 1, "of_audience": True, "source": "x", "note": "x",
              "entered_by": the_rapporteur(), "entered_at": NOW}  # fmt: skip
    assert "runs or ran" in refused(lambda: CampaignResult.objects.create(measure=early, **fields))
    other = running.measures.get(number=2)
    assert "same measure" in refused(
        lambda: CampaignResult.objects.create(measure=other, corrects=result, **fields)
    )


def test_nothing_of_a_campaign_is_deleted() -> None:
    campaign = a_running()
    a_result(campaign)
    for table in ("campaignresult", "campaignanswer", "campaignmeasure", "campaign"):
        with connection.cursor() as cursor:
            told = refused(lambda table=table: cursor.execute(f"DELETE FROM comity_{table}"))
        assert "keeps its rows" in told
    assert "keeps its number" in refused(change(campaign, number=7))
