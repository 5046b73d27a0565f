"""Who holds which role: at its own meeting, in its own delegation, while signed in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from comity.participants import roles
from comity.participants.models import DELEGATION_ROLES, Assignment, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_person, a_role

pytestmark = pytest.mark.django_db
OF_A_MEETING = [role for role in Role if role not in {*DELEGATION_ROLES, Role.ADMINISTRATOR}]


@pytest.mark.parametrize("role", OF_A_MEETING)
def test_a_role_is_held_at_its_own_meeting_only(role: Role) -> None:
    meeting, other = a_meeting(), a_meeting("sm2017")
    person = a_role(role, meeting)
    norway, elsewhere = a_delegation(meeting), a_delegation(other)
    assert roles.holds(person, {role}, meeting=meeting)
    assert roles.acts_for(person, norway, {role})
    assert not roles.holds(person, set(Role), meeting=other)
    assert not roles.acts_for(person, elsewhere, set(Role))
    assert not roles.holds(person, set(Role) - {role}, meeting=meeting)


@pytest.mark.parametrize("role", sorted(DELEGATION_ROLES))
def test_who_belongs_to_a_delegation_acts_for_no_other(role: Role) -> None:
    """R09-3: neither for another State, nor for the same State at another meeting."""
    meeting, other = a_meeting(), a_meeting("sm2017")
    norway = a_delegation(meeting)
    person = a_delegate(norway, role=role)
    assert roles.belongs(person, norway)
    assert roles.acts_for(person, norway, ())
    assert roles.is_focal_point(person, norway) == (role == Role.FOCAL_POINT)
    for delegation in (a_delegation(meeting, "fra"), a_delegation(other)):
        assert not roles.belongs(person, delegation)
        assert not roles.is_focal_point(person, delegation)
        assert not roles.acts_for(person, delegation, OF_A_MEETING)


def test_whoever_is_not_signed_in_or_switched_off_holds_nothing() -> None:
    meeting = a_meeting()
    off = a_role(Role.SECRETARIAT, meeting, is_active=False)
    for nobody in (None, AnonymousUser(), off):
        assert not roles.holds(nobody, set(Role), meeting=meeting)
        assert not roles.acts_for(nobody, a_delegation(meeting), set(Role))
        assert not roles.is_administrator(nobody)


def test_in_one_job_each_question_is_asked_once_and_no_answer_is_given_to_another(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    meeting, other = a_meeting(), a_meeting("sm2017")
    desk, stranger = a_role(Role.SECRETARIAT, meeting), a_person()
    asked = [(desk, meeting), (desk, other), (stranger, meeting)]
    with roles.remembered(), django_assert_num_queries(3):
        for _ in range(3):
            answers = [roles.holds(who, {Role.SECRETARIAT}, meeting=where) for who, where in asked]
            assert answers == [True, False, False]


def test_after_the_job_a_role_that_was_taken_back_counts_no_more() -> None:
    meeting = a_meeting()
    desk = a_role(Role.SECRETARIAT, meeting)
    with roles.remembered():
        assert roles.holds(desk, {Role.SECRETARIAT}, meeting=meeting)
    Assignment.objects.filter(person=desk).delete()
    assert not roles.holds(desk, {Role.SECRETARIAT}, meeting=meeting)
