"""Every state against every move and every act; two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from comity.participants.models import Person, Role
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, publication, receipt, review, states
from comity.statements.authority import BY_ROLE, OWN_DELEGATION, Act, may
from comity.statements.models import Version
from tests.makers import NOW, a_delegate, a_delegation, a_draft, a_meeting, a_person, a_role, the_desk

pytestmark = pytest.mark.django_db
State = Version.State


def in_state(state: Version.State) -> Version:
    version = a_draft()
    Version.objects.filter(pk=version.pk).update(state=state)
    version.refresh_from_db()
    return version


@pytest.mark.parametrize("to", list(State))
@pytest.mark.parametrize("state", list(State))
def test_only_the_moves_of_the_table_are_made(state: Version.State, to: Version.State) -> None:
    version = in_state(state)
    if to in states.MOVES[state]:
        states.move(version, to)
        assert Version.objects.get(pk=version.pk).state == to
    else:
        with pytest.raises(NotNow):
            states.move(version, to)
        assert Version.objects.get(pk=version.pk).state == state


@pytest.mark.parametrize("to", [State.RETURNED, State.ACCEPTED])
def test_the_second_of_two_reviewers_is_told(to: Version.State) -> None:
    version = in_state(State.IN_REVIEW)
    seen_by_the_other = Version.objects.get(pk=version.pk)
    states.move(version, State.ACCEPTED)
    with pytest.raises(NotNow, match="Somebody else was first"):
        states.move(seen_by_the_other, to)
    assert Version.objects.get(pk=version.pk).state == State.ACCEPTED


VERBS: dict[str, tuple[Callable[[Version, Person], object], frozenset[Version.State]]] = {
    "take": (lambda version, by: review.take(version, by=by, at=NOW), frozenset({State.RECEIVED})),
    "send back": (
        lambda version, by: review.send_back(version, reason="why", by=by, at=NOW),
        frozenset({State.IN_REVIEW, State.ACCEPTED}),
    ),
    "accept": (lambda version, by: review.accept(version, by=by, at=NOW), frozenset({State.IN_REVIEW})),
    "publish": (
        lambda version, by: publication.publish(version, by=by, at=NOW),
        frozenset({State.ACCEPTED, State.EMBARGOED}),
    ),
    "submit": (lambda version, by: receipt.submit(version, by=by, at=NOW), frozenset({State.DRAFT})),
}


@pytest.mark.parametrize("verb", list(VERBS))
@pytest.mark.parametrize("state", list(State))
def test_each_verb_works_in_its_states_and_in_no_other(state: Version.State, verb: str) -> None:
    version = in_state(state)
    act, allowed = VERBS[verb]
    desk = the_desk(version.statement.meeting)
    if state in allowed:
        act(version, desk)
        assert Version.objects.get(pk=version.pk).state != state
    else:
        with pytest.raises(Refused):
            act(version, desk)
        assert Version.objects.get(pk=version.pk).state == state


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DELEGATE, Role.FOCAL_POINT)])
def test_each_role_may_do_what_the_table_says(role: Role, act: Act) -> None:
    """R09-4, RX-10."""
    meeting = a_meeting()
    person = a_role(role, None if role is Role.ADMINISTRATOR else meeting, name="somebody")
    assert may(person, act, delegation=a_delegation(meeting)) == (role in BY_ROLE[act])


@pytest.mark.parametrize("act", list(Act))
def test_a_delegate_acts_for_the_own_delegation_only(act: Act) -> None:
    """R09-3."""
    meeting = a_meeting()
    norway, other = a_delegation(meeting), a_delegation(meeting, "fra")
    person = a_delegate(norway)
    assert may(person, act, delegation=norway) == (act in OWN_DELEGATION)
    assert not may(person, act, delegation=other)
    assert not may(a_person(), act, delegation=norway)


@pytest.mark.parametrize("verb", list(VERBS))
def test_a_stranger_may_do_nothing(verb: str) -> None:
    version = in_state(next(iter(VERBS[verb][1])))
    with pytest.raises(NotAllowed):
        VERBS[verb][0](version, a_person())


def test_a_delegation_cannot_publish_its_own_statement() -> None:
    """R09-4."""
    version = in_state(State.ACCEPTED)
    with pytest.raises(NotAllowed):
        publication.publish(version, by=a_delegate(version.statement.delegation), at=NOW)


def test_withdrawing_works_until_it_is_withdrawn() -> None:
    version = in_state(State.RECEIVED)
    statement = version.statement
    desk = the_desk(statement.meeting)
    changes.withdraw(statement, reason="mistake", by=desk, at=NOW)
    assert Version.objects.get(pk=version.pk).state == State.WITHDRAWN
    with pytest.raises(NotNow):
        changes.withdraw(statement, reason="again", by=desk, at=NOW + timedelta(minutes=1))
