"""A campaign is approved only with a whole plan, three kinds of measures with baselines, and a review that says yes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from comity.framework.campaigns import drafting, reviewing, running, states
from comity.framework.campaigns.models import Campaign
from comity.framework.campaigns.questions import questions
from comity.framework.campaigns.states import MOVES, State
from comity.languages import NATIVE_NAMES
from comity.participants.models import Role
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.campaigns.makers import (
    LEVELS,
    PLAN,
    TODAY,
    a_draft,
    a_measure,
    a_measured,
    a_reviewed,
    a_running,
    an_approved,
    an_ended,
    answers,
)
from tests.makers import NOW, a_role
from tests.practices.makers import one_of, the_chair, the_meeting, the_rapporteur, the_reviewer

pytestmark = pytest.mark.django_db


def approve(campaign: Campaign) -> None:
    running.approve(campaign, by=the_chair(), at=NOW)


def test_the_whole_way_from_draft_to_its_end() -> None:
    """R04-3: approved with goal, audience, message, messenger, medium, action and measures of three kinds."""
    campaign = an_ended()
    assert (campaign.state, campaign.began_on, campaign.ended_on) == ("ended", TODAY, TODAY)
    assert campaign.outcomes == {"en": "They came."}
    assert (campaign.reviewed_by, campaign.approved_by) == (the_reviewer(), the_chair())


@pytest.mark.parametrize("name", [one for one in PLAN if one not in ("titles", "comparisons")])
def test_a_plan_that_lacks_a_part_is_not_approved(name: str) -> None:
    """R04-3"""
    campaign = a_measured(**{name: "" if name == "audience_kind" else {}})
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    reviewing.review(campaign, by=the_reviewer(), at=NOW)
    assert reviewing.missing(campaign) == [str(reviewing.ASKED[name])]
    with pytest.raises(Refused, match="cannot be approved yet"):
        approve(campaign)
    assert Campaign.objects.get().state == "reviewed"


@pytest.mark.parametrize("level", LEVELS)
def test_without_a_measure_of_each_kind_nothing_is_approved(level: str) -> None:
    """R04-3: at least one measure each for awareness, engagement and impact."""
    campaign = a_reviewed(*(one for one in LEVELS if one != level))
    with pytest.raises(Refused, match=f"measure of {level}"):
        approve(campaign)


def test_a_measure_without_baseline_and_a_removed_one_do_not_count() -> None:
    campaign = a_measured("awareness", "engagement")
    a_measure(campaign, "impact", baseline=None, baseline_on=None)
    gone = a_measure(campaign, "impact", baseline=None, baseline_on=None)
    drafting.drop_measure(gone, by=the_rapporteur(), at=NOW)
    assert [one for one in reviewing.missing(campaign) if "baseline" in one] == [
        "Give measure 3 its baseline: the value before the campaign, and its day."
    ]


def test_every_thing_that_is_missing_is_named_at_once() -> None:
    campaign = drafting.draft(
        a_draft().framework, by=the_rapporteur(), at=NOW, titles={"en": "Nothing but a title"}
    )
    assert len(reviewing.missing(campaign)) == len(reviewing.ASKED) + 3 + len(questions())


def test_a_no_and_an_unknown_stand_in_the_way() -> None:
    """R04-3, R12-6: no approval over a question that is answered with no, or not known."""
    campaign = a_reviewed(messengers_safe="no", funding_disclosed="unknown")
    said = reviewing.missing(campaign)
    assert said == [
        "The review says no about “Safety of the messengers”.",
        "The review does not know about “Disclosure of State funding”.",
    ]
    with pytest.raises(Refused, match=r"Safety of the messengers.*State funding"):
        approve(campaign)


def test_a_review_answers_every_question_with_words() -> None:
    campaign = a_measured()
    first, *others = answers().items()
    reviewing.answer(campaign, dict(others), by=the_reviewer(), at=NOW)
    with pytest.raises(Refused, match="Open: Safety of the messengers"):
        reviewing.review(campaign, by=the_reviewer(), at=NOW)
    for wrong, sentence in (
        ({first[0]: ("yes", " ")}, "Say why"),
        ({first[0]: ("perhaps", "Words.")}, "one of the answers"),
        ({"taste": ("yes", "Words.")}, "one of the questions"),
    ):
        with pytest.raises(Refused, match=sentence):
            reviewing.answer(campaign, wrong, by=the_reviewer(), at=NOW)
    assert campaign.answers.count() == len(others)


def test_an_answer_holds_until_a_word_or_a_measure_changes() -> None:
    campaign = a_measured()
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    assert all(one.holds for one in reviewing.asked(campaign))
    a_measure_later = NOW + timedelta(minutes=1)
    drafting.write(campaign, by=the_rapporteur(), at=a_measure_later, **PLAN)
    assert not any(one.holds for one in reviewing.asked(campaign))
    assert "The plan has changed since the answer about “Truth”: it is answered again." in reviewing.missing(
        campaign
    )


def test_who_wrote_the_plan_does_not_review_it() -> None:
    campaign = a_measured()
    both = the_rapporteur()
    both.assignments.create(role=Role.REVIEWER, meeting=the_meeting())
    with pytest.raises(NotAllowed, match="does not review"):
        reviewing.answer(campaign, answers(), by=both, at=NOW)
    reviewing.answer(campaign, answers(), by=the_reviewer(), at=NOW)
    with pytest.raises(NotAllowed, match="does not review"):
        reviewing.review(campaign, by=both, at=NOW)


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.SECRETARIAT, Role.PRESS_OFFICER, Role.CHAIR])
def test_only_a_reviewer_reviews(role: Role) -> None:
    campaign = a_measured()
    other = a_role(role, the_meeting(), name=f"other-{role.value.replace('_', '-')}")
    with pytest.raises(NotAllowed, match="reviewer"):
        reviewing.answer(campaign, answers(), by=other, at=NOW)


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.REVIEWER, Role.PRESS_OFFICER])
def test_others_do_not_approve(role: Role) -> None:
    campaign = a_reviewed()
    with pytest.raises(NotAllowed, match="approves"):
        running.approve(campaign, by=one_of(role), at=NOW)


def test_who_carries_out_and_who_stops() -> None:
    approved = an_approved()
    for role in (Role.REVIEWER, Role.CHAIR, Role.PRESS_OFFICER):
        with pytest.raises(NotAllowed, match="carries out"):
            running.begin(approved, on=TODAY, by=one_of(role), at=NOW)
    with pytest.raises(NotAllowed, match="withdraw"):
        running.withdraw(approved, reason="Harm.", by=one_of(Role.PRESS_OFFICER), at=NOW)
    running.withdraw(approved, reason="A messenger was threatened.", by=the_reviewer(), at=NOW)
    assert (approved.state, approved.reason) == ("withdrawn", "A messenger was threatened.")


def test_days_do_not_lie_ahead_and_an_end_says_what_came_of_it() -> None:
    campaign = an_approved()
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="lies ahead"):
        running.begin(campaign, on=tomorrow, by=the_rapporteur(), at=NOW)
    running.begin(campaign, on=TODAY, by=the_rapporteur(), at=NOW)
    told: list[tuple[date, dict[str, str], str]] = [
        (tomorrow, {"en": "x"}, "lies ahead"),
        (TODAY, {"en": " "}, "what came of it"),
        (TODAY - timedelta(days=1), {"en": "x"}, "before it began"),
    ]
    for on, outcomes, sentence in told:
        with pytest.raises(Refused, match=sentence):
            running.end(campaign, on=on, outcomes=outcomes, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="why it is withdrawn"):
        running.withdraw(campaign, reason="", by=the_rapporteur(), at=NOW)


MAKERS = {
    State.DRAFT: a_measured,
    State.REVIEWED: a_reviewed,
    State.APPROVED: an_approved,
    State.RUNNING: a_running,
    State.ENDED: an_ended,
}


@pytest.mark.parametrize(
    ("before", "after"),
    [pair for pair in product(MAKERS, State) if pair[1] not in MOVES[pair[0]]],
    ids=lambda one: one.value,
)
def test_a_move_that_the_table_does_not_have_is_refused(before: State, after: State) -> None:
    with pytest.raises(NotNow, match="not possible now"):
        states.move(MAKERS[before](), after)


def test_of_two_at_once_the_second_is_told() -> None:
    campaign = a_reviewed()
    other = Campaign.objects.get()
    approve(campaign)
    with pytest.raises(NotNow, match="Somebody else"):
        states.move(other, State.WITHDRAWN, withdrawn_at=NOW, reason="x")
    drafted = a_draft()
    older = Campaign.objects.get(pk=drafted.pk)
    drafting.write(drafted, by=the_rapporteur(), at=NOW + timedelta(minutes=1), **PLAN)
    with pytest.raises(NotNow, match="Somebody else"):
        states.move(older, State.WITHDRAWN, withdrawn_at=NOW, reason="x")


def test_approving_twice_is_not_possible() -> None:
    campaign = an_approved()
    with pytest.raises(NotNow, match="approved"):
        approve(campaign)


def test_every_question_is_asked_in_six_languages() -> None:
    for one in questions():
        assert {*one.titles} == {*one.questions} == {*NATIVE_NAMES}
        told: Any = [*one.titles.values(), *one.questions.values()]
        assert all(told)
