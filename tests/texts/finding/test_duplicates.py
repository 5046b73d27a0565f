from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from comity.texts.finding import duplicates
from comity.texts.finding.cutting import cut

pytestmark = pytest.mark.no_database

CLAUSE = (
    "States should appoint a contact point that can be reached at any hour and that answers urgent requests for the "
    "preservation of data before a formal request arrives"
)


def found(*texts: str, language: str = "en") -> list[list[int]]:
    return duplicates.found(cut(texts, [language] * len(texts)))


def test_the_same_words_are_found_in_any_case_and_with_any_points() -> None:
    """R12-3: the same request by many States is seen as such."""
    assert found(CLAUSE, "Courts decide.", CLAUSE.upper() + "!", CLAUSE) == [[2, 3], [], [0, 3], [0, 2]]


def test_a_word_more_makes_no_other_text() -> None:
    assert found(CLAUSE, "We believe: " + CLAUSE) == [[1], [0]]


def test_another_order_of_the_words_is_another_text() -> None:
    mixed = CLAUSE.split()
    random.Random(1).shuffle(mixed)
    assert found(CLAUSE, " ".join(mixed)) == [[], []]


def test_texts_of_one_word_and_of_none_are_compared_too() -> None:
    assert found("Yes.", "", "yes", "…", "No") == [[2], [], [0], [], []]


def test_chinese_is_compared_by_its_characters() -> None:
    clause = "各国应指定一个可随时联系的联络点，在正式请求到达之前答复关于保全数据的紧急请求"
    assert found(clause, clause + "。", "各国应控制边界", language="zh") == [[1], [0], []]


def test_no_texts_have_no_duplicates() -> None:
    assert found() == []


def test_more_texts_than_are_compared_at_once_are_all_found_when_equal() -> None:
    many = duplicates.AT_ONCE * 2 + 1
    assert [len(others) for others in found(*[CLAUSE] * many)] == [many - 1] * many


@settings(max_examples=40, deadline=None)
@given(some.lists(some.text(alphabet="ab c", max_size=12), max_size=12))
def test_to_be_nearly_the_same_is_mutual_and_never_of_oneself(texts: list[str]) -> None:
    answers = found(*texts)
    for one, others in enumerate(answers):
        assert one not in others
        assert others == sorted(set(others))
        assert all(one in answers[other] for other in others)
