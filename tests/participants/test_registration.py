"""Registering, approving, refusing, inviting, withdrawing and correcting participants."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from comity.meetings.models import Meeting
from comity.participants import agreements, authority, letters, links, registration, rights, states
from comity.participants.authority import Act
from comity.participants.models import Letter, Participant, Role, Stakeholder, Use
from comity.participants.registration import Details
from comity.participants.states import State
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_meeting,
    a_participant,
    a_person,
    a_role,
    the_desk,
)

pytestmark = pytest.mark.django_db
Kind = Participant.Kind
ANA = Details("Ana Silva", Kind.OTHERWISE, Stakeholder.CIVIL_SOCIETY, email="ana@example.org")


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(state=Meeting.State.REGISTRATION)


def a_letter(participant: Participant) -> Letter:
    return letters.write(to=participant.email, subject="S", body="B", at=NOW, meeting=participant.meeting)


def test_whoever_applies_waits_and_is_written_to(meeting: Meeting) -> None:
    made = registration.apply(meeting, ANA, agrees={Use.LIST}, at=NOW, letter=a_letter)
    assert made is not None
    assert (made.state, made.registered_by, made.person) == (State.PENDING, None, None)
    assert agreements.of(made) == {Use.LIST}
    assert Letter.objects.get().to == "ana@example.org"
    assert [act.verb for act in trail.of(made)] == ["applied"]
    assert "ana" not in str([act.details for act in trail.of(made)]).lower()


def test_a_second_registration_of_the_same_person_changes_nothing(meeting: Meeting) -> None:
    registration.apply(meeting, ANA, agrees=(), at=NOW, letter=a_letter)
    assert registration.apply(meeting, ANA, agrees=set(Use), at=NOW, letter=a_letter) is None
    assert (Participant.objects.count(), Letter.objects.count()) == (1, 1)
    assert agreements.of(Participant.objects.get()) == set()


def test_a_mailbox_gets_no_more_letters_than_a_few_people_would(meeting: Meeting) -> None:
    """Everybody is registered all the same: an assistant may use one address for a whole delegation."""
    many = letters.MOST_A_DAY + 3
    made = [
        registration.apply(meeting, replace(ANA, name=f"Guest {one}"), agrees=(), at=NOW, letter=a_letter)
        for one in range(many)
    ]
    assert None not in made
    assert Letter.objects.count() == letters.MOST_A_DAY
    assert links.send_again(meeting, ANA.email, at=NOW + timedelta(hours=1), letter=a_letter) == 0
    other = replace(ANA, email="other@example.org")
    registration.apply(meeting, other, agrees=(), at=NOW, letter=a_letter)
    assert Letter.objects.count() == letters.MOST_A_DAY + 1
    later = NOW + timedelta(days=2)

    def a_link(participant: Participant) -> Letter:
        return letters.write(to=participant.email, subject="S", body="B", at=later, meeting=meeting)

    assert links.send_again(meeting, ANA.email, at=later, letter=a_link) == letters.MOST_A_DAY


@pytest.mark.parametrize("state", [one for one in Meeting.State if one != Meeting.State.REGISTRATION])
def test_nobody_applies_where_registration_is_not_open(meeting: Meeting, state: str) -> None:
    meeting.state = state
    with pytest.raises(NotNow):
        registration.apply(meeting, ANA, agrees=(), at=NOW, letter=a_letter)


def test_nobody_applies_after_the_deadline(meeting: Meeting) -> None:
    meeting.registration_due_at = NOW
    assert registration.is_open(meeting, at=NOW)
    with pytest.raises(NotNow):
        registration.apply(meeting, ANA, agrees=(), at=NOW + timedelta(seconds=1), letter=a_letter)


@pytest.mark.parametrize("field", registration.WORDS)
def test_passport_data_are_refused_wherever_they_are_written(meeting: Meeting, field: str) -> None:
    """RX-4."""
    with pytest.raises(Refused, match="passport"):
        registration.apply(
            meeting, replace(ANA, **{field: "X AB1234567"}), agrees=(), at=NOW, letter=a_letter
        )
    assert not Participant.objects.exists()


def test_a_name_is_needed(meeting: Meeting) -> None:
    with pytest.raises(Refused, match="name"):
        registration.apply(meeting, replace(ANA, name=" "), agrees=(), at=NOW, letter=a_letter)


@pytest.mark.parametrize("category", Stakeholder)
def test_categories_cover_those_of_the_note_and_only_officials_start_with_consent(
    meeting: Meeting, category: Stakeholder
) -> None:
    """R05-1, RX-3: off by default for civil society and everybody who does not act for a State or organization."""
    details = replace(ANA, category=category)
    made = registration.enter(meeting, details, by=the_desk(meeting), at=NOW, letter=a_letter)
    official = category.startswith(("member", "observer", "un_", "igo_"))
    assert agreements.of(made) == ({Use.LIST, Use.NAME, Use.AFFILIATION} if official else set())


def test_the_desk_registers_somebody_at_once_with_the_account_of_the_address(meeting: Meeting) -> None:
    ana = a_person("ana")
    made = registration.enter(meeting, ANA, by=the_desk(meeting), at=NOW, letter=a_letter)
    assert (made.state, made.person) == (State.APPROVED, ana)
    with pytest.raises(NotNow, match="already"):
        registration.enter(meeting, ANA, by=the_desk(meeting), at=NOW)


def test_a_focal_point_registers_members_of_the_own_delegation_and_nobody_else(meeting: Meeting) -> None:
    norway, chad = a_delegation(meeting), a_delegation(meeting, "tcd")
    focal = a_delegate(norway, role=Role.FOCAL_POINT)
    kari = Details("Kari Nord", Kind.HEAD, Stakeholder.MEMBER_STATE, delegation=norway)
    made = registration.enter(meeting, kari, by=focal, at=NOW, letter=a_letter)
    assert (made.state, made.comes_from, Letter.objects.count()) == (State.APPROVED, norway.body, 0)
    with pytest.raises(NotAllowed):
        registration.enter(meeting, replace(kari, delegation=chad), by=focal, at=NOW)
    with pytest.raises(NotAllowed):
        registration.enter(meeting, ANA, by=focal, at=NOW)
    with pytest.raises(Refused):
        registration.enter(meeting, replace(kari, kind=Kind.PANELLIST), by=focal, at=NOW)
    with pytest.raises(Refused, match="category"):
        registration.enter(meeting, replace(kari, category=Stakeholder.ACADEMIA), by=focal, at=NOW)
    with pytest.raises(NotAllowed):
        registration.enter(meeting, kari, by=a_delegate(norway, name="plain"), at=NOW)


def test_a_delegation_registers_no_more_than_its_places(meeting: Meeting) -> None:
    norway, desk = a_delegation(meeting), the_desk(meeting)
    registration.set_places(norway, 1, by=desk, at=NOW)
    kari = Details("Kari Nord", Kind.HEAD, Stakeholder.MEMBER_STATE, delegation=norway)
    first = registration.enter(meeting, kari, by=desk, at=NOW)
    with pytest.raises(NotNow, match="1 places"):
        registration.enter(meeting, replace(kari, name="Ola Nord"), by=desk, at=NOW)
    registration.withdraw(first, by=desk, at=NOW)
    second = registration.enter(meeting, replace(kari, name="Ola Nord"), by=desk, at=NOW)
    assert registration.approve([first], by=desk, at=NOW, letter=a_letter) == []
    registration.withdraw(second, by=desk, at=NOW)
    first.refresh_from_db()
    assert registration.approve([first], by=desk, at=NOW, letter=a_letter) == [first]


def test_a_delegation_of_another_meeting_and_kinds_without_one_are_refused(meeting: Meeting) -> None:
    other = a_delegation(a_meeting("other"))
    kari = Details("Kari Nord", Kind.HEAD, Stakeholder.MEMBER_STATE, delegation=other)
    with pytest.raises(Refused, match="another meeting"):
        registration.enter(meeting, kari, by=the_desk(meeting), at=NOW)
    kari = replace(kari, kind=Kind.OBSERVER, delegation=a_delegation(meeting))
    with pytest.raises(Refused, match="belong"):
        registration.enter(meeting, kari, by=the_desk(meeting), at=NOW)


def test_those_approved_are_told_and_those_decided_about_meanwhile_left_out(meeting: Meeting) -> None:
    waiting = [a_participant(meeting, name, state=State.PENDING) for name in ("Ana Silva", "Bo Li")]
    mute = a_participant(meeting, "Cy Day", state=State.PENDING, email="")
    gone = a_participant(meeting, "Di Ek", state=State.PENDING)
    Participant.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    account = a_person("bo.li")
    approved = registration.approve([*waiting, mute, gone], by=the_desk(meeting), at=NOW, letter=a_letter)
    assert approved == [*waiting, mute]
    assert [one.to for one in Letter.objects.order_by("pk")] == ["ana.silva@example.org", "bo.li@example.org"]
    assert Participant.objects.get(name="Bo Li").person == account
    assert {one.state for one in Participant.objects.exclude(pk=gone.pk)} == {State.APPROVED}


def test_many_are_approved_with_few_questions_to_the_database(
    meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    people = [a_participant(meeting, f"Guest {one}", state=State.PENDING) for one in range(20)]
    desk = the_desk(meeting)
    with django_assert_max_num_queries(20 * 4 + 12):
        registration.approve(people, by=desk, at=NOW, letter=a_letter)


def test_a_refusal_needs_a_reason_and_tells_it(meeting: Meeting) -> None:
    one, desk = a_participant(meeting, state=State.PENDING), the_desk(meeting)
    with pytest.raises(Refused):
        registration.refuse(one, reason=" ", by=desk, at=NOW, letter=a_letter)
    registration.refuse(one, reason="The room is full.", by=desk, at=NOW, letter=a_letter)
    one.refresh_from_db()
    assert (one.state, one.reason, Letter.objects.count()) == (State.REFUSED, "The room is full.", 1)
    assert "room" not in str([act.details for act in trail.of(one)])
    mute = a_participant(meeting, "Cy Day", state=State.PENDING, email="")
    registration.refuse(mute, reason="Full.", by=desk, at=NOW, letter=a_letter)
    assert Letter.objects.count() == 1


def test_somebody_is_invited_to_take_part_and_answers_once(meeting: Meeting) -> None:
    """R10-4: who is no panellist is invited "otherwise to take part"."""
    desk = the_desk(meeting)
    with pytest.raises(Refused, match="address"):
        registration.invite(meeting, replace(ANA, email=""), by=desk, at=NOW, letter=a_letter)
    made = registration.invite(meeting, ANA, by=desk, at=NOW, letter=a_letter)
    assert (made.state, Letter.objects.count()) == (State.INVITED, 1)
    registration.respond(made, accepts=True, at=NOW)
    assert made.state == State.APPROVED
    with pytest.raises(NotNow, match="answered"):
        registration.respond(made, accepts=False, at=NOW)
    other = registration.invite(meeting, replace(ANA, name="Bo Li"), by=desk, at=NOW)
    registration.respond(other, accepts=False, at=NOW)
    assert [act.verb for act in trail.of(other)] == ["declined invitation", "invited"]


def test_every_kind_has_rights_and_those_otherwise_invited_their_own(meeting: Meeting) -> None:
    """R10-4."""
    assert rights.RIGHTS.keys() == set(Kind)
    told = rights.of(a_participant(meeting))
    assert told == [rights.Right.ATTEND, rights.Right.QUESTION, rights.Right.PAPERS]
    assert all(rights.Right.ATTEND in allowed for allowed in rights.RIGHTS.values())
    assert rights.RIGHTS[Kind.OTHERWISE] not in (rights.RIGHTS[Kind.PANELLIST], rights.RIGHTS[Kind.OBSERVER])


def test_a_person_with_an_account_her_focal_point_and_the_desk_withdraw_her_and_no_one_else(
    meeting: Meeting,
) -> None:
    norway = a_delegation(meeting)
    kari = a_person("kari")
    fields = {"delegation": norway, "kind": Kind.DELEGATE, "category": "member_state"}
    for by in (None, kari, a_delegate(norway, role=Role.FOCAL_POINT), the_desk(meeting)):
        one = a_participant(meeting, f"Kari {by}", person=kari, **fields)
        registration.withdraw(one, by=by, at=NOW)
        assert one.state == State.WITHDRAWN
    one = a_participant(meeting, "Kari", person=None, **fields)
    with pytest.raises(NotAllowed):
        registration.withdraw(one, by=kari, at=NOW)


def test_the_record_of_a_correction_says_which_fields_and_not_what_they_hold(meeting: Meeting) -> None:
    one, desk = a_participant(meeting), the_desk(meeting)
    changed = registration.correct(
        one,
        {"job_title": "  Head of\nresearch ", "honorific": "", "email": "new@example.org"},
        by=desk,
        at=NOW,
    )
    assert changed == ["job_title", "email"]
    one.refresh_from_db()
    assert (one.job_title, one.email) == ("Head of research", "new@example.org")
    assert trail.of(one)[0].details == {"fields": ["email", "job_title"]}
    assert registration.correct(one, {"job_title": "Head of research"}, by=desk, at=NOW) == []


def test_a_person_corrects_the_own_details_but_neither_name_nor_address(meeting: Meeting) -> None:
    one = a_participant(meeting)
    registration.correct(one, {"language": "fr", "gender": "woman"}, by=None, at=NOW)
    assert (one.language, one.gender) == ("fr", "woman")
    with pytest.raises(NotAllowed):
        registration.correct(one, {"email": "x@example.org"}, by=None, at=NOW)
    with pytest.raises(Refused, match="passport"):
        registration.correct(one, {"job_title": "P<UTOERIKSSON<<ANNA"}, by=None, at=NOW)


def test_a_correction_collides_with_somebody_registered_already_or_erased(meeting: Meeting) -> None:
    one, other, desk = a_participant(meeting), a_participant(meeting, "Bo Li"), the_desk(meeting)
    with pytest.raises(NotNow, match="already"):
        registration.correct(other, {"name": one.name, "email": one.email}, by=desk, at=NOW)
    Participant.objects.filter(pk=one.pk).update(state=State.ERASED, name="", email="")
    with pytest.raises(NotNow, match="erased"):
        registration.correct(one, {"job_title": "Judge"}, by=desk, at=NOW)


@pytest.mark.parametrize(("before", "after"), [*product(State, State)])
def test_every_move_that_the_table_allows_is_made_and_no_other(
    meeting: Meeting, before: State, after: State
) -> None:
    fields = {"name": "", "email": ""} if before == State.ERASED else {}
    one = a_participant(meeting, state=before, **fields)
    blank = {"name": "", "email": ""} if after == State.ERASED else {}
    if after in states.MOVES[before]:
        states.move(one, after, **blank)
        assert Participant.objects.get().state == after
    else:
        with pytest.raises(NotNow):
            states.move(one, after)
        assert Participant.objects.get().state == before


def test_of_two_at_once_the_second_is_told(meeting: Meeting) -> None:
    one = a_participant(meeting, state=State.PENDING)
    Participant.objects.filter(pk=one.pk).update(state=State.REFUSED)
    with pytest.raises(NotNow, match="Somebody else"):
        states.move(one, State.APPROVED)


@pytest.mark.parametrize(("role", "act"), [*product(Role, Act)])
def test_every_role_may_do_what_the_table_says(meeting: Meeting, role: Role, act: Act) -> None:
    """RX-10: an administrator sees nobody."""
    if role in (Role.FOCAL_POINT, Role.DELEGATE):
        person = a_delegate(a_delegation(meeting), role=role)
    else:
        person = a_role(role, None if role == Role.ADMINISTRATOR else meeting)
    allowed = role in authority.BY_ROLE[act]
    assert authority.may(person, act, meeting=meeting) == allowed
    assert not authority.may(person, act, meeting=a_meeting("other"))
    if not allowed:
        with pytest.raises(NotAllowed):
            authority.require(person, act, meeting=meeting)


def test_only_the_desk_decides(meeting: Meeting) -> None:
    one, stranger = a_participant(meeting, state=State.PENDING), a_person()
    for refused in (
        lambda: registration.approve([one], by=stranger, at=NOW, letter=a_letter),
        lambda: registration.refuse(one, reason="x", by=stranger, at=NOW, letter=a_letter),
        lambda: registration.invite(meeting, ANA, by=stranger, at=NOW),
        lambda: registration.correct(one, {"name": "x"}, by=stranger, at=NOW),
        lambda: registration.set_places(a_delegation(meeting), 3, by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert str(one) == "Ana Silva"
