"""A meeting is begun by itself, or from what its concept note says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from comity.meetings import beginning, queries, segments
from comity.meetings.beginning import Accepted
from comity.meetings.checking import findings
from comity.meetings.models import ConceptNote, Instrument, Meeting
from comity.participants.models import Person, Role
from comity.refusals import NotAllowed, NotNow, Refused
from comity.texts.reading import read
from tests.makers import NOW, a_meeting, a_person, a_role, the_desk

pytestmark = pytest.mark.django_db
FRAME = {
    "titles": {"en": "Special Meeting"},
    "opens_on": date(2027, 11, 29),
    "closes_on": date(2027, 11, 30),
    "time_zone": "Europe/Vienna",
}
FOUR = ("Evidence", "Cooperation", "Privacy", "Companies")


def a_desk() -> Person:
    """The secretariat of another meeting."""
    return the_desk(a_meeting())


def a_note(by: Person) -> ConceptNote:
    text = "1. The meeting will be held at Vienna from 29 to 30 November 2027."
    return beginning.read_note(read(text.encode(), "note.txt"), by=by, at=NOW)


def test_a_meeting_begins_as_a_concept_with_its_maker_for_secretariat() -> None:
    desk = a_desk()
    made = beginning.begin(slug="sm2027", fields=FRAME, by=desk, at=NOW)
    assert made.state == Meeting.State.CONCEPT
    assert desk.assignments.filter(meeting=made, role=Role.SECRETARIAT).exists()
    assert made not in queries.public()


def test_an_administrator_begins_a_meeting_and_has_no_say_in_it() -> None:
    administrator = a_role(Role.ADMINISTRATOR)
    made = beginning.begin(slug="sm2027", fields=FRAME, by=administrator, at=NOW)
    assert not made.assignments.exists()


def test_nobody_else_begins_a_meeting() -> None:
    meeting = a_meeting()
    for person in (a_person(), a_role(Role.CHAIR, meeting), a_role(Role.RAPPORTEUR, meeting)):
        with pytest.raises(NotAllowed):
            beginning.begin(slug="sm2027", fields=FRAME, by=person, at=NOW)


@pytest.mark.parametrize(
    ("slug", "changes", "says"),
    [
        ("SM 2027", {}, "short name"),
        ("sm2016", {}, "already"),
        ("sm2027", {"closes_on": date(2027, 11, 1)}, "ends after it opens"),
        ("sm2027", {"titles": {"en": " "}}, "title"),
        ("sm2027", {"time_zone": "Europe/Atlantis"}, "time zone"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(slug: str, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        beginning.begin(slug=slug, fields={**FRAME, **changes}, by=a_desk(), at=NOW)
    assert Meeting.objects.count() == 1


def test_what_is_accepted_of_a_note_becomes_a_meeting_whose_checks_stand_in_nobodys_way() -> None:
    """DOMAIN.md, appendix D 4: two tiers, two days, venue; R07-1, R07-2."""
    desk = a_desk()
    note = a_note(desk)
    instrument = Instrument.objects.create(
        symbol="S/RES/1373 (2001)", slug="s-res-1373-2001", kind="resolution"
    )
    accepted = Accepted(fields=FRAME, aspects=FOUR, instruments=[instrument])
    made = beginning.accept(note, accepted, slug="sm2027", by=desk, at=NOW)
    zone = made.zone
    times = [
        (one.code, f"{one.starts_at.astimezone(zone):%d %H:%M}", f"{one.ends_at.astimezone(zone):%H:%M}")
        for one in made.sessions.all()
    ]
    assert times == [
        ("ts1", "29 10:00", "11:30"),
        ("ts2", "29 11:30", "13:00"),
        ("ts3", "29 15:00", "18:00"),
        ("ts4", "30 10:00", "13:00"),
        ("sm1", "30 15:00", "18:00"),
    ]
    assert [str(one) for one in made.sessions.filter(code__in=["ts4", "sm1"])] == [
        "Technical session IV: Companies",
        "Special Meeting",
    ]
    assert [one.symbol for one in made.instruments.all()] == ["S/RES/1373 (2001)"]
    assert queries.unmapped(made) == []
    assert [one for one in findings(made) if one.code.startswith("minutes") or one.blocks] == []
    assert made.series is not None
    note.refresh_from_db()
    assert note.meeting == made


def test_without_technical_sessions_the_special_meeting_has_every_half_day() -> None:
    desk = a_desk()
    accepted = Accepted(fields=FRAME, aspects=FOUR, technical=False)
    made = beginning.accept(a_note(desk), accepted, slug="sm2027", by=desk, at=NOW)
    assert [one.code for one in made.sessions.all()] == ["sm1", "sm2", "sm3", "sm4"]


def test_more_aspects_than_half_days_share_them() -> None:
    desk = a_desk()
    accepted = Accepted(fields={**FRAME, "closes_on": FRAME["opens_on"]}, aspects=[str(n) for n in range(6)])
    made = beginning.accept(a_note(desk), accepted, slug="sm2027", by=desk, at=NOW)
    assert [one.minutes for one in made.sessions.filter(tier="technical")] == [30] * 6


def test_a_note_is_accepted_once_or_dropped() -> None:
    desk = a_desk()
    first, second = a_note(desk), a_note(desk)
    beginning.accept(first, Accepted(fields=FRAME), slug="sm2027", by=desk, at=NOW)
    with pytest.raises(NotNow):
        beginning.accept(first, Accepted(fields=FRAME), slug="sm2028", by=desk, at=NOW)
    assert not Meeting.objects.filter(slug="sm2028").exists()
    beginning.drop(second, by=desk, at=NOW)
    for act in (
        lambda: beginning.drop(second, by=desk, at=NOW),
        lambda: beginning.accept(second, Accepted(fields=FRAME), slug="sm2028", by=desk, at=NOW),
    ):
        with pytest.raises(NotNow):
            act()


def test_what_is_written_by_hand_becomes_a_meeting_with_a_first_programme() -> None:
    """R03-1, R07-1, R07-2: as of a note, in the language in which it was written."""
    desk = a_desk()
    wanted = Accepted(fields={**FRAME, "titles": {"fr": "Réunion spéciale"}}, aspects=["Preuves", "Entraide"])
    made = beginning.plan(wanted, slug="sm2027", language="fr", by=desk, at=NOW)
    assert [one.titles for one in made.aspects.all()] == [{"fr": "Preuves"}, {"fr": "Entraide"}]
    assert [one.code for one in made.sessions.all()] == ["ts1", "ts2", "sm1"]
    assert made.series is not None


def test_an_administrator_begins_a_meeting_with_sessions_and_edits_none_of_them() -> None:
    administrator = a_role(Role.ADMINISTRATOR)
    made = beginning.plan(
        Accepted(fields=FRAME, aspects=FOUR), slug="sm2027", language="en", by=administrator, at=NOW
    )
    session = made.sessions.get(code="ts1")
    assert (made.sessions.count(), session.segments.count()) == (5, 2)
    with pytest.raises(NotAllowed):
        segments.write(session, [], by=administrator, at=NOW)


def test_a_short_name_that_is_taken_is_proposed_with_the_next_number() -> None:
    assert beginning.free_name("sm2027") == "sm2027"
    for slug in ("sm2027", "sm2027-2", "sm2027-4"):
        a_meeting(slug)
    assert beginning.free_name("sm2027") == "sm2027-3"
