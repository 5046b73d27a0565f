"""One's own account: all of it as a file, and closed; what others rely on stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client

from comity.communications import closing, subscribing, targets
from comity.communications.models import CalendarAddress, Subscriber
from comity.communications.subscribing import How
from comity.meetings.models import Meeting
from comity.papers.models import Posting
from comity.participants import invitations, letters
from comity.participants.models import Assignment, Invitation, Letter, Participant, Person, Role
from comity.record import trail
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow
from comity.statements.models import Statement
from tests.communications.makers import a_known_meeting
from tests.communications.test_erasing import sent_a_paper
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_participant,
    a_person,
    a_role,
    the_desk,
)
from tests.papers.makers import an_issued

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def somebody(meeting: Meeting) -> Person:
    """Norway's delegate, with everything that an account can have."""
    norway = a_delegation(meeting)
    person = a_delegate(norway, title="Counsellor")
    a_draft(norway, by=person, contact="Ms Norway, norway@example.org, +47 1")
    subscribing.follow(person, targets.Wish(targets.Target.MEETING, meeting=meeting), How("en"), at=NOW)
    CalendarAddress.of(person, at=NOW)
    EmailAddress.objects.create(user=person, email=person.email)
    sent_a_paper(meeting, "Norway <norway@example.org>", "Bo Li <bo@example.org>")
    return person


def test_everything_that_is_kept_of_an_account_is_in_the_file() -> None:
    """RX-4."""
    meeting = a_known_meeting()
    person = somebody(meeting)
    a_participant(meeting, "Norway", email=person.email, person=person)
    kept = json.loads(json.dumps(closing.all_that_is_kept(person)))
    assert (kept["account"]["email"], kept["account"]["title"]) == ("norway@example.org", "Counsellor")
    assert kept["roles"] == [{"role": "delegate", "meeting": "sm2016", "delegation": "nor"}]
    assert [one["target"] for one in kept["follows"]] == ["meeting"]
    assert [one["name"] for one in kept["registrations"]] == ["Norway"]
    assert [one["name"] for one in kept["papers"]] == ["Norway"]
    assert kept["contact_of_statements"] == [Statement.objects.get().ref]
    assert len(kept["mails"]) == 1
    assert kept["calendar_address_made_at"] == NOW.isoformat()
    assert {one["verb"] for one in kept["record"]} == {one.verb for one in Act.objects.filter(by=person)}
    assert "bo@example.org" not in json.dumps(kept)


def test_a_closed_account_says_only_that_somebody_acted() -> None:
    """RX-4: what was handed in stays with the delegation, and the record of acts stays."""
    meeting = a_known_meeting()
    person = somebody(meeting)
    acts = Act.objects.filter(by=person).count()
    statement = Statement.objects.get()
    closing.close(person, by=person, at=LATER)
    person = Person.objects.get(pk=person.pk)
    assert (str(person), person.name, person.title, person.is_active) == ("account closed", "", "", False)
    assert person.email == f"closed-{person.pk}@closed.invalid"
    assert not person.has_usable_password()
    assert [one for one in closing.alone(person) if one.exists()] == []
    assert not Subscriber.objects.filter(email="norway@example.org").exists()
    assert "orway" not in json.dumps([*Letter.objects.values("to", "subject")])
    statement.refresh_from_db()
    assert (statement.created_by, statement.contact, statement.whose) == (person, "", "Norway")
    assert Act.objects.filter(by=person).count() == acts + 1
    assert trail.of(person)[0].verb == "closed account"


def test_what_hangs_on_an_account_either_goes_or_is_part_of_the_record() -> None:
    """RX-4: a new relation to people must say which: CASCADE goes with the account, PROTECT stays with the record."""
    fates = {
        relation.on_delete
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    }
    assert fates == {models.CASCADE, models.PROTECT, models.SET_NULL}


def test_lists_of_addressees_and_checklists_name_a_closed_account_no_more() -> None:
    meeting = a_known_meeting()
    person = a_role(Role.PRESS_OFFICER, meeting, name="press")
    version = an_issued(meeting)
    ticks = {"file": {"by": "Press", "at": "2016"}, "title": {"by": "Desk", "at": "2016"}}
    posting = Posting.objects.create(version=version, channel="event_site", begun_at=NOW, checked=ticks)
    (one,) = sent_a_paper(meeting, "Press <press@example.org>")
    closing.close(person, by=person, at=LATER)
    one.refresh_from_db()
    posting.refresh_from_db()
    assert (str(one), one.letter is not None) == ("name erased", True)
    assert {name: tick["by"] for name, tick in posting.checked.items()} == {"file": "", "title": "Desk"}


def test_registrations_stay_unless_they_are_to_go_too() -> None:
    meeting = a_known_meeting()
    first, second = a_person("first"), a_person("second")
    stays = a_participant(meeting, "First", email=first.email, person=first)
    goes = a_participant(meeting, "Second", email=second.email, person=second)
    closing.close(first, by=first, at=LATER)
    closing.close(second, registrations=True, by=second, at=LATER)
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.state, stays.name, stays.person) == (Participant.State.APPROVED, "First", None)
    assert (goes.state, goes.name) == (Participant.State.ERASED, "")


def test_invitations_forget_whom_they_went_to_and_open_ones_end() -> None:
    meeting = a_meeting()
    person = a_person()
    _open, token = invitations.invite(
        email=person.email, name="S", role=Role.CHAIR, meeting=meeting, by=the_desk(meeting), at=NOW
    )
    closing.close(person, by=person, at=LATER)
    kept = Invitation.objects.get()
    assert (kept.email, kept.name, kept.withdrawn_at) == ("", "", LATER)
    with pytest.raises(NotNow):
        invitations.find(token, at=LATER)


def test_mails_of_a_mailbox_that_others_read_stay() -> None:
    meeting = a_meeting()
    person = a_person()
    a_participant(meeting, email=person.email)
    letters.write(to=person.email, subject="S", body="B", at=NOW, meeting=meeting)
    assert closing.all_that_is_kept(person)["mails"] == []
    closing.close(person, by=person, at=LATER)
    assert Letter.objects.get().to == "stranger@example.org"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SECRETARIAT])
def test_the_last_who_runs_the_site_or_a_meeting_stays(role: Role) -> None:
    """RX-4: nobody leaves a meeting without a secretariat, or the site without an administrator."""
    meeting = a_meeting()
    place = meeting if role == Role.SECRETARIAT else None
    person = a_role(role, place, name="only")
    gone = a_role(role, place, name="gone", is_active=False)
    with pytest.raises(NotNow, match="only"):
        closing.close(person, by=person, at=LATER)
    assert Person.objects.get(pk=person.pk).name == "Only"
    Person.objects.filter(pk=gone.pk).update(is_active=True)
    closing.close(person, by=person, at=LATER)
    with pytest.raises(NotNow, match="only"):
        closing.close(gone, by=gone, at=LATER)


def test_a_meeting_that_is_over_needs_no_secretariat() -> None:
    meeting = a_meeting(state=Meeting.State.ARCHIVED)
    person = the_desk(meeting)
    closing.close(person, by=person, at=LATER)
    assert not Assignment.objects.filter(person=person).exists()


def test_nobody_closes_the_account_of_somebody_else() -> None:
    meeting = a_meeting()
    with pytest.raises(NotAllowed):
        closing.close(a_person(), by=a_role(Role.ADMINISTRATOR), at=NOW)
    assert trail.of(the_desk(meeting)).count() == 0


def test_whoever_closes_the_account_is_signed_out_everywhere(client: Client) -> None:
    person, other = a_person(), a_person("other")
    elsewhere, stranger = Client(), Client()
    client.force_login(person)
    elsewhere.force_login(person)
    stranger.force_login(other)
    assert len(closing.sessions(person, at=NOW)) == 2
    closing.close(person, by=person, at=NOW)
    assert Session.objects.count() == 1
    assert elsewhere.get("/en/people/account/").status_code == 302
    assert stranger.get("/en/people/account/").status_code == 200
