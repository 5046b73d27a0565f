"""Quotes that verify or fail visibly."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts import quotes
from comity.texts.quotes import Verdict


@dataclass(frozen=True)
class Spoken:
    anchor: str
    text: str


TEXT = "States share what works, and States share what failed, so that others need not repeat it."


def test_a_quote_verifies_where_it_was_taken() -> None:
    """D-3."""
    paragraph = Spoken("bcdfgh", TEXT)
    start = TEXT.index("what failed")
    quote = quotes.quote(paragraph, start, start + 11)
    check = quotes.verify(quote, [Spoken("other2", "Something else."), paragraph])
    assert (check.verdict, check.anchor, check.start, check.end) == (
        Verdict.VERIFIED,
        "bcdfgh",
        start,
        start + 11,
    )
    assert quote.words == "what failed"


def test_words_that_moved_are_found_by_their_surroundings() -> None:
    quote = quotes.quote(Spoken("a", TEXT), TEXT.rindex("States share"), TEXT.rindex("States share") + 12)
    within = quotes.verify(quote, [Spoken("a", "Indeed: " + TEXT)])
    assert (within.verdict, within.start) == (Verdict.MOVED, TEXT.rindex("States share") + 8)
    elsewhere = quotes.verify(quote, [Spoken("a", "Nothing."), Spoken("b", TEXT)])
    assert (elsewhere.verdict, elsewhere.anchor) == (Verdict.MOVED, "b")


@pytest.mark.parametrize(
    ("paragraphs", "verdict"),
    [
        ([Spoken("a", "States shared.")], Verdict.CHANGED),
        ([Spoken("b", "Other.")], Verdict.GONE),
        ([], Verdict.GONE),
    ],
)
def test_words_that_are_not_there_fail(paragraphs: list[Spoken], verdict: Verdict) -> None:
    check = quotes.verify(quotes.quote(Spoken("a", TEXT)), paragraphs)
    assert (check.verdict, check.sentence, check.anchor) == (verdict, quotes.SENTENCES[verdict], None)


def test_a_quote_whose_words_were_altered_is_broken_even_if_they_stand_there() -> None:
    quote = replace(quotes.quote(Spoken("a", TEXT)), words="States share")
    assert quotes.verify(quote, [Spoken("a", TEXT)]).verdict is Verdict.BROKEN


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 4), (0, 1000), (5, 2)])
def test_an_empty_or_impossible_range_is_no_quote(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no part of the paragraph"):
        quotes.quote(Spoken("a", TEXT), start, end)


def test_an_annotation_has_both_selectors() -> None:
    quote = quotes.quote(Spoken("bcdfgh", TEXT), 7, 12)
    target = quotes.as_annotation(quote, "https://meeting.example/en/statements/x/")
    assert target["source"] == "https://meeting.example/en/statements/x/#p-bcdfgh"
    assert target["selector"] == [
        {"type": "TextQuoteSelector", "exact": "share", "prefix": "States ", "suffix": TEXT[12:44]},
        {"type": "TextPositionSelector", "start": 7, "end": 12},
    ]
    assert target["digest"] == f"sha256:{quote.sha256}"


@given(st.text(min_size=1), st.data())
def test_any_part_of_any_text_verifies_and_any_change_of_it_does_not(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = quotes.quote(Spoken("a", text), start, end)
    assert quotes.verify(quote, [Spoken("a", text)]).verdict is Verdict.VERIFIED
    gone = text.replace(quote.words, "")
    if quote.words not in gone:
        assert quotes.verify(quote, [Spoken("a", gone)]).verdict is Verdict.CHANGED
