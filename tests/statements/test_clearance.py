"""Need to know: a CONFIDENTIAL statement is open at the desk to those alone who are named on it."""

from __future__ import annotations

import pytest

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Delegation, Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import authority, clearance, queries, receipt, review
from comity.statements.authority import Act
from comity.statements.models import Clearance, Statement, Version
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_person,
    a_received_statement,
    a_role,
    the_desk,
)

pytestmark = pytest.mark.django_db
CONFIDENTIAL = Statement.Sensitivity.CONFIDENTIAL


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def norway(meeting: Meeting) -> Delegation:
    return a_delegation(meeting, "nor")


@pytest.fixture
def secret(norway: Delegation) -> Version:
    """Sent by the delegation itself, CONFIDENTIAL."""
    return a_received_statement(norway, by=a_delegate(norway), sensitivity=CONFIDENTIAL)


def verbs(statement: Statement) -> list[str]:
    return [act.verb for act in trail.of(statement)]


@pytest.mark.parametrize("role", list(Role))
def test_no_role_opens_a_confidential_statement(role: Role, meeting: Meeting, secret: Version) -> None:
    """RX-5, RX-10: not the secretariat's, not the administrator's."""
    person = a_person("somebody")
    place = None if role == Role.ADMINISTRATOR else meeting
    sweden = a_delegation(meeting, "swe") if role in {Role.DELEGATE, Role.FOCAL_POINT} else None
    Assignment.objects.create(person=person, role=role, meeting=place, delegation=sweden)
    statement = secret.statement
    assert not any(authority.may_with(person, act, statement=statement) for act in Act)
    assert queries.closed(person, [statement]) == {statement.pk}
    if role in {Role.SECRETARIAT, Role.DOCUMENT_OFFICER}:
        with pytest.raises(authority.Closed, match="Only those who are named"):
            review.take(secret, by=person, at=NOW)


def test_its_delegation_and_those_named_may_read_it(
    meeting: Meeting, norway: Delegation, secret: Version
) -> None:
    """RX-5."""
    statement, desk = secret.statement, the_desk(meeting)
    delegate = norway.assignments.get().person
    rapporteur = a_role(Role.RAPPORTEUR, meeting)
    assert authority.may_with(delegate, Act.READ_UNPUBLISHED, statement=statement)
    clearance.grant(statement, rapporteur, by=desk, at=NOW)
    assert authority.may_with(rapporteur, Act.READ_UNPUBLISHED, statement=statement)
    assert not authority.may_with(rapporteur, Act.REVIEW, statement=statement), "a name adds no role"
    assert queries.closed(rapporteur, [statement]) == set()
    assert str(statement.clearances.get()) == f"{statement.ref}: Rapporteur"


def test_an_unclassified_statement_asks_nothing(norway: Delegation, django_assert_num_queries) -> None:
    statement, desk = a_received_statement(norway).statement, the_desk(norway.meeting)
    with django_assert_num_queries(0):
        assert authority.is_open_to(desk, statement)
        assert queries.closed(desk, [statement]) == set()


def test_after_the_first_only_those_named_name_others(meeting: Meeting, secret: Version) -> None:
    """RX-5: the first of the secretariat takes charge; a colleague does not open it by her role."""
    statement = secret.statement
    first, second = the_desk(meeting), a_role(Role.SECRETARIAT, meeting, name="colleague")
    assert clearance.may_name(first, statement)
    assert clearance.may_name(second, statement)
    named = clearance.grant(statement, first, by=first, at=NOW)
    assert not clearance.may_name(second, statement)
    for refused in (
        lambda: clearance.grant(statement, second, by=second, at=NOW),
        lambda: clearance.withdraw(named, by=second, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="of the secretariat who are named"):
            refused()
    clearance.grant(statement, second, by=first, at=NOW)
    clearance.withdraw(named, by=second, at=NOW)
    with pytest.raises(NotNow, match="taken off the list already"):
        clearance.withdraw(named, by=second, at=NOW)
    assert [one.person for one in statement.clearances.all()] == [second]
    assert verbs(statement)[:3] == ["took reader off", "named reader", "named reader"]
    assert trail.of(statement)[0].details == {"person": first.pk}


def test_when_nobody_in_charge_is_left_the_secretariat_takes_charge_anew(
    meeting: Meeting, secret: Version
) -> None:
    first, second = the_desk(meeting), a_role(Role.SECRETARIAT, meeting, name="colleague")
    clearance.grant(secret.statement, first, by=first, at=NOW)
    first.assignments.all().delete()
    clearance.grant(secret.statement, second, by=second, at=NOW)
    assert authority.may_with(second, Act.REVIEW, statement=secret.statement)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_the_secretariat_names(
    role: Role, meeting: Meeting, norway: Delegation, secret: Version
) -> None:
    person = a_person("somebody")
    place = None if role == Role.ADMINISTRATOR else meeting
    own = norway if role in {Role.DELEGATE, Role.FOCAL_POINT} else None
    Assignment.objects.create(person=person, role=role, meeting=place, delegation=own)
    with pytest.raises(NotAllowed):
        clearance.grant(secret.statement, the_desk(meeting), by=person, at=NOW)


def test_only_who_sits_at_the_desk_of_the_meeting_is_named_and_once(
    meeting: Meeting, secret: Version
) -> None:
    desk, elsewhere = the_desk(meeting), a_role(Role.SECRETARIAT, a_meeting("other"), name="elsewhere")
    clearance.grant(secret.statement, desk, by=desk, at=NOW)
    gone = a_role(Role.REVIEWER, meeting, is_active=False)
    for person in (desk, elsewhere, gone, a_person(), a_role(Role.CHAIR, meeting)):
        with pytest.raises(Refused, match="sits at the desk"):
            clearance.grant(secret.statement, person, by=desk, at=NOW)


def test_nobody_is_named_on_what_the_whole_desk_reads(norway: Delegation) -> None:
    desk = the_desk(norway.meeting)
    with pytest.raises(NotNow, match="not CONFIDENTIAL"):
        clearance.grant(a_received_statement(norway).statement, desk, by=desk, at=NOW)


def test_whoever_enters_a_confidential_statement_for_a_delegation_is_named(norway: Delegation) -> None:
    desk, colleague = the_desk(norway.meeting), a_role(Role.SECRETARIAT, norway.meeting, name="colleague")
    marked = a_draft(norway, by=desk, sensitivity=CONFIDENTIAL)
    changed = a_draft(norway, by=desk)
    for _twice in range(2):
        receipt.amend(changed, by=desk, at=NOW, sensitivity=CONFIDENTIAL)
    for version in (marked, changed):
        assert Clearance.objects.get(statement=version.statement).person == desk
        with pytest.raises(authority.Closed):
            receipt.submit(version, by=colleague, at=NOW)
        receipt.submit(version, by=desk, at=NOW)
    receipt.discard(a_draft(norway, by=desk, sensitivity=CONFIDENTIAL), by=desk, at=NOW)
    assert Clearance.objects.count() == 2


def test_openings_are_kept_on_record_of_confidential_statements_and_of_the_desk_only(
    norway: Delegation, secret: Version
) -> None:
    """RX-5, RX-6."""
    desk, delegate = the_desk(norway.meeting), norway.assignments.get().person
    open_one = a_received_statement(norway).statement
    clearance.note_opening(open_one, by=desk, at=NOW)
    clearance.note_opening(secret.statement, by=delegate, at=NOW)
    assert "opened" not in verbs(open_one) + verbs(secret.statement)
    clearance.note_opening(secret.statement, by=desk, at=NOW, version=1)
    assert [(act.verb, act.by, act.details) for act in trail.of(secret.statement)[:1]] == [
        ("opened", desk, {"version": 1})
    ]
