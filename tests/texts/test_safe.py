"""What would reorder, hide or pretend is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.safe import lookalikes, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("pay 100\u202e 001", "pay 100[RLO] 001"),
        ("bell\x07", "bell[U+0007]"),
        ("nul\0", "nul[U+0000]"),
        ("esc\x1b[31m", "esc[U+001B][31m"),
        ("a\u200bb", "a[ZWSP]b"),
        ("tag\U000e0041", "tag[U+E0041]"),
        ("soft\u00adhyphen", "soft[SHY]hyphen"),
        ("line\nand\ttab", "line\nand\ttab"),
        ("half \ud800", "half [U+D800]"),
    ],
)
def test_dangerous_characters_are_named(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_closed_pairs_joiners_and_marks_stay() -> None:
    correct = "قال \u2067abc\u2069 و\u202bنص\u202c می\u200cخواهم \u200f."
    assert visible(correct) == correct


def test_open_or_crossed_pairs_are_shown() -> None:
    assert visible("a\u2067b") == "a[RLI]b"
    assert visible("b\u2069") == "b[PDI]"
    assert visible("\u2067x\u202c") == "[RLI]x[PDF]"
    assert visible("\u2067x\ny\u2069") == "[RLI]x\ny[PDI]"


@given(st.text())
def test_what_is_shown_holds_nothing_that_acts(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\t\n" for letter in shown)
    assert not set("\u202d\u202e") & set(shown)
    assert visible(shown) == shown
    assert [letter for letter in shown if letter.isalpha() and letter in text] or not any(
        map(str.isalpha, text)
    )


def test_words_that_mix_scripts_are_named() -> None:
    assert lookalikes("The Cоmmittee met; the Cоmmittee ended. IT-сектор, Ελλάδα, Комитет, naïve, 第一A") == [
        "Cоmmittee"
    ]
