"""Every verb in every state: what is allowed and what is refused, exhaustively (DOMAIN.md 1.18; R08-2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from comity.floor import asking, inscribing, listing, moderating, ruling
from comity.floor.models import Floor, Inscription, Question
from comity.floor.states import LISTS, LIVE, MOVES, OVER, QUESTIONS, SITTINGS, WAITING
from comity.refusals import Refused
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair, inscribed
from tests.makers import a_delegation

pytestmark = pytest.mark.django_db
State, Asked, Sitting, List = Inscription.State, Question.State, Floor.Proceedings, Floor.List
ABSENT = {State.PASSED, State.NOT_PRESENT}

ON_INSCRIPTIONS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[Inscription.State]]] = {
    "call": (moderating.call, {}, {State.INSCRIBED}),
    "give": (moderating.give, {}, {*WAITING}),
    "pass over": (moderating.pass_over, {}, {*WAITING}),
    "miss": (moderating.miss, {}, {*WAITING}),
    "put back": (moderating.put_back, {}, {State.CALLED}),
    "admit": (listing.admit, {}, {State.REQUESTED, *ABSENT}),
    "move": (listing.move, {"before": None, "reason": "A train."}, {*WAITING}),
    "rule out": (ruling.rule_out, {"reason": "Elections."}, {State.REQUESTED, *WAITING}),
    "withdraw": (inscribing.withdraw, {}, {State.REQUESTED, *WAITING, *ABSENT}),
    "write instead": (
        inscribing.write_instead,
        {},
        {State.REQUESTED, *WAITING, *ABSENT, State.RULED_OUT, State.FLOOR_WITHDRAWN},
    ),
    "amend": (inscribing.amend, {"language": "fr"}, {State.REQUESTED, *WAITING, *ABSENT}),
}
"""Verb -> itself, what it is told, and the states in which it is possible."""

ON_QUESTIONS: dict[str, tuple[Callable[..., Any], dict[str, Any], set[Question.State]]] = {
    "accept": (asking.accept, {}, {Asked.SUBMITTED}),
    "put": (asking.put, {}, {Asked.SUBMITTED, Asked.IN_SCOPE}),
    "answer": (asking.answer, {}, {Asked.PUT, Asked.IN_WRITING}),
    "in writing": (asking.in_writing, {}, {Asked.IN_SCOPE, Asked.PUT}),
    "withdraw": (asking.withdraw, {}, {Asked.SUBMITTED, Asked.IN_SCOPE}),
    "rule out": (ruling.rule_out, {"reason": "Elections."}, {Asked.SUBMITTED, Asked.IN_SCOPE}),
}

ON_SITTINGS: dict[str, tuple[Callable[..., Any], set[Floor.Proceedings]]] = {
    "call to order": (moderating.call_to_order, {Sitting.WAITING}),
    "suspend": (moderating.suspend, {Sitting.SITTING}),
    "resume": (moderating.resume, {Sitting.SUSPENDED}),
    "adjourn": (moderating.adjourn, {Sitting.SITTING, Sitting.SUSPENDED}),
}

ON_LISTS: dict[str, tuple[Callable[..., Any], set[Floor.List]]] = {
    "open": (listing.open_list, {List.NOT_OPEN, List.CLOSED}),
    "close": (listing.close_list, {List.OPEN}),
}


def possible(act: Callable[[], object]) -> bool:
    """Whether it was done."""
    try:
        with transaction.atomic():
            act()
    except Refused:
        return False
    return True


@pytest.mark.parametrize("verb", ON_INSCRIPTIONS)
def test_an_inscription_moves_only_as_the_table_says(verb: str) -> None:
    """R08-2."""
    act, told, allowed = ON_INSCRIPTIONS[verb]
    floor = a_floor()
    one, desk = inscribed(floor), chair(floor)
    done = set()
    for state in State:
        with transaction.atomic():
            place = 0.0 if state in WAITING else None
            Inscription.objects.filter(pk=one.pk).update(state=state, place=place)
            one.refresh_from_db()
            if possible(lambda: act(one, by=desk, at=BEGINS, **told)):
                done.add(state)
            transaction.set_rollback(True)
    assert done == allowed


@pytest.mark.parametrize("verb", ON_QUESTIONS)
def test_a_question_moves_only_as_the_table_says(verb: str) -> None:
    """R09-2."""
    act, told, allowed = ON_QUESTIONS[verb]
    floor = a_floor()
    meeting = floor.session.meeting
    question = asking.ask(
        floor.session,
        "What has worked?",
        aspects=[meeting.aspects.first()],
        delegation=a_delegation(meeting),
        by=chair(floor),
        at=BEGINS,
    )
    done = set()
    for state in Asked:
        with transaction.atomic():
            Question.objects.filter(pk=question.pk).update(state=state)
            if possible(lambda: act(question, by=chair(floor), at=BEGINS, **told)):
                done.add(state)
            transaction.set_rollback(True)
    assert done == allowed


@pytest.mark.parametrize("verb", ON_SITTINGS)
def test_a_sitting_moves_only_as_the_table_says(verb: str) -> None:
    """R08-2."""
    act, allowed = ON_SITTINGS[verb]
    floor = a_floor()
    done = set()
    for state in Sitting:
        with transaction.atomic():
            Floor.objects.filter(pk=floor.pk).update(proceedings=state)
            if possible(lambda: act(floor, by=chair(floor), at=BEGINS + MINUTE)):
                done.add(state)
            transaction.set_rollback(True)
    assert done == allowed


@pytest.mark.parametrize("verb", ON_LISTS)
def test_a_list_is_opened_and_closed_only_as_the_table_says(verb: str) -> None:
    act, allowed = ON_LISTS[verb]
    floor = a_floor()
    done = set()
    for state in List:
        with transaction.atomic():
            Floor.objects.filter(pk=floor.pk).update(list_state=state)
            if possible(lambda: act(floor, by=chair(floor), at=BEGINS)):
                done.add(state)
            transaction.set_rollback(True)
    assert done == allowed


def test_the_tables_know_every_state() -> None:
    assert (MOVES.keys(), QUESTIONS.keys(), SITTINGS.keys(), LISTS.keys()) == (
        {*State},
        {*Asked},
        {*Sitting},
        {*List},
    )
    assert {*State} == LIVE | OVER
    assert not LIVE & OVER


def test_nobody_gets_the_floor_unless_the_session_sits() -> None:
    floor = a_floor()
    one = inscribed(floor)
    done = set()
    for state in Sitting:
        with transaction.atomic():
            Floor.objects.filter(pk=floor.pk).update(proceedings=state)
            if possible(lambda: moderating.give(one, by=chair(floor), at=BEGINS)):
                done.add(state)
            transaction.set_rollback(True)
    assert done == {Sitting.SITTING}
