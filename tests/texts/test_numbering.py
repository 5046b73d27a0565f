"""Numbers, letters and bullets in six languages; headings told from sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts.model import Kind
from comity.texts.numbering import Mark, Style, find_mark, follows, heading_level, is_heading


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("1. The Committee met.", "1", "The Committee met."),
        ("12.\tThe Committee met.", "12", "The Committee met."),
        ("110.1 Ratify the treaty (Chile);", "110.1", "Ratify the treaty (Chile);"),
        ("110.1. Ratify the treaty (Chile);", "110.1", "Ratify the treaty (Chile);"),
        ("87. 1. Ratify the treaty (Chile);", "87.1", "Ratify the treaty (Chile);"),
        ("87.1.Ratify the treaty (Chile);", "87.1", "Ratify the treaty (Chile);"),
        ("(a) To train judges;", "a", "To train judges;"),
        ("a) To train judges;", "a", "To train judges;"),
        ("(iv) To train judges;", "iv", "To train judges;"),
        ("iv. To train judges;", "iv", "To train judges;"),
        ("1) Primero", "1", "Primero"),
        ("1 - Premier point", "1", "Premier point"),
        ("3- Troisième point", "3", "Troisième point"),
        ("II. Conclusions", "II", "Conclusions"),
        ("A. Presentation by the State", "A", "Presentation by the State"),
        ("Il. Objective of the event", "Il", "Objective of the event"),
        ("а) принять меры;", "а", "принять меры;"),
        ("12. Комитет рекомендует", "12", "Комитет рекомендует"),
        ("١- ترحب اللجنة", "١", "ترحب اللجنة"),
        ("٢ - تدعو اللجنة", "٢", "تدعو اللجنة"),
        ("(أ) تدريب القضاة", "أ", "تدريب القضاة"),
        ("أ) تدريب القضاة", "أ", "تدريب القضاة"),
        ("一、加强合作", "一", "加强合作"),
        ("（一）加强合作", "一", "加强合作"),
        ("1、加强合作", "1", "加强合作"),
        ("3．加强合作", "3", "加强合作"),
        ("• To train judges", None, "To train judges"),
        ("– To train judges", None, "To train judges"),
        ("\uf0b7 To train judges", None, "To train judges"),
    ],
)
def test_a_printed_number_is_taken_off_the_line(line: str, number: str | None, rest: str) -> None:
    """R09-12."""
    mark = find_mark(line)
    assert mark
    assert (mark.number, mark.rest) == (number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "2.5 million people were displaced",
        "1.5 degrees is the limit",
        "2.5 مليون شخص",
        "2015. The Committee met",
        "10 – 15 May 2016",
        "19 November 2015",
        "J. R. Smith, rapporteur",
        "resolution 1373 (2001)",
        "(2001), the Committee met",
        "-5 degrees",
        "i.e. not now",
        "e.g. this one",
        "l. c., p. 12",
        "一个国家",
        "١١٠-١",
        "12",
        "",
    ],
)
def test_an_amount_a_date_or_a_year_is_no_number(line: str) -> None:
    assert find_mark(line) is None


def test_the_mark_says_whether_it_opens_a_paragraph_or_an_item() -> None:
    kinds = {
        line: getattr(find_mark(line), "kind", None)
        for line in ("1. A b", "1) A b", "(a) b", "9.1 A b", "• b")
    }
    assert kinds == {
        "1. A b": Kind.PARAGRAPH,
        "1) A b": Kind.ITEM,
        "(a) b": Kind.ITEM,
        "9.1 A b": Kind.ITEM,
        "• b": Kind.ITEM,
    }


def test_roman_items_hang_deeper_than_lettered_ones() -> None:
    marks = [find_mark(line) for line in ("1. Rest", "(a) Rest", "(ii) Rest")]
    assert [mark.level for mark in marks if mark] == [0, 1, 2]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I. Introduction", True),
        ("1. Format of discussions", True),
        ("A. Presentation by the State under review", True),
        ("Annex", True),
        ("STATEMENT BY THE MINISTER", True),
        ("一、导言", True),
        ("Введение", True),
        ("1. The Committee met in New York.", False),
        ("(a) To train judges", False),
        ("The Committee met in New York on 3 May,", False),
        ("1. " + "word " * 60, False),
    ],
)
def test_a_heading_is_short_and_ends_without_a_stop(line: str, expected: bool) -> None:
    mark = find_mark(line)
    assert is_heading(mark.rest.strip() if mark else line, mark=mark) is expected


def test_headings_nest_by_their_marks() -> None:
    assert [heading_level(find_mark(line)) for line in ("I. Part", "A. Part", "1.2 Part", "Part")] == [
        0,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("earlier", "number", "expected"),
    [
        ("11", "12", True),
        ("11", "1", True),
        ("11", "55", False),
        ("110", "110.1", True),
        ("110.9", "111", True),
        ("110.9", "110.10", True),
        ("110.9", "112.1", True),
        ("110.9", "111.2", True),
        ("110.9", "150.2", False),
        ("٩", "١٠", True),
        (None, "1", True),
        (None, "40", False),
        ("4", "b", True),
    ],
)
def test_a_sequence_may_restart_but_not_leap(earlier: str | None, number: str, expected: bool) -> None:
    assert follows(earlier, number) is expected


@given(st.text(max_size=60))
def test_whatever_the_line_nothing_but_the_mark_is_lost(line: str) -> None:
    if mark := find_mark(line):
        assert line.strip().endswith(mark.rest)
        assert mark.number is None or mark.number[0] in line


def test_a_bullet_has_no_number() -> None:
    assert find_mark("• point") == Mark(None, "point", Style.BULLET)


def test_monsieur_is_no_capital_of_a_list() -> None:
    assert find_mark("M. Idriss Benkaroum, Directeur du Centre national de réponse") is None
    assert find_mark("A. The problem") is not None
