"""Segments fill a slot; guiding questions are tied to aspects."""

from __future__ import annotations

import pytest

from comity.meetings import segments
from comity.meetings.models import Session
from comity.meetings.segments import Planned
from comity.refusals import NotAllowed, Refused
from tests.makers import NOW, a_person, the_desk
from tests.meetings.makers import a_concept, a_programme

pytestmark = pytest.mark.django_db


def session_of_ninety_minutes() -> Session:
    return a_programme().sessions.select_related("meeting").get(tier="technical")


def test_segments_that_fit_the_slot_take_the_place_of_the_former() -> None:
    """R07-2."""
    session = session_of_ninety_minutes()
    planned = [
        Planned("opening", 10, titles={"en": "Welcome", "ar": "ترحيب"}),
        Planned("presentation", 40),
        Planned("break", 10),
        Planned("discussion", 30),
    ]
    segments.write(session, planned, by=the_desk(session.meeting), at=NOW)
    assert [(one.position, one.kind, one.minutes) for one in session.segments.all()] == [
        (1, "opening", 10),
        (2, "presentation", 40),
        (3, "break", 10),
        (4, "discussion", 30),
    ]
    assert str(session.segments.all()[0]) == "Welcome"
    assert str(session.segments.all()[1]) == "presentation"


def test_segments_that_take_longer_than_the_slot_are_refused_with_both_figures() -> None:
    """R07-2: the sum must fit the slot."""
    session = session_of_ninety_minutes()
    with pytest.raises(Refused, match="91 minutes and the slot has 90"):
        segments.write(
            session,
            [Planned("presentation", 45), Planned("discussion", 46)],
            by=the_desk(session.meeting),
            at=NOW,
        )
    assert [one.minutes for one in session.segments.all()] == [45, 45]


@pytest.mark.parametrize("part", [Planned("presentation", 0), Planned("interval", 5)])
def test_a_segment_of_no_kind_or_no_time_is_refused(part: Planned) -> None:
    session = session_of_ninety_minutes()
    with pytest.raises(Refused, match="at least one minute"):
        segments.write(session, [part], by=the_desk(session.meeting), at=NOW)


def test_questions_are_kept_in_their_order_each_with_its_aspect() -> None:
    session = session_of_ninety_minutes()
    one, two = session.meeting.aspects.all()
    segments.ask(
        session,
        [(two, {"en": "Who asks?"}), (one, {"fr": "Qui répond ?"})],
        by=the_desk(session.meeting),
        at=NOW,
    )
    assert [(asked.aspect.code, str(asked)) for asked in session.questions.all()] == [
        ("two", "Who asks?"),
        ("one", "Qui répond ?"),
    ]


def test_a_question_without_words_or_with_an_aspect_of_another_meeting_is_refused() -> None:
    session = session_of_ninety_minutes()
    stranger = a_concept("sm2017").aspects.first()
    own = session.meeting.aspects.first()
    assert own is not None
    assert stranger is not None
    for asked in ((own, {"en": " "}), (stranger, {"en": "Why?"})):
        with pytest.raises(Refused, match="tied to an aspect"):
            segments.ask(session, [asked], by=the_desk(session.meeting), at=NOW)
    with pytest.raises(Refused, match="12"):
        segments.ask(session, [(own, {"en": "Why?"})] * 13, by=the_desk(session.meeting), at=NOW)
    assert not session.questions.exists()


def test_a_stranger_writes_neither() -> None:
    session, stranger = session_of_ninety_minutes(), a_person()
    with pytest.raises(NotAllowed):
        segments.write(session, [], by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        segments.ask(session, [], by=stranger, at=NOW)
