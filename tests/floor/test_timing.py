"""How long each part of a session has been on, and how long the list still takes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.floor import listing, moderating, timing, undoing
from comity.floor.models import Floor
from comity.floor.models.speakers import Kind
from comity.floor.policy import PRESETS, Preset
from comity.meetings.models import Segment
from tests.floor.makers import BEGINS, MINUTE, SECOND, a_floor, chair, has_floor, inscribed
from tests.makers import a_delegation, a_group

pytestmark = pytest.mark.django_db


def with_parts() -> tuple[Floor, Segment]:
    floor = a_floor(sitting=False)
    for position, kind in enumerate(("presentation", "discussion"), start=1):
        Segment.objects.create(session=floor.session, position=position, kind=kind, minutes=30 * position)
    moderating.call_to_order(floor, by=chair(floor), at=BEGINS)
    return floor, floor.session.segments.get(position=2)


def minutes(floor: Floor, after: int) -> list[int]:
    return [one.taken // MINUTE for one in timing.of_parts(floor, at=BEGINS + after * MINUTE)]


def test_each_part_has_its_time_and_suspensions_count_for_none() -> None:
    """R08-2."""
    floor, discussion = with_parts()
    by = chair(floor)
    assert minutes(floor, 12) == [12, 0]
    moderating.suspend(floor, by=by, at=BEGINS + 20 * MINUTE)
    assert minutes(floor, 30) == [20, 0]
    moderating.resume(floor, by=by, at=BEGINS + 35 * MINUTE)
    moderating.go_to(floor, discussion, by=by, at=BEGINS + 40 * MINUTE)
    assert minutes(floor, 50) == [25, 10]
    moderating.adjourn(floor, by=by, at=BEGINS + 60 * MINUTE)
    assert minutes(floor, 99) == [25, 20]
    first, second = timing.of_parts(floor, at=BEGINS + 99 * MINUTE)
    assert (first.left, second.left) == (5 * MINUTE, 40 * MINUTE)


def test_a_part_that_was_gone_to_by_mistake_takes_no_time() -> None:
    floor, discussion = with_parts()
    by, at = chair(floor), BEGINS + 10 * MINUTE
    moderating.go_to(floor, discussion, by=by, at=at)
    act = undoing.last(floor, by=by, at=at + SECOND)
    assert act is not None
    undoing.undo(act, by=by, at=at + SECOND)
    assert minutes(floor, 20) == [20, 0]


def test_before_the_session_begins_no_time_has_gone() -> None:
    floor = a_floor(sitting=False)
    Segment.objects.create(session=floor.session, position=1, kind="discussion", minutes=30)
    assert minutes(floor, 20) == [0]


def test_the_list_takes_what_the_policy_gives_to_each() -> None:
    """R09-10: what is left to the speaker, a group, a State, a right of reply."""
    floor = a_floor()
    listing.set_policy(floor, PRESETS[Preset.DEBATE], by=chair(floor), at=BEGINS)
    friends = a_group()
    a_delegation(floor.session.meeting, "chl", groups=(friends,))
    has_floor(floor, "nor")
    inscribed(floor, "chl", on_behalf_of=friends)
    inscribed(floor, "ken")
    inscribed(floor, "ind", kind=Kind.REPLY, aspects=[])
    assert timing.needed(floor, at=BEGINS + MINUTE) == timedelta(seconds=240 + 300 + 300 + 600)
    assert timing.needed(floor, at=BEGINS + 9 * MINUTE) == timedelta(seconds=300 + 300 + 600)
