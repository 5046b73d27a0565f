"""Anchors: the same when a file is read again, and when other paragraphs change."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from comity.texts import anchors
from comity.texts.model import Block

TEXTS = st.lists(st.text(alphabet="abcdeé 决ب.,12", min_size=1, max_size=12), min_size=1, max_size=12)


def of(texts: list[str]) -> list[str]:
    return anchors.assign([Block(text) for text in texts])


@given(TEXTS)
def test_reading_again_gives_the_same_anchors_each_once(texts: list[str]) -> None:
    """D-3."""
    found = of(texts)
    assert found == of(texts)
    assert len(set(found)) == len(texts)
    assert all(re.fullmatch(f"[{anchors.ALPHABET}]{{{anchors.LENGTH}}}", one) for one in found)


@given(TEXTS, st.integers(0, 12), st.text(alphabet="xyz", min_size=3, max_size=8))
def test_another_paragraph_put_in_changes_no_anchor_of_words_that_stand_once(
    texts: list[str], at: int, new: str
) -> None:
    words = [anchors.essence(text) for text in texts]
    place = min(at, len(texts))
    before, after = of(texts), of([*texts[:place], new, *texts[place:]])
    kept = [*after[:place], *after[place + 1 :]]
    for index, word in enumerate(words):
        if words.count(word) == 1:
            assert kept[index] == before[index]


def test_numbers_case_spaces_and_marks_do_not_count() -> None:
    one = anchors.assign([Block("The Chair spoke.", number="12")])
    other = anchors.assign([Block("the  CHAIR\u00a0spoke", number="13")])
    assert one == other
    assert of(["résumé"]) == of(["re\u0301sume\u0301"]) != of(["resume"])
    assert of(["مُجْلِس"]) == of(["مجلس"]) == of(["مجـلس"])


def test_the_same_words_twice_are_known_by_what_stands_before_them() -> None:
    first = of(["Thank you, Chair.", "On peace.", "Thank you, Chair."])
    changed = of(["Thank you, Chair.", "On aid.", "On peace.", "Thank you, Chair."])
    assert len(set(first)) == 3
    assert (first[0], first[2]) == (changed[0], changed[3])


def test_the_same_words_after_the_same_words_are_told_apart_by_their_order() -> None:
    assert len(set(of(["A.", "B.", "A.", "B.", "A.", "B."]))) == 6
