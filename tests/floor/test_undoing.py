"""A slip is undone within half a minute, by who made it, as long as nothing else was done; both are recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.floor import inscribing, listing, moderating, undoing
from comity.floor.models import Floor, Inscription
from comity.participants.models import Person, Role
from comity.record.models import Act
from comity.refusals import NotNow
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
from tests.makers import a_delegation, a_role

pytestmark = pytest.mark.django_db
LATER = BEGINS + MINUTE
"""After the call to order can be undone no more."""


def undone(floor: Floor, *, by: Person, after: timedelta = SECOND) -> bool:
    act = undoing.last(floor, by=by, at=LATER + after)
    if act is not None:
        undoing.undo(act, by=by, at=LATER + after)
    return act is not None


def test_what_was_done_half_a_minute_ago_is_undone_and_no_later() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    moderating.call(norway, by=chair(floor), at=LATER)
    assert not undone(floor, by=chair(floor), after=timedelta(seconds=30, milliseconds=1))
    assert undone(floor, by=chair(floor), after=timedelta(seconds=30))
    norway.refresh_from_db()
    assert norway.state == Inscription.State.INSCRIBED


def test_an_act_once_seen_as_the_last_is_not_undone_when_it_is_not() -> None:
    floor = a_floor()
    norway, chile = inscribed(floor, "nor"), inscribed(floor, "chl")
    moderating.call(norway, by=chair(floor), at=LATER)
    act = undoing.last(floor, by=chair(floor), at=LATER)
    moderating.call(chile, by=chair(floor), at=LATER + SECOND)
    with pytest.raises(NotNow, match="undone no more"):
        undoing.undo(act, by=chair(floor), at=LATER + 2 * SECOND)


def test_nobody_undoes_what_another_did() -> None:
    floor = a_floor()
    vice = a_role(Role.CHAIR, floor.session.meeting, name="vice")
    listing.close_list(floor, by=chair(floor), at=LATER)
    assert not undone(floor, by=vice)
    assert undone(floor, by=chair(floor))


def test_both_the_act_and_its_undoing_stay_in_the_record() -> None:
    """R08-2."""
    floor = a_floor()
    listing.close_list(floor, by=chair(floor), at=LATER)
    assert undone(floor, by=chair(floor))
    assert [*floor.acts.values_list("verb", flat=True)][-2:] == ["closed the list of speakers", "undid"]
    assert Act.objects.get(verb="undid").details == {"undone": 3, "was": "closed the list of speakers"}


def test_nothing_is_undone_twice() -> None:
    floor = a_floor()
    listing.close_list(floor, by=chair(floor), at=LATER)
    assert undone(floor, by=chair(floor))
    assert not undone(floor, by=chair(floor))


def test_the_end_of_an_intervention_is_undone_and_its_clock_runs_on() -> None:
    floor = a_floor()
    speaks = has_floor(floor, at=BEGINS)
    moderating.end(speaks, by=chair(floor), at=LATER)
    assert undone(floor, by=chair(floor))
    now = moderating.speaking(floor)
    assert now is not None
    assert (now.pk, now.spent(BEGINS + 2 * MINUTE), now.outcome) == (speaks.pk, 2 * MINUTE, "speaking")


def test_a_point_of_order_heard_by_mistake_leaves_the_speaker_the_floor() -> None:
    floor = a_floor()
    speaks = has_floor(floor, at=BEGINS)
    chile = a_delegation(floor.session.meeting, "chl")
    moderating.point_of_order(floor, chile, by=chair(floor), at=LATER)
    assert undone(floor, by=chair(floor))
    now = moderating.speaking(floor)
    assert now is not None
    assert (now.pk, now.interrupted, now.running_since) == (speaks.pk, False, BEGINS)
    assert floor.interventions.count() == 1


def test_who_withdrew_since_is_not_called_again() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    moderating.call(norway, by=chair(floor), at=LATER)
    inscribing.withdraw(norway, by=delegate_of(norway.delegation), at=LATER)
    assert not undone(floor, by=chair(floor))
    norway.refresh_from_db()
    assert norway.state == Inscription.State.WITHDRAWN


def test_who_asked_anew_since_is_not_put_back() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    moderating.adjourn(floor, by=chair(floor), at=LATER)
    assert undone(floor, by=chair(floor))
    assert (listed(floor), floor.proceedings) == ([norway.delegation.body.code], Floor.Proceedings.SITTING)
