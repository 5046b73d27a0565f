"""What stands before a statement begins, and what says what it is about."""

from __future__ import annotations

import pytest

from comity.statements import cover
from comity.statements.models import Paragraph
from comity.texts.model import Kind

TELLING = "We examined 48,000 decisions by which four companies removed items as terrorist content between two years."


def read(*lines: tuple[str, str], language: str = "en") -> list[Paragraph]:
    return [Paragraph(kind=kind, text=text, language=language) for kind, text in lines]


H, P = Kind.HEADING, Kind.PARAGRAPH


@pytest.mark.parametrize(
    ("lines", "length"),
    [
        (
            [
                (H, "Norvaland"),
                (P, "Permanent Mission to the United Nations"),
                (H, "New York, 1 December 2016"),
                (P, TELLING),
            ],
            3,
        ),
        ([(H, "University"), (H, "New York, 1 December 2016"), (H, "Summary"), (P, TELLING)], 2),
        ([(H, "Norvaland"), (P, "H.E. Ms. Trandahl"), (P, "Mr. Chair,"), (P, TELLING)], 2),
        ([(H, "Summary"), (P, TELLING)], 0),
        ([(P, "We share."), (P, TELLING)], 0),
        ([(H, "Norvaland"), (H, "Statement")], 0),
        ([(P, TELLING)], 0),
        ([], 0),
    ],
)
def test_a_cover_ends_where_something_is_said(lines: list[tuple[str, str]], length: int) -> None:
    assert cover.length(read(*lines)) == length


def test_a_chinese_sentence_is_not_of_the_cover() -> None:
    lines = read(
        (H, "声明"),
        (H, "纽约，2016年12月1日"),
        (P, "我们感谢主席召开本次特别会议，并支持执行局的工作。"),
        language="zh",
    )

    assert cover.length(lines) == 2


def test_only_a_whole_sentence_tells() -> None:
    title, sentence = read((P, TELLING.removesuffix(".")), (P, TELLING))

    assert (cover.tells(title), cover.tells(sentence)) == (False, True)
