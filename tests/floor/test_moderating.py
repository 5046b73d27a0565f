"""Giving and taking the floor, the clock, and what follows from a delivery (R08-2)."""

from __future__ import annotations

import pytest

from comity.floor import listing, moderating, shown, undoing
from comity.floor.models import Floor, Inscription, Intervention
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow
from comity.statements import publication
from comity.statements.models import Statement
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
from tests.makers import a_delegation, an_accepted_statement

pytestmark = pytest.mark.django_db
State = Inscription.State


def test_the_floor_goes_to_one_after_the_other() -> None:
    """R08-2."""
    floor = a_floor()
    norway, chile = inscribed(floor, "nor"), inscribed(floor, "chl")
    first = moderating.give(norway, by=chair(floor), at=BEGINS)
    with pytest.raises(NotNow, match="Norway has the floor"):
        moderating.give(chile, by=chair(floor), at=BEGINS + SECOND)
    second = moderating.give_next(floor, ending=first, by=chair(floor), at=BEGINS + 2 * MINUTE)
    norway.refresh_from_db()
    first.refresh_from_db()
    assert (norway.state, first.outcome, first.spent_ms) == (State.DELIVERED, "delivered", 120_000)
    assert (second.delegation.body.code, second.allowed_seconds, listed(floor)) == ("chl", 180, [])


def test_only_who_conducts_the_session_gives_the_floor() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    with pytest.raises(NotAllowed):
        moderating.give(norway, by=delegate_of(norway.delegation), at=BEGINS)


def test_a_second_moderator_finds_the_floor_given() -> None:
    floor = a_floor()
    seen = has_floor(floor, "nor")
    inscribed(floor, "chl")
    inscribed(floor, "ken")
    moderating.give_next(floor, ending=seen, by=chair(floor), at=BEGINS + SECOND)
    with pytest.raises(NotNow, match="Somebody else was first"):
        moderating.give_next(floor, ending=seen, by=chair(floor), at=BEGINS + SECOND)
    assert (moderating.speaking(floor).delegation.body.code, listed(floor)) == ("chl", ["ken"])


def test_a_delivery_ends_the_embargo_at_that_instant() -> None:
    """R09-5."""
    floor = a_floor()
    delegation = a_delegation(floor.session.meeting, "nor")
    version = an_accepted_statement(
        delegation, embargo=Statement.Embargo.UNTIL_DELIVERED, delivery="delivered", consent_to_publish=True
    )
    publication.publish(version, by=chair(floor), at=BEGINS)
    speaks = has_floor(floor, "nor", statement=version.statement)
    version.refresh_from_db()
    assert version.public_from is None
    moderating.end(speaks, by=chair(floor), at=BEGINS + MINUTE)
    version.refresh_from_db()
    assert version.public_from == BEGINS + MINUTE


def test_a_point_of_order_interrupts_and_gives_the_floor_back() -> None:
    floor = a_floor()
    speaks = has_floor(floor, "nor")
    raised = moderating.point_of_order(
        floor, a_delegation(floor.session.meeting, "chl"), by=chair(floor), at=BEGINS + MINUTE
    )
    assert shown.of(floor, at=BEGINS + MINUTE, inside=True).interrupted.names["en"] == "Norway"
    with pytest.raises(NotNow, match="point of order"):
        moderating.end(speaks, by=chair(floor), at=BEGINS + MINUTE)
    moderating.decide(raised, "Not upheld.", by=chair(floor), at=BEGINS + 2 * MINUTE)
    now = moderating.speaking(floor)
    assert now is not None
    assert (now.pk, now.spent(BEGINS + 3 * MINUTE)) == (speaks.pk, 2 * MINUTE)


def test_a_slip_is_undone_within_seconds() -> None:
    floor = a_floor()
    inscribed(floor, "nor")
    inscribed(floor, "chl")
    moderating.give_next(floor, ending=None, by=chair(floor), at=BEGINS)
    inscribed(floor, "ken", at=BEGINS + SECOND)
    act = undoing.last(floor, by=chair(floor), at=BEGINS + 2 * SECOND)
    undoing.undo(act, by=chair(floor), at=BEGINS + 2 * SECOND)
    assert (moderating.speaking(floor), listed(floor)) == (None, ["nor", "chl", "ken"])
    assert Intervention.objects.count() == 0
    assert Act.objects.filter(verb="undid").count() == 1


def test_an_adjournment_leaves_those_who_wait_to_writing() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    moderating.adjourn(floor, by=chair(floor), at=BEGINS + MINUTE)
    norway.refresh_from_db()
    floor.refresh_from_db()
    assert (norway.state, floor.list_state) == (State.WRITTEN_ONLY, Floor.List.CLOSED)


def test_a_list_moved_by_hand_keeps_that() -> None:
    """R09-10."""
    floor = a_floor()
    inscribed(floor, "nor")
    chile = inscribed(floor, "chl")
    kenya = inscribed(floor, "ken")
    listing.move(kenya, before=chile, reason="The minister leaves at noon.", by=chair(floor), at=BEGINS)
    inscribed(floor, "ind", level=Inscription.Level.MINISTER)
    assert listed(floor) == ["ind", "nor", "ken", "chl"]
