from __future__ import annotations

import pytest

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import clearance
from comity.papers.models import Document, DocumentClearance, DocumentVersion
from comity.participants.models import Person, Role
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_person, a_role, the_desk
from tests.papers.makers import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def confidential(meeting: Meeting) -> DocumentVersion:
    return a_draft(meeting, sensitivity=Sensitivity.CONFIDENTIAL, channels=[])


def test_whoever_begins_it_is_the_first_reader(meeting: Meeting, desk: Person) -> None:
    """RX-5"""
    document = confidential(meeting).document
    assert [one.person for one in document.clearances.all()] == [desk]


def test_a_named_reader_reads_whatever_the_role(meeting: Meeting, desk: Person) -> None:
    """RX-5: a delegate among them, if the secretariat names her."""
    document, norway = confidential(meeting).document, a_delegate(a_delegation(meeting))
    assert not Document.objects.open_to(norway).exists()
    clearance.grant(document, norway, by=desk, at=NOW)
    assert Document.objects.open_to(norway).get() == document


def test_only_those_who_are_named_name_others(meeting: Meeting, desk: Person) -> None:
    """RX-5: of the secretariat, and named."""
    document = confidential(meeting).document
    colleague = a_role(Role.SECRETARIAT, meeting, name="colleague")
    officer = a_role(Role.DOCUMENT_OFFICER, meeting)
    for person in (colleague, officer):
        with pytest.raises(NotAllowed):
            clearance.grant(document, person, by=person, at=NOW)
    clearance.grant(document, colleague, by=desk, at=NOW)
    clearance.grant(document, officer, by=colleague, at=NOW)


def test_where_nobody_in_charge_is_left_another_of_the_secretariat_takes_it(
    meeting: Meeting, desk: Person
) -> None:
    document = confidential(meeting).document
    colleague = a_role(Role.SECRETARIAT, meeting, name="colleague")
    Person.objects.filter(pk=desk.pk).update(is_active=False)
    clearance.grant(document, colleague, by=colleague, at=NOW)


def test_nobody_is_named_who_has_no_part_in_the_meeting(meeting: Meeting, desk: Person) -> None:
    document = confidential(meeting).document
    for person in (a_person("stranger"), desk):
        with pytest.raises(Refused, match="Choose somebody"):
            clearance.grant(document, person, by=desk, at=NOW)


def test_an_unclassified_document_has_no_list(meeting: Meeting, desk: Person) -> None:
    with pytest.raises(NotNow, match="whole desk"):
        clearance.grant(a_draft(meeting).document, a_role(Role.CHAIR, meeting), by=desk, at=NOW)


def test_a_name_is_taken_off_once(meeting: Meeting, desk: Person) -> None:
    document = confidential(meeting).document
    named = clearance.grant(document, a_role(Role.CHAIR, meeting), by=desk, at=NOW)
    clearance.withdraw(named, by=desk, at=NOW)
    assert DocumentClearance.objects.count() == 1
    named.pk = 999
    with pytest.raises(NotNow):
        clearance.withdraw(named, by=desk, at=NOW)


def test_opening_a_confidential_document_is_on_record(meeting: Meeting, desk: Person) -> None:
    """RX-5"""
    open_one, closed_one = a_draft(meeting).document, confidential(meeting).document
    for document in (open_one, closed_one):
        clearance.note_opening(document, by=desk, at=NOW)
    assert [trail.of(one).filter(verb="opened").count() for one in (open_one, closed_one)] == [0, 1]
