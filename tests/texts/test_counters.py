"""Numbers as lists print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.counters import _FORMS, printed


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1", "2", "10", "27", "105"]),
        ("decimalZero", ["01", "02", "10", "27", "105"]),
        ("lowerLetter", ["a", "b", "j", "aa", "aaaaa"]),
        ("upperLetter", ["A", "B", "J", "AA", "AAAAA"]),
        ("lowerRoman", ["i", "ii", "x", "xxvii", "cv"]),
        ("upperRoman", ["I", "II", "X", "XXVII", "CV"]),
        ("russianLower", ["а", "б", "к", "ю", "хххх"]),
        ("russianUpper", ["А", "Б", "К", "Ю", "ХХХХ"]),
        ("arabicAlpha", ["أ", "ب", "ر", "و", None]),
        ("arabicAbjad", ["أ", "ب", "ي", "ظ", None]),
        ("arabicFigures", ["١", "٢", "١٠", "٢٧", "١٠٥"]),
        ("chineseCounting", ["一", "二", "十", "二十七", "一百零五"]),
        ("chineseLegalSimplified", ["壹", "贰", "壹拾", "贰拾柒", "壹佰零伍"]),
        ("ideographDigital", ["一", "二", "一〇", "二七", "一〇五"]),
        ("ideographTraditional", ["甲", "乙", "癸", "庚", "戊"]),
        ("ideographZodiac", ["子", "丑", "酉", "寅", "申"]),
        ("decimalFullWidth", ["１", "２", "１０", "２７", "１０５"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "27", "105"]),
        ("decimalEnclosedParen", ["⑴", "⑵", "⑽", "27", "105"]),
        ("decimalEnclosedFullstop", ["⒈", "⒉", "⒑", "27", "105"]),
        ("ordinal", ["1st", "2nd", "10th", "27th", "105th"]),
        ("numberInDash", ["- 1 -", "- 2 -", "- 10 -", "- 27 -", "- 105 -"]),
        ("chicago", ["*", "†", "†††", "‡‡‡‡‡‡‡", None]),
        ("none", ["", "", "", "", ""]),
        ("no such form", ["1", "2", "10", "27", "105"]),
    ],
)
def test_each_form_prints_its_signs(form: str, expected: list[str | None]) -> None:
    """R09-12."""
    for value, sign in zip((1, 2, 10, 27, 105), expected, strict=True):
        assert sign is None or printed(value, form) == sign


def test_eleventh_is_no_first() -> None:
    assert [printed(value, "ordinal") for value in (3, 11, 12, 13, 21, 111)] == [
        "3rd",
        "11th",
        "12th",
        "13th",
        "21st",
        "111th",
    ]


def test_chinese_counts_with_gaps() -> None:
    assert [printed(value, "chineseCounting") for value in (11, 20, 110, 1005, 1010, 9999, 10_000)] == [
        "十一", "二十", "一百一十", "一千零五", "一千零一十", "九千九百九十九", "10000",
    ]  # fmt: skip


def test_what_a_form_has_no_sign_for_is_printed_in_figures() -> None:
    assert [printed(4000, "upperRoman"), printed(0, "lowerLetter"), printed(-3, "upperRoman"), printed(5000, "lowerLetter")] == [
        "4000", "0", "-3", "5000",
    ]  # fmt: skip


@given(st.integers(-10, 10**6), st.sampled_from(sorted(_FORMS)))
def test_every_form_prints_something_short_for_every_number(value: int, form: str) -> None:
    found = printed(value, form)
    assert len(found) < 40
    assert found or form == "none"


@given(st.integers(1, 25))
def test_letters_follow_each_other(value: int) -> None:
    assert ord(printed(value + 1, "lowerLetter")) == ord(printed(value, "lowerLetter")) + 1
