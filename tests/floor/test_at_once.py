"""Two moderators at two screens, at the same instant: on a database with connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from comity.floor import listing, moderating
from comity.floor.models import Intervention
from comity.participants.models import Role
from comity.record.models import Act
from comity.refusals import NotNow
from tests.floor.makers import BEGINS, MINUTE, SECOND, a_floor, chair, has_floor, inscribed, listed
from tests.makers import a_role

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the tests' SQLite is in memory and its writers do not wait",
    ),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each was told: "" where it was done."""
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> str:
        start.wait(10)
        try:
            act()
        except NotNow as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(do, acts))


def test_two_who_give_the_floor_at_once_give_it_to_one() -> None:
    """R08-2."""
    floor = a_floor()
    norway, chile = inscribed(floor, "nor"), inscribed(floor, "chl")
    desk, vice = chair(floor), a_role(Role.CHAIR, floor.session.meeting, name="vice")
    done, told = at_once(
        lambda: moderating.give(norway, by=desk, at=BEGINS),
        lambda: moderating.give(chile, by=vice, at=BEGINS),
    )
    assert (done, "has the floor" in told) == ("", True)
    assert Intervention.objects.filter(ended_at=None).count() == 1
    assert len(listed(floor)) == 1
    assert Act.objects.filter(verb="gave the floor").count() == 1


def test_two_who_press_next_at_once_go_on_by_one() -> None:
    """R08-2."""
    floor = a_floor()
    seen = has_floor(floor, "nor")
    for code in ("chl", "ken"):
        inscribed(floor, code)
    desk, vice = chair(floor), a_role(Role.CHAIR, floor.session.meeting, name="vice")
    done, told = at_once(
        *(
            lambda by=by: moderating.give_next(floor, ending=seen, by=by, at=BEGINS + MINUTE)
            for by in (desk, vice)
        )
    )
    assert (done, "Somebody else was first" in told) == ("", True)
    assert listed(floor) == ["ken"]
    assert [one.number for one in floor.interventions.all()] == [1, 2]


def test_inscriptions_at_once_get_numbers_and_places_of_their_own() -> None:
    """R09-10: eight delegations ask while the floor is given."""
    floor = a_floor()
    codes = ("nor", "chl", "ken", "ind", "egy", "fra", "jpn", "bra")
    first = inscribed(floor, "esp")
    desk = chair(floor)
    for code in codes:
        inscribed(floor, code)  # makes who asks
    for one in listing.waiting(floor)[1:]:
        moderating.pass_over(one, by=desk, at=BEGINS)
    late = [*floor.inscriptions.filter(state="passed")]
    acts = [lambda one=one: listing.admit(one, by=desk, at=BEGINS + SECOND) for one in late]
    told = at_once(*acts, lambda: moderating.give(first, by=desk, at=BEGINS + SECOND))
    assert told == [""] * (len(codes) + 1)
    waiting = listing.waiting(floor)
    assert {*listed(floor)} == {*codes}
    assert len({one.place for one in waiting}) == len(codes)
    numbers = [*floor.acts.values_list("number", flat=True)]
    assert numbers == [*range(1, len(numbers) + 1)]
