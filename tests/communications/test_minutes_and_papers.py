"""Told by mail: papers that are withdrawn, minutes that are shared or final, venues and rooms of another name."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from comity.adapters import calendars
from comity.communications import composing, noticing, telling
from comity.communications.models import Notice
from comity.meetings import frame
from comity.meetings.models import Meeting
from comity.papers import minutes as minuting
from comity.papers import posting
from comity.papers.models import Minutes
from comity.participants.models import Letter, Person, Role
from comity.web.site.following import changes
from tests.communications.makers import HOUR, MINUTE, a_known_meeting, follows, mails, the_session
from tests.makers import NOW, a_role, the_desk
from tests.papers.makers import a_posted

pytestmark = pytest.mark.django_db
LATER = NOW + HOUR


def told(*, at: datetime = LATER, since: datetime = NOW) -> list[tuple[str, str]]:
    """Everything that is new goes out; (to, subject)."""
    noticing.look(since=since, at=at)
    telling.tell_due(at=at + HOUR)
    composing.compose_due(at=at + HOUR, files=calendars.for_letter)
    return mails()


def the_minutes(meeting: Meeting, by: Person) -> Minutes:
    return minuting.begin(meeting.sessions.get(), language="en", by=by, at=NOW)


def test_whoever_follows_a_paper_is_told_that_it_is_withdrawn() -> None:
    meeting = a_known_meeting()
    version = a_posted(meeting)
    follows("paper@example.org", ref=version.document.ref)
    follows("meeting@example.org", meeting="sm2016")
    Letter.objects.all().delete()
    posting.withdraw(version.document, reason="Wrong", by=the_desk(meeting), at=LATER)
    subject = "Paper withdrawn: Information note"
    assert told() == [
        ("desk@example.org", subject),
        ("meeting@example.org", subject),
        ("paper@example.org", subject),
    ]
    assert f"/id/{version.document.ref}" in Letter.objects.get(to="paper@example.org").body
    assert noticing.look(since=NOW, at=LATER + HOUR) == 0
    assert [one.title for one, _place in changes.told(meeting, at=LATER + HOUR)] == [subject]


def test_minutes_are_told_to_those_alone_who_may_read_them() -> None:
    """R07-3: a follower of the session who may not read them learns nothing, nor does a public page."""
    meeting = a_known_meeting()
    rapporteur, chair = a_role(Role.RAPPORTEUR, meeting), a_role(Role.CHAIR, meeting)
    a_role(Role.PRESS_OFFICER, meeting)
    follows("public@example.org", meeting="sm2016", session="s1")
    Letter.objects.all().delete()
    minutes = the_minutes(meeting, rapporteur)
    minuting.share(minutes, by=rapporteur, at=LATER)
    shared = "Minutes are shared: First session"
    assert told() == [(chair.email, shared), (rapporteur.email, shared)]
    assert "/minutes/" in Letter.objects.first().body  # type: ignore[union-attr]
    assert changes.told(meeting, at=LATER + HOUR) == []
    Letter.objects.all().delete()
    minuting.finalise(minutes, by=rapporteur, at=LATER + 3 * HOUR)
    final = "Minutes are final: First session"
    assert told(at=LATER + 3 * HOUR) == [(chair.email, final), (rapporteur.email, final)]


def test_minutes_taken_back_before_the_letter_is_written_are_not_told() -> None:
    meeting = a_known_meeting()
    rapporteur = a_role(Role.RAPPORTEUR, meeting)
    minutes = the_minutes(meeting, rapporteur)
    minuting.share(minutes, by=rapporteur, at=LATER)
    noticing.look(since=NOW, at=LATER)
    minuting.take_back(minutes, by=rapporteur, at=LATER + MINUTE)
    telling.tell_due(at=LATER + HOUR)
    composing.compose_due(at=LATER + HOUR)
    assert mails() == []


def test_confidential_minutes_are_told_to_rapporteurs_alone() -> None:
    meeting = a_known_meeting()
    rapporteur = a_role(Role.RAPPORTEUR, meeting)
    a_role(Role.CHAIR, meeting)
    minutes = the_minutes(meeting, rapporteur)
    Minutes.objects.update(attribution="confidential")
    minutes.refresh_from_db()
    minuting.share(minutes, by=rapporteur, at=LATER)
    assert [to for to, _subject in told()] == [rapporteur.email]


def test_a_room_of_another_name_is_told_and_calendars_take_it_over() -> None:
    meeting = a_known_meeting()
    session = the_session(meeting)
    follows("public@example.org", meeting="sm2016")
    Letter.objects.all().delete()
    room, before = session.room, session.calendar_sequence
    assert room is not None
    desk = the_desk(meeting)
    frame.write_room(meeting, room, names={"en": "Trusteeship Council"}, by=desk, at=LATER)
    assert told()[-1] == ("public@example.org", "Other room: First session, now Trusteeship Council")
    assert the_session(meeting).calendar_sequence == before + 1
    assert "Conference Room 4" in Letter.objects.get(to="public@example.org").body
    frame.write_room(meeting, room, names={"en": "Trusteeship Council"}, capacity=9, by=desk, at=LATER)
    assert the_session(meeting).calendar_sequence == before + 1


def test_another_venue_is_told_once_with_what_was_and_what_is() -> None:
    meeting = a_known_meeting(venues={"en": "New York"})
    session = the_session(meeting)
    follows("public@example.org", meeting="sm2016", session="s1")
    Letter.objects.all().delete()
    for number, place in enumerate(("Geneva", "Vienna")):
        at = LATER + number * MINUTE
        frame.revise(meeting, {"venues": {"en": place}}, by=the_desk(meeting), at=at)
        noticing.look(since=NOW, at=at)
    assert told(at=LATER + 5 * MINUTE)[-1] == ("public@example.org", "Other venue: Special Meeting")
    letter = Letter.objects.get(to="public@example.org")
    assert "Was: New York\nIs now: Vienna" in letter.body
    assert [file["name"] for file in letter.files] == ["sessions.ics"]
    assert f"SEQUENCE:{session.calendar_sequence + 2}" in letter.files[0]["text"]


def test_a_venue_that_is_changed_back_at_once_is_no_news() -> None:
    meeting = a_known_meeting(venues={"en": "New York"})
    follows("public@example.org", meeting="sm2016")
    Letter.objects.all().delete()
    for number, place in enumerate(("Geneva", "New York")):
        at = LATER + number * MINUTE
        frame.revise(meeting, {"venues": {"en": place}}, by=the_desk(meeting), at=at)
        noticing.look(since=NOW, at=at)
    assert told(since=LATER, at=LATER + timedelta(minutes=30)) == []
    assert Notice.objects.get().withheld_at is not None
