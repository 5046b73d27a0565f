"""What a meeting declares before its sessions."""

from __future__ import annotations

from datetime import date

import pytest

from comity.meetings import frame
from comity.meetings.models import Instrument, Room
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_meeting, a_person, the_desk
from tests.meetings.makers import a_concept, a_programme

pytestmark = pytest.mark.django_db


def test_a_changed_day_is_told_with_what_it_was() -> None:
    meeting = a_meeting()
    instrument = Instrument.objects.create(symbol="S/RES/1373 (2001)", slug="s", kind="resolution")
    frame.revise(
        meeting,
        {"closes_on": date(2016, 12, 2), "venues": {"en": "Headquarters"}, "titles": meeting.titles},
        instruments=[instrument],
        by=the_desk(meeting),
        at=NOW,
    )
    act = trail.of(meeting).get()
    assert act.details == {
        "fields": ["closes_on", "instruments", "venues"],
        "closes_on": {"before": "2016-12-01", "after": "2016-12-02"},
        "venues": {"before": {}, "after": {"en": "Headquarters"}},
    }
    frame.revise(meeting, {"closes_on": date(2016, 12, 2)}, by=the_desk(meeting), at=NOW)
    assert trail.of(meeting).count() == 1


def test_days_in_the_wrong_order_and_a_meeting_without_a_title_are_refused() -> None:
    meeting = a_meeting()
    with pytest.raises(Refused, match="ends after it opens"):
        frame.revise(meeting, {"opens_on": date(2017, 1, 1)}, by=the_desk(meeting), at=NOW)
    with pytest.raises(Refused, match="title"):
        frame.revise(meeting, {"titles": {}}, by=the_desk(meeting), at=NOW)


def test_aspects_are_data_any_number_of_them() -> None:
    """DOMAIN.md 1.14: aspects are records of a meeting, never code."""
    meeting = a_concept()
    desk = the_desk(meeting)
    words = {"titles": {"en": "Evidence", "ar": "الأدلة"}, "in_scope": {"en": "Requests."}}
    made = frame.write_aspect(meeting, None, code="three", words=words, by=desk, at=NOW)
    assert (made.position, str(made), meeting.aspects.count()) == (3, "Evidence", 3)
    frame.write_aspect(meeting, made, words={"titles": {"en": "Digital evidence"}}, by=desk, at=NOW)
    assert (str(made), made.in_scope) == ("Digital evidence", {"en": "Requests."})
    frame.remove_aspect(made, by=desk, at=NOW)
    assert [one.code for one in meeting.aspects.all()] == ["one", "two"]


def test_an_aspect_that_sessions_name_stays() -> None:
    meeting = a_programme()
    aspect = meeting.aspects.first()
    assert aspect is not None
    with pytest.raises(NotNow, match="it stays"):
        frame.remove_aspect(aspect, by=the_desk(meeting), at=NOW)


@pytest.mark.parametrize("code", ["one", "two words", "é", "x" * 51])
def test_a_code_that_is_taken_or_none_is_refused(code: str) -> None:
    meeting = a_concept()
    with pytest.raises(Refused, match=r"code|Code"):
        frame.write_aspect(
            meeting, None, code=code, words={"titles": {"en": "X"}}, by=the_desk(meeting), at=NOW
        )


def test_a_room_is_added_named_anew_and_taken_out_when_nothing_is_held_in_it() -> None:
    """R11-1: venue and rooms."""
    meeting = a_programme()
    desk = the_desk(meeting)
    made = frame.write_room(meeting, None, code="cr1", names={"en": "Room 1"}, capacity=200, by=desk, at=NOW)
    frame.write_room(meeting, made, names={"en": "Conference Room 1"}, capacity=250, by=desk, at=NOW)
    assert (str(made), made.capacity) == ("Conference Room 1", 250)
    frame.remove_room(made, by=desk, at=NOW)
    with pytest.raises(NotNow, match="move them first"):
        frame.remove_room(meeting.rooms.get(), by=desk, at=NOW)
    assert Room.objects.count() == 1
    with pytest.raises(Refused, match="name"):
        frame.write_room(meeting, None, code="cr9", names={"en": ""}, by=desk, at=NOW)


def test_a_stranger_changes_none_of_it() -> None:
    meeting, stranger = a_concept(), a_person()
    aspect = meeting.aspects.first()
    assert aspect is not None
    for act in (
        lambda: frame.revise(meeting, {}, by=stranger, at=NOW),
        lambda: frame.write_aspect(meeting, aspect, words={}, by=stranger, at=NOW),
        lambda: frame.remove_aspect(aspect, by=stranger, at=NOW),
        lambda: frame.write_room(meeting, None, code="x", names={}, by=stranger, at=NOW),
        lambda: frame.remove_room(meeting.rooms.get(), by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
