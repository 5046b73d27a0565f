"""Calendars as other programmes read them: two parsers that know nothing of each other (R11-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.utils import translation

from comity.adapters import calendars
from comity.communications import calendar, noticing
from comity.communications.models import CalendarAddress, Notice
from comity.meetings import holding, programme
from comity.meetings.models import Meeting, Part, Room, Session
from comity.participants import agreements
from comity.participants.models import Agreement, Participant, Role, Use
from tests.communications.makers import HOUR, a_known_meeting, follows, moved, the_session
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_person, a_role, the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_zone_known_from_another_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """vobject keeps, for the whole process, the first rules it read under a name: each test is a reader of its own."""
    monkeypatch.setattr(vobject.icalendar, "__tzidMap", {"UTC": vobject.icalendar.utc})


def written(meeting: Meeting, **more: Any) -> bytes:
    return calendars.written(calendar.of_sessions(meeting.sessions.all(), at=NOW), **more)


def by_one(content: bytes) -> list[dict[str, Any]]:
    """What icalendar reads."""
    return [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
            "summary": str(event["SUMMARY"]),
            "starts": event.decoded("DTSTART"),
            "ends": event.decoded("DTEND"),
            "place": str(event.get("LOCATION", "")),
        }
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    ]


def by_another(content: bytes) -> list[dict[str, Any]]:
    """What vobject reads."""
    return [
        {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "status": event.status.value,
            "summary": event.summary.value,
            "starts": event.dtstart.value,
            "ends": event.dtend.value,
            "place": event.location.value if hasattr(event, "location") else "",
        }
        for event in vobject.readOne(content.decode()).vevent_list
    ]


READERS = [by_one, by_another]


def instants(one: dict[str, Any]) -> tuple[datetime, datetime]:
    return one["starts"].astimezone(UTC), one["ends"].astimezone(UTC)


@pytest.mark.parametrize("read", READERS)
def test_a_calendar_says_what_where_and_when(read: Any) -> None:
    """R11-1."""
    meeting = a_meeting(venues={"en": "Headquarters"})
    (one,) = read(written(meeting))
    assert instants(one) == (the_session(meeting).starts_at, the_session(meeting).ends_at)
    assert f"{one['starts']:%H:%M %z}" == "15:00 -0500"
    assert (one["summary"], one["place"]) == ("First session", "Conference Room 4, Headquarters")
    assert (one["status"], one["sequence"]) == ("CONFIRMED", 0)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("zone", "starts", "shown"),
    [
        ("America/New_York", "2016-11-06T05:30:00+00:00", "01:30 -0400"),  # the hour that comes twice, first
        ("America/New_York", "2016-11-06T15:00:00+00:00", "10:00 -0500"),
        ("America/New_York", "2017-03-12T14:00:00+00:00", "10:00 -0400"),  # put forward that night
        ("Europe/Zurich", "2016-10-30T09:00:00+00:00", "10:00 +0100"),  # put back that night
        ("Europe/Zurich", "2016-07-01T08:00:00+00:00", "10:00 +0200"),
        ("Africa/Nairobi", "2016-07-01T08:00:00+00:00", "11:00 +0300"),
        ("Asia/Kathmandu", "2016-07-01T08:00:00+00:00", "13:45 +0545"),
        ("Africa/Cairo", "2023-04-27T08:00:00+00:00", "10:00 +0200"),  # the day before summer time came back
        ("Africa/Cairo", "2023-04-28T08:00:00+00:00", "11:00 +0300"),
        ("UTC", "2016-07-01T08:00:00+00:00", "08:00 +0000"),
    ],
)
def test_times_hold_where_the_clock_is_changed(read: Any, zone: str, starts: str, shown: str) -> None:
    meeting = a_meeting(time_zone=zone)
    begins = datetime.fromisoformat(starts)
    Session.objects.update(starts_at=begins, ends_at=begins + timedelta(hours=3))
    (one,) = read(written(meeting))
    assert instants(one) == (begins, begins + timedelta(hours=3))
    assert f"{one['starts']:%H:%M %z}" == shown


def test_the_rules_of_the_zone_go_with_the_file_and_give_the_right_offsets() -> None:
    """A client need know no zone by name: the rules that stand in the file say the same as the zone itself."""
    meeting = a_meeting()
    session = the_session(meeting)
    content = written(meeting)
    found = icalendar.Calendar.from_ical(content)
    assert [str(one["TZID"]) for one in found.walk("VTIMEZONE")] == ["America/New_York"]
    rules = vobject.readOne(content.decode()).vtimezone.tzinfo
    for day in range(-330, 330, 7):
        at = session.starts_at + timedelta(days=day)
        naive = at.astimezone(ZoneInfo("America/New_York")).replace(tzinfo=None)
        assert rules.utcoffset(naive) == at.astimezone(ZoneInfo("America/New_York")).utcoffset(), at


ZONES = ("Europe/Zurich", "America/New_York", "Africa/Nairobi", "Africa/Cairo", "Asia/Kathmandu")


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The instants from 2016 to 2028 at which the clock is changed, to the hour."""
    at, end = datetime(2016, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    while at < end:
        following = at + timedelta(hours=1)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield following
        at = following


def onsets(rules: icalendar.Timezone) -> set[datetime]:
    """When the rules say that it is changed: each onset is written by the clock before it (RFC 5545, 3.6.5)."""
    found = set()
    for part in rules.subcomponents:
        before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        more = part.get("RDATE", [])
        dates = [one.dt for each in (more if isinstance(more, list) else [more]) for one in each.dts]
        if before != after:
            found |= {(one - before).replace(tzinfo=UTC) for one in (part["DTSTART"].dt, *dates)}
    return found


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_change_the_clock_at_the_right_instant(name: str) -> None:
    zone = ZoneInfo(name)
    rules = calendars.rules(name, date(2015, 12, 1), date(2029, 1, 31))
    assert onsets(rules) == set(changes(zone))
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + rules.to_ical() + b"END:VCALENDAR\r\n"
    again = icalendar.Calendar.from_ical(calendar).walk("VTIMEZONE")[0]
    readers = [again.to_tz(lookup_tzid=False), vobject.readOne(calendar.decode()).vtimezone.tzinfo]
    for change in changes(zone):
        for minutes in range(-200, 200, 20):
            at = (change + timedelta(minutes=minutes)).astimezone(zone)
            if at.fold or (at + timedelta(0)).replace(fold=1).utcoffset() != at.utcoffset():
                continue  # the hour that comes twice: a file has no word for which one is meant
            for reader in readers:
                assert reader.utcoffset(at.replace(tzinfo=None)) == at.utcoffset(), (reader, at)


@pytest.mark.parametrize("read", READERS)
def test_a_change_raises_the_sequence_and_keeps_the_identity(read: Any) -> None:
    """R11-2."""
    meeting = a_known_meeting()
    (before,) = read(written(meeting))
    moved(the_session(meeting))
    (after,) = read(written(meeting))
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)
    assert instants(after)[0] == instants(before)[0] + HOUR
    programme.cancel(
        the_session(meeting), reasons={"en": "No panel."}, by=the_desk(meeting), at=NOW + 2 * HOUR
    )
    (cancelled,) = read(written(meeting))
    assert (cancelled["uid"], cancelled["sequence"], cancelled["status"]) == (before["uid"], 2, "CANCELLED")
    assert cancelled["summary"] == "Cancelled: First session"


def test_a_meeting_that_is_postponed_is_tentative_and_one_cancelled_is_cancelled() -> None:
    meeting = a_known_meeting()
    desk = the_desk(meeting)
    holding.proceed(meeting, Meeting.State.POSTPONED, reason="Closed.", by=desk, at=NOW)
    (one,) = by_one(written(meeting))
    assert (one["status"], one["summary"], one["sequence"]) == ("TENTATIVE", "Postponed: First session", 1)
    holding.proceed(meeting, Meeting.State.CANCELLED, reason="Closed.", by=desk, at=NOW)
    assert by_one(written(meeting))[0]["status"] == "CANCELLED"


@pytest.mark.parametrize("read", READERS)
def test_words_in_arabic_and_chinese_commas_and_line_ends_survive_folding(read: Any) -> None:
    meeting = a_meeting(venues={"en": "Room; one, two", "ar": "المقر"})
    long = "الجلسة الأولى: " + "منع استخدام الإنترنت " * 12
    Session.objects.update(titles={"ar": long, "zh": "第一次会议，" * 30, "en": "One, two; three\\four"})
    for language, title in (("ar", long), ("zh-hans", "第一次会议，" * 30), ("en", "One, two; three\\four")):
        with translation.override(language):
            content = written(meeting)
        (one,) = read(content)
        assert one["summary"] == title
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert content.replace(b"\r\n", b"").count(b"\n") == 0


def test_a_file_names_itself_how_often_to_look_and_reminds() -> None:
    meeting = a_meeting(short_titles={"en": "Special Meeting 2016"})
    content = written(meeting, title="Special Meeting 2016", address="https://example.org/c.ics", remind=15)
    found = icalendar.Calendar.from_ical(content)
    assert (str(found["NAME"]), str(found["X-WR-CALNAME"])) == ("Special Meeting 2016",) * 2
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"SOURCE;VALUE=URI:https://example.org/c.ics\r\n" in content
    (event,) = found.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-15)
    assert [str(one) for one in event["CATEGORIES"].cats] == ["Special Meeting 2016", "Special Meeting"]
    assert "METHOD" not in found


def test_an_empty_calendar_is_a_calendar() -> None:
    assert by_one(calendars.written([])) == []


def test_the_same_calendar_is_written_alike_until_something_changes() -> None:
    """Programmes ask again and again."""
    meeting = a_known_meeting()
    moved(the_session(meeting))
    later = calendar.of_sessions(meeting.sessions.all(), at=NOW + 99 * HOUR)
    assert calendars.written(later) == written(meeting)


def test_every_line_is_of_a_kind_that_the_standard_knows() -> None:
    for line in unfolded(written(a_meeting(venues={"en": "Headquarters"}), title="T", method="PUBLISH")):
        assert re.match(r"[A-Z][A-Z-]*(;[A-Z-]+=(\"[^\"]*\"|[^;:\"]+))*:.*", line), line


def unfolded(content: bytes) -> Iterator[str]:
    yield from content.decode().replace("\r\n ", "").strip().split("\r\n")


def test_a_letter_takes_the_change_along_and_a_cancellation_by_its_own_method() -> None:
    """RFC 5546: what is cancelled goes with METHOD:CANCEL, the same identity and a higher sequence."""
    meeting = a_known_meeting()
    first = the_session(meeting)
    Session.objects.create(
        meeting=meeting, code="s2", tier="special", position=2, titles={"en": "Second"}, room=first.room,
        starts_at=first.starts_at + timedelta(days=1), ends_at=first.ends_at + timedelta(days=1),
    )  # fmt: skip
    noticing.compare(meeting, at=NOW)
    Notice.objects.all().delete()
    moved(first)
    programme.cancel(
        meeting.sessions.get(code="s2"), reasons={"en": "No."}, by=the_desk(meeting), at=NOW + HOUR
    )
    noticing.compare(meeting, at=NOW + HOUR)
    files = calendars.for_letter([*Notice.objects.all()], "fr")
    assert files[0]["type"] == "text/calendar; method=PUBLISH"
    read = [icalendar.Calendar.from_ical(one["text"]) for one in files]
    assert [str(one["METHOD"]) for one in read] == ["PUBLISH", "CANCEL"]
    cancelled = read[1].walk("VEVENT")[0]
    assert (str(cancelled["STATUS"]), int(cancelled["SEQUENCE"])) == ("CANCELLED", 1)
    assert str(cancelled["ORGANIZER"]).startswith("mailto:")
    assert "/fr/programme/" in str(cancelled["URL"])


def test_a_letter_about_statements_has_no_calendar() -> None:
    assert calendars.for_letter([Notice(meeting=a_meeting(), kind="published", happened_at=NOW)], "en") == []


def test_a_persons_own_calendar_has_her_meetings_what_she_follows_and_the_deadline() -> None:
    meeting = a_known_meeting(statements_due_at=NOW + 5 * HOUR)
    a_known_meeting("other")
    followed = a_known_meeting("followed")
    a_meeting("hidden", state=Meeting.State.PROVISIONAL)
    delegate = a_delegate(a_delegation(meeting))
    one = follows(delegate.email, meeting="followed", session="s1")
    one.subscriber.person = delegate
    one.subscriber.save()
    found = calendar.of_person(delegate, at=NOW)
    assert sorted((entry.uid, entry.title) for entry in found) == sorted(
        [
            (calendar.uid("sm2016", "s1"), "First session"),
            (calendar.uid("followed", "s1"), "First session"),
            (calendar.uid("sm2016", "statements due"), "Written statements are due: Special Meeting"),
        ]
    )
    assert followed.pk


def test_who_leads_a_session_is_named_where_she_agreed_and_ones_own_part_in_the_own_calendar_alone() -> None:
    """RX-3."""
    meeting = a_known_meeting()
    person = a_person("speaker")
    speaker = a_part(meeting, "moderator", name="Ms Speaker", person=person)
    a_part(meeting, "chair", name="Mr Silent")
    assert b"Speaker" not in written(meeting)
    agreements.change(
        speaker, {Use.NAME: True, Use.AFFILIATION: True}, source=Agreement.Source.OWN, by=None, at=NOW
    )
    (one,) = calendar.of_sessions(meeting.sessions.all(), at=NOW)
    assert "Moderator: Ms Speaker" in one.words
    assert "Silent" not in one.words
    assert "Your part" not in one.words
    (mine,) = [entry for entry in calendar.of_person(person, at=NOW) if entry.uid == one.uid]
    assert "Your part: Moderator" in mine.words
    Part.objects.filter(participant=speaker).update(state=Part.State.PROPOSED)
    (mine,) = [entry for entry in calendar.of_person(person, at=NOW) if entry.uid == one.uid]
    assert "Your part" not in mine.words


def a_part(meeting: Meeting, role: str, **fields: Any) -> Participant:
    made = Participant.objects.create(
        meeting=meeting, kind="otherwise", category="academia", state="approved", registered_at=NOW, **fields
    )
    Part.objects.create(
        session=the_session(meeting), participant=made, role=role, state="confirmed", proposed_at=NOW
    )
    return made


def test_the_desk_sees_what_is_not_announced_yet_as_tentative() -> None:
    hidden = a_meeting("hidden", state=Meeting.State.PROVISIONAL)
    seen = calendar.of_person(a_role(Role.SECRETARIAT, hidden), at=NOW)
    assert [entry.status for entry in seen] == ["TENTATIVE"]
    assert calendar.of_person(a_delegate(a_delegation(hidden)), at=NOW) == []


def test_the_address_of_a_calendar_is_made_once() -> None:
    person = a_role(Role.SECRETARIAT, a_meeting())
    first = CalendarAddress.of(person, at=NOW)
    assert CalendarAddress.of(person, at=NOW + HOUR) == first
    assert len(first.key) >= 30


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_sessions(
    number: int, django_assert_num_queries: Any
) -> None:
    meeting = a_meeting()
    room = Room.objects.first()
    for code in range(2, number + 1):
        Session.objects.create(
            meeting=meeting, code=f"s{code}", tier="special", position=code, titles={"en": "S"}, room=room,
            starts_at=NOW + code * HOUR, ends_at=NOW + (code + 1) * HOUR,
        )  # fmt: skip
    with django_assert_num_queries(5):
        written(meeting)
