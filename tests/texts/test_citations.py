"""Citations in six languages: what is found, exactly where, and what the register says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.texts import citations
from comity.texts.model import Status


def symbols(text: str) -> list[str]:
    return [found.symbol for found in citations.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("resolutions 1373 (2001), 1624 (2005) and 2178 (2014)", ["S/RES/1373 (2001)", "S/RES/1624 (2005)", "S/RES/2178 (2014)"]),
        ("résolutions 1373 (2001) et 1624 (2005)", ["S/RES/1373 (2001)", "S/RES/1624 (2005)"]),
        ("resolución 2178 (2014)", ["S/RES/2178 (2014)"]),
        ("резолюция 1373 (2001)", ["S/RES/1373 (2001)"]),
        ("第1373（2001）号决议", ["S/RES/1373 (2001)"]),
        ("القرارين ١٣٧٣ (٢٠٠١)", ["S/RES/1373 (2001)"]),
    ],
)  # fmt: skip
def test_resolutions_are_found_in_each_official_language(text: str, expected: list[str]) -> None:
    assert symbols(text) == expected
    assert {found.status for found in citations.find(text)} == {Status.KNOWN}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("under paragraph 2 (e) of resolution 1373 (2001)", "2 (e)"),
        ("para. 3 (a) of its resolution 1624 (2005)", "3 (a)"),
        ("paragraphs 2, 3 and 5 of resolution 2178 (2014)", "2, 3 and 5"),
        ("resolution 2178 (2014), paragraph 6", "6"),
        ("subparagraph (b) of paragraph 4 of resolution 2396 (2017)", "4 (b)"),
        ("paragraphe 2 de la résolution 1373 (2001)", "2"),
        ("párrafo 2 de la resolución 1373 (2001)", "2"),
        ("пункт 2 резолюции 1373 (2001)", "2"),
        ("الفقرة 2 من القرار 1373 (2001)", "2"),
        ("الفقرة 2 (هـ) من القرار 1373 (2001)", "2 (e)"),
        ("الفقرة ٣ (أ) من القرار 1373 (2001)", "3 (a)"),
        ("الفقرة الفرعية (و) من الفقرة 2 من القرار 1373 (2001)", "2 (f)"),
        ("安理会第1373（2001）号决议第2段（e）", "2 (e)"),
        ("第1373(2001)号决议执行部分第2段(e)分段", "2 (e)"),
        ("第1373（2001）号决议第2（戊）段", "2 (e)"),
        ("第1373（2001）号决议第2段（戊）", "2 (e)"),
        ("第1373（2001）号决议第2段和第3段", "2"),
        ("resolution 1373 (2001) was adopted", None),
    ],
)
def test_the_paragraph_that_is_cited_is_read(text: str, cited: str | None) -> None:
    assert [found.paragraph_cited for found in citations.find(text)] == [cited]


@pytest.mark.parametrize(
    ("text", "symbol", "status"),
    [
        ("resolution 2140 (2015)", "S/RES/2140 (2015)", Status.YEAR_MISMATCH),
        ("S/RES/1373 (2002)", "S/RES/1373 (2002)", Status.YEAR_MISMATCH),
        ("resolution 2312 (2106)", "S/RES/2312 (2106)", Status.YEAR_MISMATCH),
        ("resolution 9999 (2030)", "S/RES/9999 (2030)", Status.UNKNOWN),
        ("the statement of 19 November 2015 (S/PRST/2014/23)", "S/PRST/2014/23", Status.YEAR_MISMATCH),
        ("the statement of 19 November 2014 (S/PRST/2014/23)", "S/PRST/2014/23", Status.KNOWN),
        ("S/PRST/2014/99", "S/PRST/2014/99", Status.UNKNOWN),
        ("document S/2015/939", "S/2015/939", Status.UNKNOWN),
        ("S/RES/1373", "S/RES/1373 (2001)", Status.KNOWN),
        ("S/RES/99999", "S/RES/99999", Status.UNKNOWN),
        ("UNSCR 2178", "S/RES/2178 (2014)", Status.KNOWN),
        ("General Assembly resolution 60/288", "A/RES/60/288", Status.KNOWN),
        ("resolution 72/284", "A/RES/72/284", Status.UNKNOWN),
        ("Human Rights Council resolution 45/34", "A/HRC/RES/45/34", Status.UNKNOWN),
        ("General Assembly resolution 217 A (III)", "A/RES/217 A (III)", Status.KNOWN),
    ],
)
def test_what_contradicts_the_register_is_flagged_and_never_mended(
    text: str, symbol: str, status: Status
) -> None:
    assert [(found.symbol, found.status) for found in citations.find(text)] == [(symbol, status)]


@pytest.mark.parametrize(
    "text",
    [
        "ITLOS Reports 2011 (2011)",
        "in the year 1999 (2000 in some places)",
        "1,373 (2001 and later)",
        "between 1/2 and 3/4 of them",
        "on 12/10 we met",
        "Human Rights Council resolution 2178",
        "resolution 1373.5 of the board",
        "nothing at all",
        "UNSCR 9999",
        "Rule 12 (2004) of the road",
        "In 1950 General Assembly resolution 377 (1950) was adopted",
        "In 2004 the series S/RES/ABC was begun",
        "A/RES without a number",
    ],
)
def test_what_only_looks_like_a_citation_is_none(text: str) -> None:
    assert symbols(text) == []


def test_a_symbol_is_cited_once_and_not_again_by_the_number_in_it() -> None:
    assert symbols("S/RES/1373 (2001)") == ["S/RES/1373 (2001)"]
    assert symbols("resolution A/S-217 A (III)") == ["A/S-217"]


def test_an_assembly_list_keeps_its_body() -> None:
    found = symbols("General Assembly resolutions 60/288, 62/272 and 64/297")
    assert found == ["A/RES/60/288", "A/RES/62/272", "A/RES/64/297"]


def test_invisible_marks_and_odd_hyphens_do_not_hide_a_citation() -> None:
    text = "resolution \u200f1373\u200f\u00a0(2001\u200e) and A/HRC/31/65"
    found = citations.find(text)
    assert [one.symbol for one in found] == ["S/RES/1373 (2001)", "A/HRC/31/65"]
    assert all(text[one.start : one.end] == one.text for one in found)


PIECES = st.sampled_from(
    ["resolution 1373 (2001)", "القرار ١٣٧٣ (٢٠٠١)", "第1373（2001）号决议", "S/PRST/2014/23", "A/66/100/Add.1/Corr.1",
     "Assembly resolution 60/288", "217 A (III)", "UNSCR 2178", "paragraph 2 (e) of ", " and ", "\u200f", "é", "\n", "٣", "(", "1373"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8).map("".join))
def test_offsets_are_exact_in_order_and_apart(text: str) -> None:
    end = 0
    for found in citations.find(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        end = found.end
