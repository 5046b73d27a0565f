from __future__ import annotations

import re
from datetime import timedelta

import pytest

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import circulating, clearance, links, posting
from comity.papers.circulating import Audience, Recipient
from comity.papers.models import Addressee, PaperCirculation
from comity.participants import letters
from comity.participants.models import Letter, Person, Role
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
from tests.papers.makers import a_draft, a_revision, an_issued

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=10)
AINA = Recipient("aina@example.org", "Aina")


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def token_of(letter: Letter) -> str:
    found = re.search(r"/paper/([\w-]+)/", letter.body)
    assert found is not None
    return found[1]


def test_each_addressee_gets_a_letter_and_the_letter_is_the_proof(meeting: Meeting, desk: Person) -> None:
    """R09-7: recipient list, time, proof of sending."""
    version = an_issued(meeting)
    norway = a_delegate(a_delegation(meeting))
    to = circulating.recipients(version.document, [Audience.DELEGATIONS], ["Aina <AINA@example.org>"])
    sent = circulating.circulate(version, to, message="Please read section 2.", by=desk, at=NOW)
    assert [(one.name, one.email, one.sent_at) for one in sent.addressees.all()] == [
        ("Aina", "aina@example.org", None),
        (str(norway), norway.email, None),
    ]
    assert letters.send_due(at=SOON) == 2
    assert {one.sent_at for one in sent.addressees.all()} == {SOON}


def test_a_letter_speaks_the_language_of_its_addressee(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    chad = a_delegate(a_delegation(meeting, "tcd"), language="fr")
    circulating.circulate(
        version, circulating.recipients(version.document, [Audience.DELEGATIONS]), by=desk, at=NOW
    )
    letter = Letter.objects.get(to=chad.email)
    assert "/fr/paper/" in letter.body
    assert "Information note" in letter.subject


def test_nobody_gets_the_same_version_twice(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    bo = Recipient("bo@example.org", "Bo")
    second = circulating.circulate(version, [AINA, bo], by=desk, at=SOON)
    assert [one.email for one in second.addressees.all()] == ["bo@example.org"]
    with pytest.raises(Refused, match="does not have"):
        circulating.circulate(version, [AINA], by=desk, at=SOON)
    revised = a_revision(version.document, by=desk, at=SOON)
    assert circulating.circulate(revised, [AINA], by=desk, at=SOON).addressees.count() == 1


def test_circulation_waits_for_no_website(meeting: Meeting, desk: Person) -> None:
    """R09-7: a document can be circulated, posted, both or neither."""
    version = an_issued(meeting, channels=[])
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    assert version.public_from is None
    opened = links.opened(token_of(Letter.objects.get()), by=None, at=SOON)
    assert opened is not None
    assert opened.circulation.version == version
    assert Addressee.objects.get().opened_at == SOON


def test_the_first_opening_stays(meeting: Meeting, desk: Person) -> None:
    circulating.circulate(an_issued(meeting), [AINA], by=desk, at=NOW)
    token = token_of(Letter.objects.get())
    for at in (SOON, SOON + timedelta(days=1)):
        links.opened(token, by=None, at=at)
    assert Addressee.objects.get().opened_at == SOON


def test_another_link_opens_nothing(meeting: Meeting, desk: Person) -> None:
    circulating.circulate(an_issued(meeting), [AINA], by=desk, at=NOW)
    circulating.record(an_issued(meeting), ["All missions"], proof="Note verbale 7", by=desk, at=NOW)
    for token in ("", "x", token_of(Letter.objects.get())[:-1], "\udc80"):
        assert links.opened(token, by=None, at=SOON) is None


def test_a_withdrawn_paper_opens_no_more(meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    circulating.circulate(version, [AINA], by=desk, at=NOW)
    posting.withdraw(version.document, reason="Wrong.", by=desk, at=SOON)
    assert links.opened(token_of(Letter.objects.get()), by=None, at=SOON) is None


def test_a_confidential_paper_goes_to_its_named_readers_only(meeting: Meeting, desk: Person) -> None:
    """RX-5: the letter says neither title nor kind, and the link opens for the reader who is signed in."""
    version = an_issued(
        meeting, sensitivity=Sensitivity.CONFIDENTIAL, channels=[], titles={"en": "Secret matter"}
    )
    chair, other = a_role(Role.CHAIR, meeting), a_role(Role.RAPPORTEUR, meeting)
    clearance.grant(version.document, chair, by=desk, at=NOW)
    every = circulating.recipients(version.document, [Audience.CHAIR, Audience.RAPPORTEURS])
    assert [one.person for one in every] == [chair]
    with pytest.raises(Refused, match="named readers"):
        circulating.recipients(version.document, [], ["aina@example.org"])
    with pytest.raises(Refused, match="not named"):
        circulating.circulate(version, [AINA], by=desk, at=NOW)
    circulating.circulate(version, every, by=desk, at=NOW)
    letter = Letter.objects.get()
    assert "Secret" not in letter.subject + letter.body
    token = token_of(letter)
    assert links.opened(token, by=other, at=SOON) is None
    assert links.opened(token, by=None, at=SOON) is None
    assert links.opened(token, by=chair, at=SOON) is not None
    clearance.withdraw(version.document.clearances.get(person=chair), by=desk, at=SOON)
    assert links.opened(token, by=chair, at=SOON) is None


def test_another_way_is_recorded_with_its_proof(meeting: Meeting, desk: Person) -> None:
    """R09-7"""
    sent = circulating.record(
        an_issued(meeting),
        ["All permanent missions", " ", "Observers"],
        proof="Note verbale 12/2016",
        by=desk,
        at=NOW,
    )
    assert [(one.name, one.sent_at) for one in sent.addressees.all()] == [
        ("All permanent missions", NOW),
        ("Observers", NOW),
    ]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("names", "proof"), [([], "Note 1"), ([" "], "Note 1"), (["Missions"], " ")])
def test_another_way_says_to_whom_and_what_shows_it(
    meeting: Meeting, desk: Person, names: list[str], proof: str
) -> None:
    with pytest.raises(Refused):
        circulating.record(an_issued(meeting), names, proof=proof, by=desk, at=NOW)
    assert not PaperCirculation.objects.exists()


def test_a_draft_is_not_circulated(meeting: Meeting, desk: Person) -> None:
    with pytest.raises(NotNow, match="not been issued"):
        circulating.circulate(a_draft(meeting), [AINA], by=desk, at=NOW)
    assert not Letter.objects.exists()


def test_only_the_secretariat_circulates(meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        circulating.circulate(an_issued(meeting), [AINA], by=a_role(Role.RAPPORTEUR, meeting), at=NOW)


@pytest.mark.parametrize("line", ["", "nobody", "a@", "x <y>", "@example.org"])
def test_what_is_no_address_is_named(meeting: Meeting, line: str) -> None:
    with pytest.raises(Refused, match="not an address"):
        circulating.recipients(an_issued(meeting).document, [], [line])


def test_participants_receive_papers_without_an_account(meeting: Meeting, desk: Person) -> None:
    """R10-4: as their kind allows; nobody who waits or has withdrawn, and of a CONFIDENTIAL paper nobody."""
    delegate = a_delegate(a_delegation(meeting))
    a_participant(meeting, "Ana", kind="panellist", email="Ana@Example.org", language="fr")
    a_participant(meeting, "Press", kind="media")
    a_participant(meeting, "Waits", kind="panellist", state="pending")
    a_participant(meeting, "No address", kind="panellist", email="")
    a_participant(meeting, "Twice", kind="delegate", email=delegate.email)
    version = an_issued(meeting, by=desk)
    chosen = [Audience.DELEGATIONS, Audience.PARTICIPANTS]
    found = circulating.recipients(version.document, chosen)
    assert [(one.email, one.language, one.person) for one in found] == [
        (delegate.email, "en", delegate),
        ("ana@example.org", "fr", None),
    ]
    version.document.sensitivity = Sensitivity.CONFIDENTIAL
    assert circulating.recipients(version.document, chosen) == []


def test_lists_hold_everybody_of_the_meeting_once(meeting: Meeting, desk: Person) -> None:
    norway = a_delegate(a_delegation(meeting), role=Role.FOCAL_POINT)
    a_delegate(a_delegation(a_meeting("other"), "tcd"))
    a_person("stranger")
    gone = a_delegate(a_delegation(meeting, "fra"), is_active=False)
    found = {*circulating.people_of(meeting, list(Audience))}
    assert found == {norway, desk}
    assert gone not in found
