"""Under which rules a list is kept: presets of the guidance, times by category, order keys (R09-10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.floor import listing, order
from comity.floor.models import Inscription, Intervention
from comity.floor.models.speakers import Kind
from comity.floor.policy import PRESETS, Key, Policy, Preset, checked, first
from comity.meetings.models import Attribution, Session
from comity.refusals import Refused
from tests.floor.makers import BEGINS, a_floor, an_organization, chair, inscribed, listed
from tests.makers import a_delegation, a_group, a_meeting

pytestmark = pytest.mark.django_db
Level = Inscription.Level


@pytest.mark.parametrize(
    ("preset", "times", "replies"),
    [
        (Preset.SPECIAL, (180, 300, 600, 180), ()),
        (Preset.DEBATE, (300, 300, 600, 240), (600, 300)),
        (Preset.TECHNICAL, (120, 180, 600, 120), ()),
    ],
)
def test_presets_have_the_times_of_the_guidance(
    preset: Preset, times: tuple[int, ...], replies: tuple[int, ...]
) -> None:
    """R09-10: member, group, panellist, other; rights of reply."""
    policy = PRESETS[preset]
    assert (policy.member, policy.group, policy.panellist, policy.other) == times
    assert policy.replies == replies
    assert policy == checked(policy)


def test_a_technical_session_shows_no_list_and_takes_who_asks_first() -> None:
    policy = PRESETS[Preset.TECHNICAL]
    assert (policy.public_list, policy.order, policy.others_wait_for_leave) == (False, (Key.TIME,), False)


def test_a_special_meeting_orders_by_level_group_category_and_time() -> None:
    assert PRESETS[Preset.SPECIAL].order == (Key.LEVEL, Key.GROUP, Key.CATEGORY, Key.TIME)


def test_a_policy_is_read_as_it_was_written() -> None:
    for policy in PRESETS.values():
        assert Policy.of(policy.written()) == policy


def test_a_floor_begins_with_the_policy_of_its_tier_and_the_time_of_the_programme() -> None:
    session = a_meeting().sessions.get()
    session.slot_minutes = 4
    assert first(session) == replace(PRESETS[Preset.SPECIAL], member=240)
    session.tier = Session.Tier.TECHNICAL
    assert first(session) == replace(PRESETS[Preset.TECHNICAL], member=240, group=240)
    assert session.attribution == Attribution.ATTRIBUTED


def test_the_time_follows_who_speaks_and_for_whom() -> None:
    """R09-10: a member, a group, another category, a right of reply once and again, a point of order."""
    policy = PRESETS[Preset.DEBATE]
    meeting = a_meeting()
    state = Intervention(delegation=a_delegation(meeting, "nor"))
    group = Intervention(delegation=a_delegation(meeting, "nor"), on_behalf_of=a_group())
    other = Intervention(delegation=an_organization(meeting))
    reply = Intervention(delegation=a_delegation(meeting, "nor"), kind=Kind.REPLY)
    order_ = Intervention(delegation=a_delegation(meeting, "nor"), kind=Kind.POINT_OF_ORDER)
    assert [policy.seconds_for(one) for one in (state, group, other, reply, order_)] == [
        *(300, 300, 240, 600, 120)
    ]
    assert [policy.seconds_for(reply, earlier_replies=number) for number in (0, 1, 2)] == [600, 300, 300]


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": 9},
        {"group": 3601},
        {"replies": (5,)},
        {"replies": (60,) * 5},
        {"order": ()},
        {"order": (Key.TIME, Key.TIME)},
        {"order": ("height",)},
        {"order": (Key.LETTER,)},
        {"categories": ("member_state",)},
        {"letter": "AB"},
        {"letter": "7"},
        {"letter_language": "zh"},
    ],
)
def test_a_policy_that_cannot_be_kept_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        checked(replace(Policy(), **wrong))  # type: ignore[arg-type]


def test_a_higher_level_speaks_first_and_then_who_asked_first() -> None:
    """R09-10."""
    floor = a_floor()
    inscribed(floor, "nor")
    inscribed(floor, "chl", level=Level.MINISTER)
    inscribed(floor, "ken", level=Level.HEAD_OF_STATE)
    inscribed(floor, "ind", level=Level.MINISTER)
    assert listed(floor) == ["ken", "chl", "ind", "nor"]


def test_a_group_speaks_before_members_of_the_same_level() -> None:
    """R09-10."""
    floor = a_floor()
    friends = a_group()
    a_delegation(floor.session.meeting, "chl", groups=(friends,))
    inscribed(floor, "nor")
    inscribed(floor, "chl", on_behalf_of=friends)
    assert listed(floor) == ["chl", "nor"]


def test_states_speak_before_organizations() -> None:
    floor = a_floor()
    waits = inscribed(floor, an_organization(floor.session.meeting).body.code)
    assert (waits.state, listed(floor)) == (Inscription.State.REQUESTED, [])
    listing.admit(waits, by=chair(floor), at=BEGINS)
    inscribed(floor, "nor")
    assert listed(floor) == ["nor", "union"]


def test_a_drawn_letter_begins_the_alphabet_and_goes_round() -> None:
    """R09-10."""
    floor = a_floor()
    for code in ("chl", "ken", "nor", "ind"):
        inscribed(floor, code)
    listing.draw(floor, " k ", by=chair(floor), at=BEGINS)
    assert listed(floor) == ["ken", "nor", "chl", "ind"]
    inscribed(floor, "egy")
    assert listed(floor) == ["ken", "nor", "chl", "egy", "ind"]


def test_places_are_given_anew_where_they_get_narrow() -> None:
    floor = a_floor()
    for code in ("chl", "ken", "nor"):
        inscribed(floor, code)
    for _number in range(40):
        second, third = listing.waiting(floor)[1:]
        listing.move(third, before=second, reason="By agreement.", by=chair(floor), at=BEGINS)
    places = [one.place for one in listing.waiting(floor)]
    assert (listed(floor), order.is_narrow(places)) == (["chl", "ken", "nor"], False)
