"""What is looked at before an agenda is issued."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.meetings import checking, programme
from comity.meetings.checking import findings
from comity.meetings.models import Meeting
from tests.makers import NOW, the_desk
from tests.meetings.makers import MORNING, a_concept, a_programme, a_session

pytestmark = pytest.mark.django_db
PEOPLE = {"no_people", "untranslated"}
"""What the programme of the tests leaves open on purpose."""


def codes(meeting: Meeting) -> list[str]:
    return [one.code for one in findings(meeting) if one.code not in PEOPLE]


def test_a_programme_that_is_whole_has_nothing_to_look_at_but_people_and_translations() -> None:
    meeting = a_programme()
    assert codes(meeting) == []
    assert {one.code for one in findings(meeting)} == PEOPLE


def test_two_sessions_in_one_room_at_once_are_found_and_one_after_the_other_are_not() -> None:
    meeting = a_programme()
    room = meeting.rooms.get()
    topics = list(meeting.sessions.filter(tier="special"))
    a_session(meeting, starts_at=MORNING + timedelta(minutes=90), room=room, leads_to=topics)
    assert codes(meeting) == []
    clash = a_session(
        meeting, starts_at=MORNING + timedelta(minutes=89), minutes=30, room=room, leads_to=topics
    )
    assert codes(meeting) == ["room_taken", "room_taken"]
    programme.cancel(clash, reasons={"en": "No."}, by=the_desk(meeting), at=NOW)
    assert codes(meeting) == []


def test_a_session_without_room_topic_or_segments_outside_the_days_is_found() -> None:
    meeting = a_programme()
    stray = a_session(meeting, starts_at=MORNING - timedelta(days=1), filled=False)
    assert [(one.code, one.session) for one in findings(meeting) if one.code not in PEOPLE] == [
        ("no_phase", stray),
        ("unmapped", stray),
        ("no_room", stray),
        ("outside_days", stray),
    ]


def test_an_aspect_that_one_tier_leaves_out_is_found() -> None:
    """DOMAIN.md A.1: every aspect in a technical session and in one of the Special Meeting."""
    meeting = a_programme()
    technical = meeting.sessions.get(tier="technical")
    technical.aspects.set(meeting.aspects.filter(code="one"))
    found = [one for one in findings(meeting) if one.code == "aspect_uncovered"]
    assert [one.sentence for one in found] == ["No technical session covers: Aspect two."]


def test_minutes_that_are_left_are_told_and_do_not_stand_in_the_way() -> None:
    meeting = a_programme()
    session = meeting.sessions.get(tier="technical")
    session.segments.filter(kind="discussion").update(minutes=30)
    found = [one for one in findings(meeting) if one.code == "minutes_left"]
    assert [(one.sentence, one.blocks) for one in found] == [("The segments take 75 of 90 minutes.", False)]


def test_what_is_not_translated_is_told_language_by_language() -> None:
    meeting = a_concept()
    a_session(meeting, titles={code: "x" for code in ("ar", "zh", "en", "fr", "ru")})
    found = [one.sentence for one in findings(meeting) if one.code == "untranslated"]
    assert found == ["The title of 1 session is not given in Español: ts1."]


def test_it_takes_the_same_number_of_queries_for_any_number_of_sessions() -> None:
    counts = []
    meeting = a_programme()
    for sessions in (0, 3):
        for _ in range(sessions):
            a_session(meeting)
        with CaptureQueriesContext(connection) as queries:
            checking.findings(meeting)
        counts.append(len(queries))
    assert counts == [7, 7]
