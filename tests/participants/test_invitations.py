"""Invitations, from every inviter to every role."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from comity.meetings.models import Meeting
from comity.participants import authority, invitations, roles
from comity.participants.models import Assignment, Body, Delegation, Person, Role
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def meeting() -> Meeting:
    return Meeting.objects.create(
        slug="m", titles={"en": "Meeting"}, opens_on=date(2016, 11, 30), closes_on=date(2016, 12, 1)
    )


@pytest.fixture
def delegation(meeting: Meeting) -> Delegation:
    return Delegation.objects.create(meeting=meeting, body=Body.objects.get(code="nor"))


def holder(role: Role, meeting: Meeting, delegation: Delegation) -> Person:
    person = Person.objects.create_user(f"{role}@example.org", "pass-word-1", name=role.label)
    Assignment.objects.create(
        person=person,
        role=role,
        meeting=None if role is Role.ADMINISTRATOR else meeting,
        delegation=delegation if authority.needs_delegation(role) else None,
    )
    return person


@pytest.mark.parametrize("offered", list(Role))
@pytest.mark.parametrize("inviter", list(Role))
def test_each_role_invites_exactly_whom_the_table_allows(
    inviter: Role, offered: Role, meeting: Meeting, delegation: Delegation
) -> None:
    """RX-10: least privilege."""
    person = holder(inviter, meeting, delegation)
    place = delegation if authority.needs_delegation(offered) else None

    def invite() -> None:
        where = None if offered is Role.ADMINISTRATOR else meeting
        invitations.invite(
            email="new@example.org",
            name="New",
            role=offered,
            by=person,
            at=NOW,
            meeting=where,
            delegation=place,
        )

    if offered in authority.MAY_INVITE.get(inviter, frozenset()):
        invite()
    else:
        with pytest.raises(NotAllowed):
            invite()


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("ender", list(Role))
def test_each_role_takes_back_exactly_what_it_may_offer(
    ender: Role, held: Role, meeting: Meeting, delegation: Delegation
) -> None:
    """RX-10: least privilege, for roles that are held and for invitations that are open."""
    person = holder(ender, meeting, delegation)
    place = {
        "meeting": None if held is Role.ADMINISTRATOR else meeting,
        "delegation": delegation if authority.needs_delegation(held) else None,
    }
    other = Person.objects.create_user("other@example.org", "pass-word-1", name="Other")
    assignment = Assignment.objects.create(person=other, role=held, **place)
    invitation, token = invitations.invite(
        email="new@example.org", name="New", role=held, by=None, at=NOW, **place
    )
    if held in authority.MAY_INVITE.get(ender, frozenset()):
        invitations.end(assignment, by=person, at=NOW)
        invitations.withdraw(invitation, by=person, at=NOW)
        assert not Assignment.objects.filter(person=other).exists()
    else:
        with pytest.raises(NotAllowed):
            invitations.end(assignment, by=person, at=NOW)
        with pytest.raises(NotAllowed):
            invitations.withdraw(invitation, by=person, at=NOW)
        assert Assignment.objects.filter(person=other).exists()
        assert invitations.find(token, at=NOW) == invitation


def test_the_secretariat_of_another_meeting_has_no_say(meeting: Meeting, delegation: Delegation) -> None:
    other = Meeting.objects.create(
        slug="other", titles={"en": "Other"}, opens_on=date(2017, 11, 30), closes_on=date(2017, 12, 1)
    )
    desk = Person.objects.create_user("desk@example.org", "pass-word-1", name="Desk")
    Assignment.objects.create(person=desk, role=Role.SECRETARIAT, meeting=other)
    delegate = Assignment.objects.get(person=holder(Role.DELEGATE, meeting, delegation))
    with pytest.raises(NotAllowed):
        invitations.end(delegate, by=desk, at=NOW)
    with pytest.raises(NotAllowed):
        invitations.invite(email="x@example.org", name="X", role=Role.CHAIR, by=desk, at=NOW, meeting=meeting)
    assert not authority.may_manage(desk, meeting=meeting)


def test_a_focal_point_cannot_invite_into_another_delegation(
    meeting: Meeting, delegation: Delegation
) -> None:
    other = Delegation.objects.create(meeting=meeting, body=Body.objects.get(code="fra"))
    person = holder(Role.FOCAL_POINT, meeting, delegation)
    with pytest.raises(NotAllowed):
        invitations.invite(
            email="x@example.org",
            name="X",
            role=Role.DELEGATE,
            by=person,
            at=NOW,
            meeting=meeting,
            delegation=other,
        )


def test_taking_up_a_role_creates_the_person_and_is_on_record(
    meeting: Meeting, delegation: Delegation
) -> None:
    _, token = invitations.invite(
        email="Ana@Example.org",
        name="Ana",
        role=Role.DELEGATE,
        by=None,
        at=NOW,
        meeting=meeting,
        delegation=delegation,
    )
    person = invitations.accept(
        invitations.find(token, at=NOW), name="Ana B.", password="a-long-word-7", at=NOW
    )
    assert (person.email, person.name, person.check_password("a-long-word-7")) == (
        "ana@example.org",
        "Ana B.",
        True,
    )
    assert roles.belongs(person, delegation)
    assert [act.verb for act in Act.objects.order_by("id")] == ["invited", "accepted invitation"]


def test_a_link_works_once(meeting: Meeting) -> None:
    _, token = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    invitation = invitations.find(token, at=NOW)
    invitations.accept(invitation, name="A", password=None, at=NOW)
    with pytest.raises(NotNow):
        invitations.find(token, at=NOW)
    with pytest.raises(NotNow):
        invitations.accept(invitation, name="A", password=None, at=NOW)


def test_a_link_expires_after_a_fortnight(meeting: Meeting) -> None:
    _, token = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    invitations.find(token, at=NOW + timedelta(days=13))
    with pytest.raises(NotNow):
        invitations.find(token, at=NOW + timedelta(days=14))


def test_a_second_invitation_ends_the_first(meeting: Meeting) -> None:
    tokens = [
        invitations.invite(
            email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
        )[1]
        for _ in range(2)
    ]
    with pytest.raises(NotNow):
        invitations.find(tokens[0], at=NOW)
    assert invitations.find(tokens[1], at=NOW).email == "a@example.org"


def test_a_delegate_needs_a_delegation(meeting: Meeting) -> None:
    with pytest.raises(Refused):
        invitations.invite(
            email="a@example.org", name="A", role=Role.DELEGATE, by=None, at=NOW, meeting=meeting
        )


def test_the_token_itself_is_kept_nowhere(meeting: Meeting) -> None:
    invitation, token = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    assert token not in str(invitation.__dict__)
    assert invitation.token_hash == invitations.hashed(token)


def test_withdrawing_and_ending_are_for_those_who_may_invite(
    meeting: Meeting, delegation: Delegation
) -> None:
    invitation, _ = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    desk, delegate = (holder(role, meeting, delegation) for role in (Role.SECRETARIAT, Role.DELEGATE))
    held = Assignment.objects.get(person=delegate)
    with pytest.raises(NotAllowed):
        invitations.withdraw(invitation, by=delegate, at=NOW)
    with pytest.raises(NotAllowed):
        invitations.end(held, by=delegate, at=NOW)
    invitations.withdraw(invitation, by=desk, at=NOW)
    invitations.end(held, by=desk, at=NOW)
    assert not roles.belongs(delegate, delegation)
    with pytest.raises(NotNow):
        invitations.withdraw(invitation, by=desk, at=NOW)


def test_a_person_who_is_switched_off_holds_nothing(meeting: Meeting, delegation: Delegation) -> None:
    person = holder(Role.SECRETARIAT, meeting, delegation)
    person.is_active = False
    assert not roles.holds(person, {Role.SECRETARIAT}, meeting=meeting)
    assert not roles.is_administrator(None)


def test_an_expired_link_is_not_taken_up_even_from_an_open_page(meeting: Meeting) -> None:
    invitation, _ = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    with pytest.raises(NotNow, match="expired"):
        invitations.accept(invitation, name="A", password=None, at=NOW + timedelta(days=14))


def test_a_role_is_offered_in_its_place_only(meeting: Meeting, delegation: Delegation) -> None:
    other = Meeting.objects.create(
        slug="other", titles={"en": "Other"}, opens_on=date(2017, 11, 30), closes_on=date(2017, 12, 1)
    )
    desk = holder(Role.SECRETARIAT, other, delegation)
    for role, where, place, sentence in (
        (Role.DELEGATE, other, delegation, "takes part in another meeting"),
        (Role.CHAIR, other, delegation, "none for any other role"),
        (Role.CHAIR, None, None, "Choose a meeting"),
        (Role.ADMINISTRATOR, other, None, "every role but administrator"),
    ):
        with pytest.raises(Refused, match=sentence):
            invitations.invite(
                email="x@example.org",
                name="X",
                role=role,
                by=desk,
                at=NOW,
                meeting=where,
                delegation=place,
            )


def test_somebody_known_keeps_name_and_password(meeting: Meeting) -> None:
    Person.objects.create_user("a@example.org", "the-first-word-1", name="Ana")
    invitation, _ = invitations.invite(
        email="A@example.org", name="Other", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    person = invitations.accept(invitation, name="Other", password="another-word-2", at=NOW)
    assert (person.name, person.check_password("the-first-word-1")) == ("Ana", True)
    assert roles.holds(person, {Role.CHAIR}, meeting=meeting)


def test_the_second_who_takes_a_role_back_is_told(meeting: Meeting, delegation: Delegation) -> None:
    desk, delegate = (holder(role, meeting, delegation) for role in (Role.SECRETARIAT, Role.DELEGATE))
    held = Assignment.objects.get(person=delegate)
    seen_by_the_other = Assignment.objects.get(person=delegate)
    invitations.end(held, by=desk, at=NOW)
    with pytest.raises(NotNow, match="taken back already"):
        invitations.end(seen_by_the_other, by=desk, at=NOW)
    assert Act.objects.filter(verb="took role back").count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_those_who_manage_people_are_the_administrator_and_the_secretariat(
    role: Role, meeting: Meeting, delegation: Delegation
) -> None:
    managing = authority.may_manage(holder(role, meeting, delegation), meeting=meeting)
    assert managing == (role in {Role.ADMINISTRATOR, Role.SECRETARIAT})


def test_people_roles_and_invitations_are_called_by_their_names(
    meeting: Meeting, delegation: Delegation
) -> None:
    person = holder(Role.CHAIR, meeting, delegation)
    invitation, _ = invitations.invite(
        email="a@example.org", name="A", role=Role.CHAIR, by=None, at=NOW, meeting=meeting
    )
    person.refresh_from_db()
    assert (str(person), str(Person(email="b@example.org")), str(invitation)) == (
        "Chair",
        "b@example.org",
        "a@example.org",
    )
    assert str(Assignment.objects.get(person=person)) == "Chair: Chair"
    assert str(delegation) == "Norway"
