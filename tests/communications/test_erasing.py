"""Erasing a participant wherever she is kept: what she follows, lists of addressees, minutes, mails."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from comity.communications import erasing
from comity.communications.models import Subscriber, Subscription
from comity.meetings.models import Meeting
from comity.papers import circulating
from comity.papers import minutes as minuting
from comity.papers.models import Addressee, Minutes
from comity.participants import invitations, letters, privacy
from comity.participants.models import Invitation, Letter, Participant, Role
from comity.record import trail
from tests.communications.makers import a_known_meeting, follows
from tests.makers import NOW, a_meeting, a_participant, a_person, a_role, the_desk
from tests.papers.makers import an_issued

pytestmark = pytest.mark.django_db
ANA = "ana.silva@example.org"
LATER = NOW + timedelta(hours=1)


def sent_a_paper(meeting: Meeting, *addresses: str) -> list[Addressee]:
    version = an_issued(meeting)
    to = circulating.recipients(version.document, (), addresses)
    circulation = circulating.circulate(version, to, by=the_desk(meeting), at=NOW)
    return list(circulation.addressees.order_by("pk"))


def minutes_that_name(
    meeting: Meeting, text: str = "Opening.\n\nMs. Ana  Silva spoke of schools."
) -> Minutes:
    rapporteur = a_role(Role.RAPPORTEUR, meeting)
    minutes = minuting.begin(meeting.sessions.get(), language="en", by=rapporteur, at=NOW)
    minuting.write(minutes, text, seen=1, by=rapporteur, at=NOW)
    minuting.share(minutes, by=rapporteur, at=NOW)
    return minutes


def test_what_she_follows_and_was_sent_is_in_the_export() -> None:
    """RX-4."""
    meeting = a_known_meeting()
    one = a_participant(meeting)
    a_participant(meeting, "Bo Li")
    follows(ANA, meeting="sm2016")
    follows("bo.li@example.org", q="schools")
    sent_a_paper(meeting, f"Ana Silva <{ANA}>", "Bo Li <bo.li@example.org>")
    minutes_that_name(meeting)
    kept = json.loads(json.dumps(erasing.all_that_is_kept(one)))
    assert [(one["target"], one["meeting"]) for one in kept["follows"]] == [("meeting", "sm2016")]
    assert [one["name"] for one in kept["papers"]] == ["Ana Silva"]
    assert kept["minutes"] == ["s1"]
    assert "bo.li" not in json.dumps(kept)
    assert "schools" not in json.dumps(kept["follows"])


def test_what_she_follows_ends_with_her_data_and_nobody_else_s_does() -> None:
    """RX-4."""
    meeting = a_known_meeting()
    one = a_participant(meeting)
    follows(ANA, meeting="sm2016")
    follows("bo@example.org", meeting="sm2016")
    erasing.erase(one, by=None, at=LATER)
    assert [*Subscriber.objects.values_list("email", flat=True)] == ["bo@example.org"]
    assert Subscription.objects.count() == 1


def test_what_an_account_follows_stays_with_the_account() -> None:
    meeting = a_known_meeting()
    person = a_person("ana.silva")
    one = a_participant(meeting, person=person)
    follows(ANA, meeting="sm2016")
    erasing.erase(one, by=None, at=LATER)
    assert Subscriber.objects.filter(email=ANA).exists()


def test_a_mailbox_that_others_read_goes_on_following() -> None:
    meeting = a_known_meeting()
    one = a_participant(meeting, email="m@example.org")
    a_participant(meeting, "Bo Li", email="m@example.org")
    follows("m@example.org", meeting="sm2016")
    assert erasing.all_that_is_kept(one)["follows"] == []
    erasing.erase(one, by=None, at=LATER)
    assert Subscription.objects.count() == 1


def test_a_list_of_addressees_names_her_no_more_and_still_proves_the_sending() -> None:
    """RX-4."""
    meeting = a_known_meeting()
    one = a_participant(meeting)
    mine, other = sent_a_paper(meeting, f"Ana Silva <{ANA}>", "Bo Li <bo@example.org>")
    letters.send_due(at=NOW)
    circulating.record(mine.circulation.version, ["Ana Silva"], proof="NV 7", by=the_desk(meeting), at=NOW)
    erasing.erase(one, by=None, at=LATER)
    mine.refresh_from_db()
    assert (str(mine), mine.name, mine.email, mine.token_hash) == ("name erased", "", "", "")
    assert mine.letter is not None
    assert mine.sent_at == NOW
    assert [str(one) for one in Addressee.objects.order_by("pk")] == ["name erased", "Bo Li", "name erased"]
    assert "Ana" not in json.dumps([*Letter.objects.values("to", "subject")])
    assert str(other) == "Bo Li"


def test_minutes_keep_their_words_and_those_who_can_correct_them_are_told_where() -> None:
    """RX-4: minutes are a record. The note says where the name stands, and not whose it was."""
    meeting = a_known_meeting()
    the_desk(meeting)
    one = a_participant(meeting)
    minutes = minutes_that_name(meeting)
    Letter.objects.all().delete()
    assert erasing.erase(one, by=None, at=LATER) == [(minutes, [3])]
    assert "Ana  Silva" in minuting.newest(minutes).text
    told = Letter.objects.order_by("to")
    assert [letter.to for letter in told] == ["desk@example.org", "rapporteur@example.org"]
    assert "Lines: 3" in told[0].body
    assert "/minutes/s1/" in told[0].body
    assert "Ana" not in told[0].body
    assert trail.of(minutes)[0].verb == "names somebody whose data were erased"
    assert trail.of(minutes)[0].details == {"lines": [3]}


def test_the_desk_is_told_nothing_of_minutes_that_it_may_not_read() -> None:
    meeting = a_known_meeting()
    the_desk(meeting)
    one = a_participant(meeting)
    minutes = minutes_that_name(meeting)
    Minutes.objects.filter(pk=minutes.pk).update(attribution="confidential")
    Letter.objects.all().delete()
    erasing.erase(one, by=None, at=LATER)
    assert [letter.to for letter in Letter.objects.all()] == ["rapporteur@example.org"]


def test_minutes_that_do_not_name_her_are_no_matter() -> None:
    meeting = a_known_meeting()
    minutes_that_name(meeting, "Mr. Li spoke.")
    Letter.objects.all().delete()
    assert erasing.erase(a_participant(meeting), by=None, at=LATER) == []
    assert erasing.erase(a_participant(meeting, "Li"), by=None, at=LATER) == []
    assert not Letter.objects.exists()


def test_whom_mails_and_invitations_went_to_is_forgotten_and_that_they_went_stays() -> None:
    """RX-4: after COMITY_PERSONAL_DATA_KEPT_DAYS; mails of a meeting once it has closed as long ago."""
    old = a_meeting("old", opens_on=date(2016, 1, 1), closes_on=date(2016, 1, 2))
    to_come = a_meeting("next", opens_on=date(2017, 8, 1), closes_on=date(2017, 8, 2))
    for meeting in (old, to_come, None):
        letters.write(to=ANA, subject="Your page", body="B", at=NOW, meeting=meeting)
    letters.send_due(at=NOW)
    waiting = letters.write(to=ANA, subject="Waits", body="B", at=NOW, meeting=old)
    invitation, _token = invitations.invite(
        email=ANA, name="Ana", role=Role.SECRETARIAT, meeting=old, by=None, at=NOW
    )
    privacy.forget(at=NOW + privacy.KEPT_FOR)
    assert Letter.objects.filter(to=ANA).count() == 4
    privacy.forget(at=NOW + privacy.KEPT_FOR + timedelta(days=15))
    gone = Letter.objects.filter(to="").order_by("pk")
    assert [(one.meeting, one.subject, one.sent_at) for one in gone] == [(old, "", NOW), (None, "", NOW)]
    waiting.refresh_from_db()
    assert (waiting.to, waiting.subject) == (ANA, "Waits")
    invitation = Invitation.objects.get(pk=invitation.pk)
    assert (invitation.email, invitation.name) == ("", "")
    assert privacy.forget_mails(at=NOW + privacy.KEPT_FOR + timedelta(days=16)) == 0


def test_somebody_without_an_address_has_nothing_to_follow() -> None:
    meeting = a_known_meeting()
    one = a_participant(meeting, email="")
    assert erasing.all_that_is_kept(one)["follows"] == []
    erasing.erase(one, by=None, at=LATER)
    assert Participant.objects.get(pk=one.pk).state == "erased"
