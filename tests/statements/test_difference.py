"""Differences between versions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.statements.difference import Fate, between, pieces
from comity.statements.models import Paragraph


def paragraphs(*texts: str) -> list[Paragraph]:
    return [Paragraph(text=text) for text in texts]


def fates(before: list[str], after: list[str]) -> list[str]:
    return [row.fate for row in between(paragraphs(*before), paragraphs(*after))]


def test_a_changed_word_shows_within_its_paragraph() -> None:
    rows = between(
        paragraphs("We train ten judges.", "Thank you."), paragraphs("We train twelve judges.", "Thank you.")
    )
    assert [row.fate for row in rows] == [Fate.CHANGED, Fate.SAME]
    assert [(piece.fate, piece.text) for piece in rows[0].pieces] == [
        (Fate.SAME, "We train "),
        (Fate.REMOVED, "ten"),
        (Fate.ADDED, "twelve"),
        (Fate.SAME, " judges."),
    ]


def test_paragraphs_that_came_and_went_are_named() -> None:
    assert fates(["One stands.", "Two goes away."], ["One stands.", "Something else entirely new!"]) == [
        "same",
        "added",
        "removed",
    ]


def test_white_space_is_no_change() -> None:
    assert fates(["We  train\u00a0judges."], ["We train judges."]) == ["same"]


def test_chinese_is_compared_letter_by_letter() -> None:
    changed = [(piece.fate, piece.text) for piece in pieces("我们培训十名法官", "我们培训百名法官")]
    assert (Fate.REMOVED, "十") in changed
    assert (Fate.ADDED, "百") in changed


texts = st.lists(st.text(alphabet="ab ,.", min_size=1, max_size=12), max_size=6)


@given(texts, texts)
def test_both_texts_can_be_put_together_from_the_rows(before: list[str], after: list[str]) -> None:
    rows = between(paragraphs(*before), paragraphs(*after))
    assert [row.before.text for row in rows if row.before] == before
    assert [row.after.text for row in rows if row.after] == after
    for row in rows:
        if row.fate == Fate.CHANGED:
            kept = "".join(piece.text for piece in row.pieces if piece.fate != Fate.REMOVED)
            assert row.after is not None
            assert kept == row.after.text
