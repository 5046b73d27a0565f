"""The stretch of a long paragraph that a list of hits shows, and what is marked in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comity.search.highlights import SNIPPET, pieces, window

pytestmark = pytest.mark.no_database
LONG = " ".join(f"word{number}" for number in range(200))
SPACE = 24


def shown(text: str, *marks: tuple[int, int]) -> tuple[str, list[str]]:
    """The stretch, and what is marked in it."""
    start, end = window(text, list(marks))
    found = pieces(text, list(marks), start, end)
    return text[start:end], [piece.text for piece in found if piece.marked]


def test_a_paragraph_in_which_nothing_stands_is_shown_from_its_beginning() -> None:
    """As where its words were asked for only in another language."""
    stretch, marked = shown(LONG)
    assert LONG.startswith(f"{stretch} ")
    assert SNIPPET <= len(stretch) <= SNIPPET + SPACE
    assert marked == []


def test_what_is_longer_than_the_stretch_is_shown_from_where_it_begins() -> None:
    address = "x" * 400
    text = f"{LONG} {address} {LONG}"
    assert shown(text, (len(LONG) + 1, len(LONG) + 401)) == (address[:SNIPPET], [address[:SNIPPET]])


def test_the_end_of_a_paragraph_is_shown_to_its_last_word() -> None:
    stretch, marked = shown(f"{LONG} practice", (len(LONG) + 1, len(LONG) + 9))
    assert stretch.startswith("word")
    assert stretch.endswith(" word199 practice")
    assert marked == ["practice"]


def test_the_stretch_stands_where_most_is_marked() -> None:
    """One mark at the beginning, three near the end: the three are shown, and nothing says that the one is there."""
    places = [LONG.index(word) for word in ("word5 ", "word180", "word182", "word184")]
    stretch, marked = shown(LONG, *((place, place + 5) for place in places))
    assert "word5 " not in stretch
    assert marked == ["word1"] * 3


def test_chinese_is_cut_anywhere() -> None:
    text = "会" * 300 + "反恐" + "员" * 300
    stretch, marked = shown(text, (300, 302))
    assert (len(stretch), marked) == (SNIPPET, ["反恐"])


@given(
    some.lists(some.sampled_from(["practice ", "会员国", "x" * 60, " a "]), min_size=60, max_size=80),
    some.sets(some.integers(0, 59), max_size=6),
)
def test_the_pieces_together_are_the_stretch(words: list[str], marked: set[int]) -> None:
    """Nothing is lost or said twice, and where something stands something is marked."""
    text = "".join(words)
    places = [len("".join(words[:place])) for place in sorted(marked)]
    marks = [(start, start + len(words[place])) for start, place in zip(places, sorted(marked), strict=True)]
    start, end = window(text, marks)
    found = pieces(text, marks, start, end)
    assert "".join(piece.text for piece in found) == text[start:end]
    assert all(piece.text for piece in found)
    assert bool(marks) == any(piece.marked for piece in found)
