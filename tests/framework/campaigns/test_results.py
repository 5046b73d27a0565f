"""Results are entered with a day and a source, and corrected by another one that names them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from comity.framework.campaigns import measuring
from comity.framework.campaigns.models import CampaignResult
from comity.participants.models import Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.framework.campaigns.makers import TODAY, a_result, a_running, an_approved, an_ended, as_shown
from tests.makers import NOW
from tests.practices.makers import one_of, the_rapporteur

pytestmark = pytest.mark.django_db


def correct(result: CampaignResult, value: Decimal | None, note: str = "A slip.") -> CampaignResult:
    return measuring.correct(result, value=value, note=note, by=the_rapporteur(), at=NOW)


def values(measure: int = 1) -> list[Decimal]:
    return list(
        CampaignResult.objects.standing().filter(measure__number=measure).values_list("value", flat=True)
    )


def test_a_result_has_a_day_that_has_come_a_source_and_a_finite_value() -> None:
    campaign = a_running()
    for wrong, sentence in (
        ({"day": TODAY + timedelta(days=1)}, "lies ahead"),
        ({"source": " "}, "Name the source"),
        ({"value": "1e11"}, "below"),
        ({"value": "Infinity"}, "below"),
    ):
        with pytest.raises(Refused, match=sentence):
            a_result(campaign, **{"value": 1, **wrong})  # type: ignore[arg-type]
    a_result(campaign, -3, note=" After the holidays. ")
    assert values() == [Decimal(-3)]
    assert CampaignResult.objects.get().note == "After the holidays."
    assert trail.of(campaign)[0].verb == "entered result"


def test_results_come_in_while_it_runs_and_after_its_end_and_not_before() -> None:
    with pytest.raises(NotNow, match="approved"):
        a_result(an_approved())
    ended = an_ended()
    a_result(ended)
    assert as_shown(ended).measures[0].results[0].value == 20


def test_a_source_says_one_thing_of_a_day_and_an_audience() -> None:
    campaign = a_running()
    a_result(campaign, 20)
    with pytest.raises(NotNow, match="already: correct it"):
        a_result(campaign, 30)
    a_result(campaign, 30, of_audience=False)
    a_result(campaign, 25, source="Another survey")
    assert len(as_shown(campaign).measures[0].results) == 3


def test_a_correction_takes_the_place_and_what_stood_there_stays_on_record() -> None:
    """R04-3: corrected, never overwritten."""
    campaign = a_running()
    first = a_result(campaign, 20)
    with pytest.raises(Refused, match="why it is corrected"):
        correct(first, Decimal(25), note=" ")
    second = correct(first, Decimal(25))
    assert values() == [Decimal(25)]
    assert CampaignResult.objects.get(pk=first.pk).value == 20
    assert second.corrects == first
    with pytest.raises(NotNow, match="corrected already"):
        correct(first, Decimal(26))
    third = correct(second, None, note="It was of another campaign.")
    assert values() == []
    with pytest.raises(NotNow, match="taken back"):
        correct(third, Decimal(1))
    a_result(campaign, 21)
    assert values() == [Decimal(21)]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CHAIR, Role.PRESS_OFFICER])
def test_others_enter_no_results(role: Role) -> None:
    campaign = a_running()
    result, measure = a_result(campaign), campaign.measures.get(number=2)
    with pytest.raises(NotAllowed, match="enters its results"):
        measuring.enter(
            measure, day=TODAY, value=Decimal(1), of_audience=True, source="x", by=one_of(role), at=NOW
        )
    with pytest.raises(NotAllowed, match="enters its results"):
        measuring.correct(result, value=None, note="x", by=one_of(role), at=NOW)


def test_a_removed_measure_takes_no_result() -> None:
    measure = a_running().measures.get(number=1)
    measure.removed_at = NOW
    with pytest.raises(NotNow, match="removed"):
        measuring.check(measure, TODAY, Decimal(1), "x", NOW)
