"""Asking for the floor: for whom, on what, when; withdrawing; what is refused (R09-1, R09-10)."""

from __future__ import annotations

import pytest

from comity.floor import inscribing, listing, moderating
from comity.floor.inscribing import Asked
from comity.floor.models import Inscription
from comity.floor.models.speakers import Kind
from comity.floor.policy import PRESETS, Preset
from comity.meetings.models import Aspect, Meeting
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from tests.floor.makers import (
    BEGINS,
    MINUTE,
    SECOND,
    a_floor,
    chair,
    delegate_of,
    has_floor,
    inscribed,
    listed,
)
from tests.makers import a_delegation, a_group, a_meeting, a_person, an_accepted_statement

pytestmark = pytest.mark.django_db
State = Inscription.State


def test_nobody_is_inscribed_without_an_aspect() -> None:
    """R09-1."""
    floor = a_floor()
    with pytest.raises(Refused, match="at least one aspect"):
        inscribed(floor, aspects=[])
    assert not floor.inscriptions.exists()


def test_aspects_are_those_of_the_meeting() -> None:
    """R09-1."""
    other = a_meeting("other")
    with pytest.raises(Refused, match="aspects of this meeting"):
        inscribed(a_floor(a_meeting()), aspects=[Aspect.objects.filter(meeting=other).first()])


def test_one_asks_for_ones_own_delegation_only() -> None:
    floor = a_floor()
    meeting = floor.session.meeting
    norway, chile = a_delegation(meeting, "nor"), a_delegation(meeting, "chl")
    asked = Asked(aspects=[meeting.aspects.first()])
    for by in (delegate_of(chile), a_person()):
        with pytest.raises(NotAllowed):
            inscribing.ask(norway, floor.session, asked, by=by, at=BEGINS)


def test_who_keeps_the_list_inscribes_anybody_and_before_it_opens() -> None:
    meeting = a_meeting()
    floor = inscribing.of(meeting.sessions.get())
    asked = Asked(aspects=[meeting.aspects.first()])
    norway = a_delegation(meeting, "nor")
    with pytest.raises(NotNow, match="not open yet"):
        inscribing.ask(norway, floor.session, asked, by=delegate_of(norway), at=BEGINS)
    inscribing.ask(norway, floor.session, asked, by=chair(floor), at=BEGINS)
    floor = inscribing.of(floor.session)
    assert listed(floor) == ["nor"]


def test_a_closed_list_takes_nobody_until_it_is_open_again() -> None:
    """R09-10."""
    floor = a_floor()
    listing.close_list(floor, by=chair(floor), at=BEGINS)
    with pytest.raises(NotNow, match="closed"):
        inscribed(floor)
    listing.open_list(floor, by=chair(floor), at=BEGINS + SECOND)
    inscribed(floor)
    assert listed(floor) == ["nor"]


def test_a_delegation_is_inscribed_once_and_once_for_a_group() -> None:
    floor = a_floor()
    friends = a_group()
    a_delegation(floor.session.meeting, "nor", groups=(friends,))
    inscribed(floor)
    with pytest.raises(NotNow, match="inscribed in this session already"):
        inscribed(floor)
    inscribed(floor, on_behalf_of=friends)
    with pytest.raises(NotNow, match="inscribed in this session already"):
        inscribed(floor, on_behalf_of=friends)
    assert listed(floor) == ["nor", "nor"]


def test_a_group_is_spoken_for_by_who_may() -> None:
    with pytest.raises(Refused, match="not authorized to speak on behalf of Group of Friends"):
        inscribed(a_floor(), on_behalf_of=a_group())


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [({"language": "de"}, "six official languages"), ({"kind": Kind.POINT_OF_ORDER}, "right of reply")],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        inscribed(a_floor(), **asked)


def test_a_statement_that_is_delivered_is_the_delegations_own() -> None:
    floor = a_floor()
    chile = a_delegation(floor.session.meeting, "chl")
    statement = an_accepted_statement(chile).statement
    with pytest.raises(Refused, match="a statement of the delegation"):
        inscribed(floor, "nor", statement=statement)
    inscribed(floor, "chl", statement=statement)


def test_who_withdraws_may_ask_again_behind() -> None:
    floor = a_floor()
    norway = inscribed(floor, "nor")
    inscribed(floor, "chl")
    inscribing.withdraw(norway, by=delegate_of(norway.delegation), at=BEGINS)
    inscribed(floor, "nor")
    assert listed(floor) == ["chl", "nor"]


def test_who_writes_instead_leaves_the_list() -> None:
    """R09-2."""
    floor = a_floor()
    norway = inscribed(floor, "nor")
    inscribing.write_instead(norway, by=delegate_of(norway.delegation), at=BEGINS)
    norway.refresh_from_db()
    assert (norway.state, norway.place, listed(floor)) == (State.WRITTEN_ONLY, None, [])


def test_who_speaks_may_be_changed_but_not_what_decides_the_place() -> None:
    floor = a_floor()
    norway = inscribed(floor, "nor")
    by = delegate_of(norway.delegation)
    inscribing.amend(norway, speaker_name="Ms. Berg", language="fr", by=by, at=BEGINS)
    norway.refresh_from_db()
    assert (norway.speaker_name, norway.language) == ("Ms. Berg", "fr")
    with pytest.raises(Refused, match="ask for the floor again"):
        inscribing.amend(norway, level=Inscription.Level.MINISTER, by=by, at=BEGINS)


def test_who_passed_or_was_not_there_is_put_back_at_the_end() -> None:
    floor = a_floor()
    norway, chile, _kenya = (inscribed(floor, code) for code in ("nor", "chl", "ken"))
    moderating.pass_over(norway, by=chair(floor), at=BEGINS)
    moderating.miss(chile, by=chair(floor), at=BEGINS)
    assert listed(floor) == ["ken"]
    for one in (chile, norway):
        listing.admit(one, by=chair(floor), at=BEGINS)
    assert listed(floor) == ["ken", "chl", "nor"]


def test_a_list_is_moved_by_hand_with_a_reason_that_is_recorded() -> None:
    """R09-10."""
    floor = a_floor()
    norway, chile = inscribed(floor, "nor"), inscribed(floor, "chl")
    with pytest.raises(Refused, match="Give the reason"):
        listing.move(chile, before=norway, reason="  ", by=chair(floor), at=BEGINS)
    assert listed(floor) == ["nor", "chl"]
    listing.move(chile, before=norway, reason="The minister leaves.", by=chair(floor), at=BEGINS)
    assert listed(floor) == ["chl", "nor"]
    assert Act.objects.get(verb="moved in the list").details["reason"] == "The minister leaves."


def test_there_is_no_right_of_reply_unless_the_policy_gives_it() -> None:
    with pytest.raises(NotNow, match="no right of reply"):
        inscribed(a_floor(), kind=Kind.REPLY)


def test_rights_of_reply_come_last_are_two_and_shorter_the_second_time() -> None:
    """R09-10: ten minutes, then five (decision 34/401)."""
    floor = a_floor()
    listing.set_policy(floor, PRESETS[Preset.DEBATE], by=chair(floor), at=BEGINS)
    reply = inscribed(floor, "nor", kind=Kind.REPLY, aspects=[])
    inscribed(floor, "chl")
    assert listed(floor) == ["chl", "nor"]
    with pytest.raises(NotNow, match="list of speakers is exhausted"):
        moderating.give(reply, by=chair(floor), at=BEGINS)
    speaks = moderating.give_next(floor, ending=None, by=chair(floor), at=BEGINS)
    first = moderating.give_next(floor, ending=speaks, by=chair(floor), at=BEGINS + MINUTE)
    moderating.end(first, by=chair(floor), at=BEGINS + 2 * MINUTE)
    second = has_floor(floor, "nor", kind=Kind.REPLY, aspects=[], at=BEGINS + 3 * MINUTE)
    assert (first.allowed_seconds, second.allowed_seconds) == (600, 300)
    moderating.end(second, by=chair(floor), at=BEGINS + 4 * MINUTE)
    with pytest.raises(NotNow, match="used its rights of reply"):
        inscribed(floor, "nor", kind=Kind.REPLY, aspects=[])


@pytest.mark.parametrize("state", [Meeting.State.CANCELLED, Meeting.State.POSTPONED, Meeting.State.ARCHIVED])
def test_nobody_has_the_floor_in_a_meeting_that_is_off(state: Meeting.State) -> None:
    floor = a_floor()
    Meeting.objects.update(state=state)
    with pytest.raises(NotNow, match="nobody has the floor in it"):
        inscribed(floor)
