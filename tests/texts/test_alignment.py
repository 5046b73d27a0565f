"""Paragraphs of two language versions side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.alignment import align, ordinal
from comity.texts.model import Block, Kind

ENGLISH = [
    Block("Statement by the delegation", Kind.HEADING),
    Block("We thank the Chair.", number="1"),
    Block("Since resolution 1373 (2001) was adopted, much has been done, and we list it below for the record.", number="2"),
    Block("First, courts were trained.", Kind.ITEM, number="a"),
    Block("Second, 27 platforms signed a code of conduct in 2015.", Kind.ITEM, number="b"),
    Block("We remain at your disposal.", number="3"),
]  # fmt: skip
RUSSIAN = [
    Block("Заявление делегации", Kind.HEADING),
    Block("Мы благодарим Председателя.", number="1"),
    Block(
        "После принятия резолюции 1373 (2001) сделано многое, и мы перечисляем это ниже для протокола.",
        number="2",
    ),
    Block("Во-первых, обучены судьи.", Kind.ITEM, number="а"),
    Block("Во-вторых, 27 платформ подписали в 2015 году кодекс поведения.", Kind.ITEM, number="б"),
    Block("Мы в вашем распоряжении.", number="3"),
]


def test_versions_with_the_same_paragraphs_stand_side_by_side() -> None:
    assert align(ENGLISH, RUSSIAN) == [(place, place) for place in range(6)]


def test_a_paragraph_that_one_version_lacks_stands_alone() -> None:
    shorter = [*RUSSIAN[:3], *RUSSIAN[4:]]
    assert align(ENGLISH, shorter) == [(0, 0), (1, 1), (2, 2), (3, None), (4, 3), (5, 4)]
    assert align(shorter, ENGLISH) == [(0, 0), (1, 1), (2, 2), (None, 3), (3, 4), (4, 5)]


def test_without_any_number_figures_and_lengths_tell() -> None:
    bare = [Block(one.text, one.kind) for one in ENGLISH], [Block(one.text, one.kind) for one in RUSSIAN[1:]]
    assert align(*bare) == [(0, None), *((place + 1, place) for place in range(5))]


def test_chinese_characters_count_for_more() -> None:
    chinese = [
        Block("主席先生，谢谢。", number="1"),
        Block("自第1373（2001）号决议通过以来，我们做了许多工作，现列举如下以供记录。", number="2"),
    ]
    assert align(ENGLISH[1:3], chinese) == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12", (12,)), ("١٢", (12,)), ("110.1", (110, 1)), ("b", (2,)), ("б", (2,)), ("ب", (2,)), ("أ", (1,)), ("三", (3,)),
        ("iv", (4,)), ("XI", (11,)), (None, None), ("", None), ("?!", None),
    ],
)  # fmt: skip
def test_numbers_are_the_same_in_every_script(number: str | None, expected: tuple[int, ...] | None) -> None:
    assert ordinal(number) == expected


BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["Short.", "A much longer paragraph of the year 2001.", "决议", "Table\tcell"]),
        st.sampled_from(list(Kind)),
        st.sampled_from([None, "1", "2", "a"]),
    ),
    max_size=9,
)


@given(BLOCKS, BLOCKS)
def test_every_paragraph_of_both_stands_in_one_pair_in_order(a: list[Block], b: list[Block]) -> None:
    pairs = align(a, b)
    assert [one for one, _ in pairs if one is not None] == list(range(len(a)))
    assert [two for _, two in pairs if two is not None] == list(range(len(b)))
    assert (None, None) not in pairs
