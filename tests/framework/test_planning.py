"""Options for implementation and the proposal for future work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comity.framework import planning
from comity.participants.models import Role
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.makers import OPTION, WORK, a_framework, a_guideline, an_item, an_option
from tests.makers import NOW, a_meeting
from tests.practices.makers import a_published, an_excerpt, one_of, the_chair, the_rapporteur

pytestmark = pytest.mark.django_db


def decide(option: Any, decision: str, reasons: dict[str, str] | None = None, by: Any = None) -> None:
    planning.decide(option, decision=decision, on=NOW.date(), reasons=reasons, by=by or the_chair(), at=NOW)


@pytest.mark.parametrize("name", ["titles", "leads", "steps", "resources", "timeframes"])
def test_an_option_that_could_not_be_compared_is_refused(name: str) -> None:
    """R04-4: lead, partners, steps, resources, timeframe, pros and cons."""
    with pytest.raises(Refused):
        an_option(**{name: {"en": " "}})
    assert a_framework().options.count() == 0


def test_options_are_numbered_once_and_may_be_about_a_guideline() -> None:
    guideline = a_guideline()
    first = an_option(node=guideline)
    planning.drop(first, reason="Twice.", by=the_rapporteur(), at=NOW)
    assert an_option().number == 2
    with pytest.raises(NotNow, match="removed already"):
        planning.drop(first, reason="Twice.", by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="Say why"):
        planning.drop(an_option(), reason="", by=the_rapporteur(), at=NOW)
    guideline.framework_id = 0
    with pytest.raises(Refused, match="this framework"):
        an_option(node=guideline)


def test_a_decision_on_an_option_has_a_day_and_a_no_its_reasons() -> None:
    """R04-4"""
    option = an_option()
    with pytest.raises(Refused, match="what was decided"):
        decide(option, "open")
    with pytest.raises(Refused, match="Say why"):
        decide(option, "deferred")
    with pytest.raises(NotAllowed, match="Chair"):
        decide(option, "chosen", by=the_rapporteur())
    decide(option, "deferred", {"en": "Money first."})
    planning.revise_option(option, by=the_rapporteur(), at=NOW, **{**OPTION, "cons": {"en": "None"}})
    decide(option, "chosen")
    assert (option.decision, option.decided_on, option.cons) == ("chosen", NOW.date(), {"en": "None"})
    with pytest.raises(NotNow, match="decided already"):
        decide(option, "declined", {"en": "No."})
    with pytest.raises(NotNow, match="propose another"):
        planning.revise_option(option, by=the_rapporteur(), at=NOW, **OPTION)


@pytest.mark.parametrize("name", [*WORK])
def test_an_item_of_future_work_says_what_for_with_whom_and_when(name: str) -> None:
    """R12-10: purpose, interlocutors, timing."""
    with pytest.raises(Refused):
        an_item(**{name: {}})


def test_an_item_has_an_owner_and_rests_on_a_practice_or_a_place() -> None:
    """R12-10: owner (Committee or CTED), link to practices."""
    with pytest.raises(Refused, match="who does it"):
        an_item(owner="states")
    with pytest.raises(Refused, match="on which it rests"):
        an_item(practices=[])
    item = an_item(practices=[], nodes=[a_guideline()])
    practice = a_published(an_excerpt("tcd"))
    changed: dict[str, Any] = {
        "owner": "committee",
        "practices": [practice],
        "due_on": NOW.date() + timedelta(days=9),
    }
    planning.revise_plan(item, by=the_rapporteur(), at=NOW, **changed, **WORK)
    assert (item.owner, list(item.practices.all()), item.nodes.count()) == ("committee", [practice], 0)
    practice.meeting = a_meeting("sm2018")
    with pytest.raises(Refused, match="this meeting"):
        an_item(practice)
    planning.drop(item, reason="Done.", by=the_rapporteur(), at=NOW)
    practice.refresh_from_db()
    with pytest.raises(NotNow, match="removed"):
        planning.revise_plan(item, by=the_rapporteur(), at=NOW, owner="cted", practices=[practice], **WORK)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PRESS_OFFICER])
def test_others_do_not_plan(role: Role) -> None:
    option, item, person = an_option(), an_item(), one_of(role)
    acts: list[Any] = [
        lambda: planning.propose(a_framework(), by=person, at=NOW, **OPTION),
        lambda: planning.revise_option(option, by=person, at=NOW, **OPTION),
        lambda: planning.plan(a_framework(), owner="cted", by=person, at=NOW, **WORK),
        lambda: planning.revise_plan(item, owner="cted", by=person, at=NOW, **WORK),
        lambda: planning.drop(item, reason="x", by=person, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="plans"):
            act()
