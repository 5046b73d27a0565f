"""Questions from the floor: on a declared aspect, within the session, by who may (R09-1, R10-4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.floor import asking, listing, moderating
from comity.floor.models import Question
from comity.floor.policy import Policy
from comity.meetings.models import Part
from comity.participants.models import Participant
from comity.refusals import NotAllowed, NotNow, Refused
from tests.floor.makers import BEGINS, MINUTE, a_floor, a_question, chair, delegate_of
from tests.makers import a_delegation, a_meeting, a_participant, a_person

pytestmark = pytest.mark.django_db


def test_a_question_names_an_aspect() -> None:
    """R09-1."""
    floor = a_floor()
    with pytest.raises(Refused, match="at least one aspect"):
        a_question(floor, aspects=[])
    assert not floor.questions.exists()


def test_questions_are_numbered_and_keep_their_aspects() -> None:
    """R09-1."""
    floor = a_floor()
    one, two = floor.session.meeting.aspects.all()
    first, second = a_question(floor), a_question(floor, aspects=[one, two])
    assert (first.number, second.number, [*second.aspects.all()]) == (1, 2, [one, two])


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Write the question"), ("w" * 1001, "at most 1000"), ("ok", "")]
)
def test_a_question_is_neither_empty_nor_endless(text: str, sentence: str) -> None:
    floor = a_floor()
    if not sentence:
        assert a_question(floor, text).text == text
        return
    with pytest.raises(Refused, match=sentence):
        a_question(floor, text)


def test_aspects_language_and_panellist_are_of_the_session() -> None:
    floor = a_floor()
    other = a_meeting("other")
    part = Part.objects.create(
        session=other.sessions.get(),
        participant=a_participant(other),
        role=Part.Role.PANELLIST,
        proposed_at=BEGINS,
    )
    for wrong in ({"aspects": [other.aspects.first()]}, {"language": "de"}, {"addressed_to": part}):
        with pytest.raises(Refused, match="Choose"):
            a_question(floor, **wrong)


def test_one_asks_for_ones_own_delegation_only() -> None:
    floor = a_floor()
    meeting = floor.session.meeting
    norway = a_delegation(meeting)
    for by in (a_person(), delegate_of(a_delegation(meeting, "chl"))):
        with pytest.raises(NotAllowed):
            a_question(floor, delegation=norway, by=by)


def test_who_takes_part_without_a_delegation_asks_for_herself() -> None:
    """R10-4."""
    floor = a_floor()
    aspects = [floor.session.meeting.aspects.first()]
    expert = a_participant(floor.session.meeting, kind=Participant.Kind.PANELLIST, person=a_person("expert"))
    asked = asking.ask(floor.session, "How?", aspects=aspects, by=expert.person, at=BEGINS)
    assert (asked.participant, asked.delegation) == (expert, None)
    with pytest.raises(NotAllowed, match="for which delegation"):
        asking.ask(floor.session, "How?", aspects=aspects, by=chair(floor), at=BEGINS)


def test_no_questions_are_taken_where_the_policy_says_so_or_it_is_over() -> None:
    floor = a_floor()
    policy = replace(Policy.of(floor.policy), questions=False)
    listing.set_policy(floor, policy, by=chair(floor), at=BEGINS)
    with pytest.raises(NotNow, match="No questions"):
        a_question(floor)
    listing.set_policy(floor, replace(policy, questions=True), by=chair(floor), at=BEGINS)
    moderating.adjourn(floor, by=chair(floor), at=BEGINS + MINUTE)
    with pytest.raises(NotNow, match="written statement instead"):
        a_question(floor)


def test_a_question_is_found_in_scope_put_and_answered() -> None:
    floor = a_floor()
    question = a_question(floor)
    for step, state in (
        (asking.accept, Question.State.IN_SCOPE),
        (asking.put, Question.State.PUT),
        (asking.in_writing, Question.State.IN_WRITING),
        (asking.answer, Question.State.ANSWERED),
    ):
        step(question, by=chair(floor), at=BEGINS)
        question.refresh_from_db()
        assert question.state == state


def test_only_who_asked_or_the_delegation_takes_a_question_back() -> None:
    floor = a_floor()
    question = a_question(floor)
    with pytest.raises(NotAllowed):
        asking.withdraw(question, by=delegate_of(a_delegation(floor.session.meeting, "chl")), at=BEGINS)
    asking.withdraw(question, by=question.asked_by, at=BEGINS)
    question.refresh_from_db()
    assert question.state == Question.State.WITHDRAWN
