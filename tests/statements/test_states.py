"""Every state against every move and every act; two people at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from comity.participants.models import DELEGATION_ROLES, Person, Role
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, publication, receipt, review, states
from comity.statements.authority import BY_ROLE, OWN_DELEGATION, Act, may
from comity.statements.models import Version
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_person,
    a_role,
    add_file,
    the_desk,
)

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


Verb = Callable[[Version, Person], object]
VERBS: dict[str, tuple[Verb, Act, frozenset[Version.State]]] = {
    "take": (
        lambda version, by: review.take(version, by=by, at=NOW),
        Act.REVIEW,
        frozenset({State.RECEIVED}),
    ),
    "send back": (
        lambda version, by: review.send_back(version, reason="why", by=by, at=NOW),
        Act.REVIEW,
        frozenset({State.IN_REVIEW, State.ACCEPTED}),
    ),
    "accept": (
        lambda version, by: review.accept(version, by=by, at=NOW),
        Act.REVIEW,
        frozenset({State.IN_REVIEW}),
    ),
    "publish": (
        lambda version, by: publication.publish(version, by=by, at=NOW),
        Act.PUBLISH,
        frozenset({State.ACCEPTED, State.EMBARGOED}),
    ),
    "submit": (
        lambda version, by: receipt.submit(version, by=by, at=NOW),
        Act.SUBMIT,
        frozenset({State.DRAFT}),
    ),
    "withdraw": (
        lambda version, by: changes.withdraw(version.statement, reason="why", by=by, at=NOW),
        Act.WITHDRAW,
        states.PENDING | {State.PUBLISHED},
    ),
}
"""Verbs that change the state: what they do, the act they ask for, and the states in which they work."""
EDITS: dict[str, Verb] = {
    "attach": lambda version, by: add_file(version, "Autres mots.", by=by, language="fr"),
    "detach": lambda version, by: receipt.detach(version.languages.get(), by=by),
    "mark original": lambda version, by: receipt.mark_original(version.languages.get(), by=by),
    "amend": lambda version, by: receipt.amend(version, speaker_name="Ms. Lie", by=by, at=NOW),
    "discard": lambda version, by: receipt.discard(version, by=by, at=NOW),
}
"""What is done with a draft alone."""


@pytest.mark.parametrize("verb", list(VERBS))
@pytest.mark.parametrize("state", list(State))
def test_each_verb_works_in_its_states_and_in_no_other(state: Version.State, verb: str) -> None:
    version = in_state(state)
    do, _act, allowed = VERBS[verb]
    desk = the_desk(version.statement.meeting)
    if state in allowed:
        do(version, desk)
        assert Version.objects.get(pk=version.pk).state != state
    else:
        with suppress(Refused):  # a statement may be withdrawn whose versions have all ended
            do(version, desk)
            assert verb == "withdraw"
        assert Version.objects.get(pk=version.pk).state == state


@pytest.mark.parametrize("edit", list(EDITS))
@pytest.mark.parametrize("state", list(State))
def test_only_a_draft_is_edited(state: Version.State, edit: str) -> None:
    """R09-6: what was received is never changed, whoever asks for it."""
    version = in_state(state)
    before = contents(version)
    desk = the_desk(version.statement.meeting)
    if state == State.DRAFT:
        EDITS[edit](version, desk)
        assert contents(version) != before or edit == "mark original"
    else:
        with pytest.raises(NotNow):
            EDITS[edit](version, desk)
        assert contents(version) == before


def contents(version: Version) -> list[object]:
    """All that a reader would see of it."""
    return list(
        Version.objects.filter(pk=version.pk)
        .order_by("languages__language")
        .values_list("statement__speaker_name", "languages__file", "languages__is_original")
    )


@pytest.mark.parametrize("state", list(State))
def test_delivery_makes_public_only_what_waited_for_it(state: Version.State) -> None:
    """R09-5: neither a draft nor what is still in review, returned, replaced or withdrawn."""
    version = in_state(state)
    publication.deliver(version.statement, by=the_desk(version.statement.meeting), at=NOW)
    assert list(Version.objects.public(NOW)) == ([version] if state == State.EMBARGOED else [])


@pytest.mark.parametrize("verb", list(VERBS))
@pytest.mark.parametrize("role", list(Role))
def test_each_verb_asks_the_table(role: Role, verb: str) -> None:
    """R09-4, RX-10: the screens may show a button to the wrong person; the verb still says no."""
    do, act, allowed = VERBS[verb]
    state = min(allowed)
    version = in_state(state)
    delegation = version.statement.delegation
    if role in DELEGATION_ROLES:
        person, may_do = a_delegate(delegation, role=role), act in OWN_DELEGATION
    else:
        place = None if role is Role.ADMINISTRATOR else delegation.meeting
        person, may_do = a_role(role, place, name="somebody"), role in BY_ROLE[act]
    if may_do:
        do(version, person)
    else:
        with pytest.raises(NotAllowed):
            do(version, person)
    assert (Version.objects.get(pk=version.pk).state != state) == may_do


@pytest.mark.parametrize("edit", list(EDITS))
def test_a_draft_is_edited_by_nobody_of_another_delegation(edit: str) -> None:
    """R09-3."""
    version = in_state(State.DRAFT)
    before = contents(version)
    meeting = version.statement.meeting
    for person in (a_delegate(a_delegation(meeting, "fra")), a_role(Role.CHAIR, meeting), a_person()):
        with pytest.raises(NotAllowed):
            EDITS[edit](version, person)
    assert contents(version) == before


@pytest.mark.no_database
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.DELEGATE, Role.FOCAL_POINT)])
def test_each_role_may_do_what_the_table_says(role: Role, act: Act) -> None:
    """R09-4, RX-10."""
    meeting = a_meeting()
    person = a_role(role, None if role is Role.ADMINISTRATOR else meeting, name="somebody")
    assert may(person, act, delegation=a_delegation(meeting)) == (role in BY_ROLE[act])


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", [Role.DELEGATE, Role.FOCAL_POINT])
def test_a_delegate_acts_for_the_own_delegation_only(role: Role, act: Act) -> None:
    """R09-3."""
    meeting = a_meeting()
    norway, other = a_delegation(meeting), a_delegation(meeting, "fra")
    person = a_delegate(norway, role=role)
    assert may(person, act, delegation=norway) == (act in OWN_DELEGATION)
    assert not may(person, act, delegation=other)
    assert not may(a_person(), act, delegation=norway)


@pytest.mark.parametrize("verb", list(VERBS))
def test_a_stranger_may_do_nothing(verb: str) -> None:
    version = in_state(min(VERBS[verb][2]))
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
