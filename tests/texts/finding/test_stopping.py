"""When enough has been read."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.finding.stopping import Read, chance_of_so_few, draw, enough, is_drawn, left


def reads(finds: str) -> list[Read]:
    return [Read(one == "x", is_drawn(place)) for place, one in enumerate(finds)]


def test_nothing_is_promised_before_reading_and_all_when_everything_is_read() -> None:
    """R12-1: how many are probably left, with a bound."""
    before, after = left([], 50), left(reads("x" + "." * 49), 50)
    assert (before.at_most, before.recall, enough(before)) == (50, 0.0, False)
    assert (after.at_most, after.recall, after.to_read, enough(after)) == (0, 1.0, 0, True)


def test_nothing_wanted_is_all_found() -> None:
    assert left(reads("." * 50), 50).recall == 1.0


def test_more_reading_without_a_find_lowers_the_bound() -> None:
    bounds = [left(reads("x" * 30 + "." * misses), 400).at_most for misses in (10, 50, 100, 200, 300)]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[0] > bounds[-1]


def test_the_cost_told_is_the_cost_paid() -> None:
    start = "x" * 30 + "." * 60
    told = left(reads(start), 400)
    assert told.to_read > 0
    assert not enough(told)
    assert enough(left(reads(start + "." * told.to_read), 400))
    assert not enough(left(reads(start + "." * (told.to_read - 1)), 400))


def test_the_promise_is_kept_when_the_best_come_first() -> None:
    """R12-1: 95 % recall at 95 % confidence, in at least 95 % of meetings."""
    kept = 0
    for seed in range(100):
        chance = random.Random(seed)
        wanted = [chance.random() < 0.4 * (1 - place / 300) ** 2 for place in range(300)]
        for place in range(10, 301, 10):
            some = [Read(one) for one in wanted[:place]]
            if enough(left(some, 300)):
                kept += sum(wanted[:place]) >= 0.95 * sum(wanted)
                break
    assert kept >= 95


def test_more_readings_than_paragraphs_are_no_readings() -> None:
    with pytest.raises(ValueError, match="more were read"):
        left(reads("..."), 2)


def test_a_draw_depends_on_the_seed_and_not_on_the_order() -> None:
    ids = [f"p{place}" for place in range(50)]
    assert draw(ids, "a") == draw(ids[::-1], "a")
    assert len({draw(ids, seed) for seed in "abcdefgh"}) > 3


def test_one_reading_in_ten_is_drawn() -> None:
    assert [place for place in range(30) if is_drawn(place)] == [9, 19, 29]


@given(st.integers(1, 60), st.data())
def test_chances_are_those_of_drawing_without_replacement(unread: int, given_: st.DataObject) -> None:
    from scipy.stats import hypergeom

    wanted, length = given_.draw(st.integers(0, unread)), given_.draw(st.integers(0, unread))
    found = given_.draw(st.integers(0, length))
    expected = float(hypergeom.cdf(found, unread, wanted, length))
    assert chance_of_so_few(found, unread, wanted, length) == pytest.approx(expected, abs=1e-9)
