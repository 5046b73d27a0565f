"""Needs, offers and how they come together: the State agrees, both sides agree, totals are public and terms are not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.framework import matching, pledging, totals
from comity.framework.models import Flow, Match, Need, Offer
from comity.framework.pledging import MOVES, State
from comity.participants.models import Delegation, Person, Stakeholder
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_person
from tests.practices.makers import the_meeting, the_secretariat

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def norway() -> Delegation:
    return a_delegation(the_meeting(), "nor")


def donor(code: str = "jpn") -> Delegation:
    return a_delegation(the_meeting(), code)


def of(delegation: Delegation) -> Person:
    found = Person.objects.filter(assignments__delegation=delegation).first()
    return found or a_delegate(delegation, name=delegation.body.code)


def a_need(*, agreed: bool = True, **told: Any) -> Need:
    need = pledging.enter_need(
        norway(),
        by=of(norway()),
        at=NOW,
        **{"pool": "governments", "help": "training", "titles": {"en": "Training for judges"}, **told},
    )
    if agreed:
        pledging.agree(need, by=of(norway()), at=NOW)
    return need


def an_offer(code: str = "jpn", **told: Any) -> Offer:
    return pledging.enter_offer(
        donor(code),
        by=of(donor(code)),
        at=NOW,
        **{
            "pool": "governments",
            "help": "training",
            "titles": {"en": "A course"},
            "conditions": "Twelve seats.",
            **told,
        },
    )


def a_match(need: Need | None = None, offer: Offer | None = None) -> Match:
    return matching.propose(
        need or a_need(), offer or an_offer(), reason="The same course.", by=the_secretariat(), at=NOW
    )


def an_agreed_match(need: Need | None = None, offer: Offer | None = None) -> Match:
    match = a_match(need, offer)
    matching.consent(match, "need", by=of(match.need.delegation), at=NOW)
    matching.consent(match, "offer", by=of(match.offer.delegation), at=NOW)
    return match


def flow(match: Match, kind: str, amount: int | None = None, **told: Any) -> Flow:
    who = match.need.delegation if kind == "report" else match.offer.delegation
    return matching.record(
        match,
        kind,
        amount=None if amount is None else Decimal(amount),
        **{"dated_on": TODAY, "by": of(who), "at": NOW, **told},
    )


def test_a_need_is_invisible_to_donors_until_the_state_agrees() -> None:
    """R12-11, R04-5"""
    need, giver = a_need(agreed=False), of(donor())
    seen = lambda who: set(pledging.needs_seen_by(who, the_meeting()))  # noqa: E731
    assert seen(giver) == set()
    assert seen(of(norway())) == {need}
    assert seen(the_secretariat()) == {need}
    assert seen(a_person()) == set()
    pledging.prioritize(need, "high", by=the_secretariat(), at=NOW)
    assert seen(giver) == set()
    pledging.agree(need, by=of(norway()), at=NOW)
    assert seen(giver) == {need}
    assert seen(a_person("another")) == set()
    pledging.withdraw_need(need, by=of(norway()), at=NOW)
    assert seen(giver) == set()


def test_only_the_state_itself_agrees_to_its_need() -> None:
    need = a_need(agreed=False)
    for who in (the_secretariat(), of(donor()), a_person()):
        with pytest.raises(NotAllowed, match="Only the State itself"):
            pledging.agree(need, by=who, at=NOW)


def test_a_need_is_a_states() -> None:
    body = a_delegation(the_meeting(), "fra").body
    body.category = Stakeholder.CIVIL_SOCIETY
    body.save()
    with pytest.raises(Refused, match="needed by a State"):
        pledging.enter_need(
            a_delegation(the_meeting(), "fra"), by=the_secretariat(), at=NOW,
            pool="governments", help="funds", titles={"en": "x"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"titles": {"en": " "}}, "in one line"),
        ({"pool": "banks"}, "from whom"),
        ({"help": "love"}, "kind of help"),
        ({"currency": "usd"}, "three capital letters"),
        ({"currency": "ÄÖÜ"}, "three capital letters"),
        ({"least": Decimal(0)}, "more than nothing"),
        ({"most": Decimal(10**11)}, "hundred thousand million"),
        ({"least": Decimal(9), "most": Decimal(3)}, "below its lower end"),
    ],
)
def test_a_need_that_says_too_little_is_refused(told: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        a_need(**told)
    assert not Need.objects.exists()


@pytest.mark.parametrize("state", [*State])
@pytest.mark.parametrize("to", [*State])
def test_a_need_moves_as_the_table_says(state: State, to: State) -> None:
    need = a_need()
    Need.objects.filter(pk=need.pk).update(state=state)
    need.refresh_from_db()
    if to in MOVES[state]:
        pledging.move(need, to)
        assert need.state == to
    else:
        with pytest.raises(NotNow):
            pledging.move(need, to)


def test_the_database_keeps_a_need_from_being_told_before_its_state_agrees() -> None:
    need = a_need(agreed=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(state=State.AGREED)


def test_a_match_needs_a_person_and_both_sides() -> None:
    """R04-5"""
    match = a_match()
    for who in (of(norway()), of(donor())):
        with pytest.raises(NotAllowed, match="Only the secretariat"):
            matching.propose(a_need(), an_offer(), reason="x", by=who, at=NOW)
    with pytest.raises(NotNow, match="Both sides must agree"):
        flow(match, "commitment", 10)
    matching.consent(match, "need", by=of(norway()), at=NOW)
    assert (match.holds, match.need.state) == (False, State.AGREED)
    with pytest.raises(NotAllowed, match="two delegations"):
        matching.consent(match, "offer", by=of(norway()), at=NOW)
    with pytest.raises(NotAllowed):
        matching.consent(match, "offer", by=the_secretariat(), at=NOW)
    matching.consent(match, "offer", by=of(donor()), at=NOW)
    assert (match.holds, match.need.state) == (True, State.MATCHED)
    with pytest.raises(NotNow, match="agreed already"):
        matching.consent(match, "offer", by=of(donor()), at=NOW)


def test_a_need_that_its_state_has_not_agreed_to_is_not_matched() -> None:
    with pytest.raises(NotNow, match="has not agreed"):
        a_match(a_need(agreed=False))


def test_what_does_not_go_together_is_refused() -> None:
    need, offer = a_need(), an_offer()
    with pytest.raises(Refused, match="Say why"):
        matching.propose(need, offer, reason=" ", by=the_secretariat(), at=NOW)
    with pytest.raises(Refused, match="does not help itself"):
        matching.propose(need, an_offer("nor"), reason="x", by=the_secretariat(), at=NOW)
    a_match(need, offer)
    with pytest.raises(NotNow, match="together already"):
        a_match(need, offer)
    pledging.withdraw_offer(offer, by=of(donor()), at=NOW)
    assert Match.objects.get().declined_at == NOW
    with pytest.raises(NotNow, match="is withdrawn"):
        a_match(need, offer)
    with pytest.raises(NotNow, match="withdrawn already"):
        pledging.withdraw_offer(offer, by=of(donor()), at=NOW)


def test_a_match_is_declined_and_the_need_is_open_again() -> None:
    match = an_agreed_match()
    with pytest.raises(NotAllowed):
        matching.decline(match, reason="", by=a_person(), at=NOW)
    matching.decline(match, reason="No seats left.", by=of(donor()), at=NOW)
    assert match.need.state == State.AGREED
    with pytest.raises(NotNow, match="ended already"):
        matching.decline(match, reason="", by=the_secretariat(), at=NOW)
    assert a_match(match.need, match.offer).pk != match.pk


def test_from_commitment_to_report_in_order() -> None:
    """R04-5"""
    match = an_agreed_match()
    with pytest.raises(NotNow, match="first what was committed"):
        flow(match, "disbursement", 5)
    flow(match, "commitment", 10)
    with pytest.raises(NotNow, match="could be reported on"):
        flow(match, "report", words="Held.")
    with pytest.raises(Refused, match="more than was committed"):
        flow(match, "disbursement", 11)
    flow(match, "disbursement", 10)
    assert match.need.state == State.UNDER_WAY
    with pytest.raises(Refused, match="more than was committed"):
        flow(match, "disbursement", 1)
    with pytest.raises(Refused, match="what came of it"):
        flow(match, "report", words=" ")
    flow(match, "report", words="Forty judges were trained.")
    with pytest.raises(NotNow, match="already: agree"):
        matching.decline(match, reason="", by=of(donor()), at=NOW)
    with pytest.raises(NotNow, match="cannot be withdrawn"):
        pledging.withdraw_offer(match.offer, by=of(donor()), at=NOW)
    pledging.deliver(match.need, by=of(norway()), at=NOW)
    with pytest.raises(Refused):
        pledging.evaluate(match.need, " ", by=of(norway()), at=NOW)
    pledging.evaluate(match.need, "Answers come sooner.", by=of(norway()), at=NOW)
    assert match.need.state == State.EVALUATED


def test_each_side_records_its_own() -> None:
    match = an_agreed_match()
    with pytest.raises(NotAllowed, match="Only the donor"):
        flow(match, "commitment", 5, by=of(norway()))
    flow(match, "commitment", 5, by=the_secretariat())
    flow(match, "disbursement", 5)
    with pytest.raises(NotAllowed, match="Only the recipient"):
        flow(match, "report", words="x", by=of(donor()))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"dated_on": date(2030, 1, 1)}, "lies ahead"),
        ({"amount": None, "words": ""}, "Give an amount"),
        ({"amount": Decimal(-1)}, "more than nothing"),
        ({"currency": "€"}, "three capital letters"),
    ],
)
def test_a_flow_that_says_too_little_is_refused(told: dict[str, Any], says: str) -> None:
    match = an_agreed_match()
    with pytest.raises(Refused, match=says):
        matching.record(
            match,
            "commitment",
            **{"amount": Decimal(5), "dated_on": TODAY, "by": of(donor()), "at": NOW, **told},
        )


def committed(code: str, pool: str, amount: int) -> None:
    match = an_agreed_match(a_need(), an_offer(code, pool=pool))
    flow(match, "commitment", amount)


def told(pool: str = "") -> totals.Row:
    return next(one for one in totals.of(the_meeting()) if one.pool == pool)


def test_totals_are_told_by_pool_and_no_sum_of_fewer_than_three() -> None:
    """R04-5"""
    a_need(agreed=False)
    for code, amount in (("jpn", 5), ("fra", 7)):
        committed(code, "governments", amount)
    row = told("governments")
    assert (row.needs, row.offers, row.matches) == (2, 2, 2)
    assert row.committed == (totals.Sum("USD", None),)
    committed("chl", "governments", 11)
    assert told("governments").committed == (totals.Sum("USD", Decimal(23)),)
    assert told("").committed == (totals.Sum("USD", Decimal(23)),)
    assert len(totals.of(the_meeting())) == 8


def test_a_sum_that_would_give_another_away_by_taking_it_off_is_not_told() -> None:
    for code, amount in (("jpn", 5), ("fra", 7), ("chl", 11)):
        committed(code, "governments", amount)
    committed("ken", "private", 100)
    assert told("private").committed == (totals.Sum("USD", None),)
    assert told("").committed == (totals.Sum("USD", None),)


def test_a_stranger_enters_nothing() -> None:
    stranger = a_person()
    for verb in (pledging.enter_need, pledging.enter_offer):
        with pytest.raises(NotAllowed):
            verb(norway(), by=stranger, at=NOW, pool="governments", help="funds", titles={"en": "x"})  # type: ignore[operator]
    need, offer = a_need(), an_offer()
    for act in (
        lambda: pledging.withdraw_need(need, by=stranger, at=NOW),
        lambda: pledging.withdraw_offer(offer, by=stranger, at=NOW),
        lambda: pledging.prioritize(need, "high", by=stranger, at=NOW),
        lambda: pledging.deliver(need, by=stranger, at=NOW),
        lambda: pledging.evaluate(need, "x", by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
