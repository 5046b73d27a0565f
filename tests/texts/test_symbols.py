"""The grammar of document symbols."""

from __future__ import annotations

import pytest

from comity.texts import symbols

SYMBOLS = [
    "S/RES/1373 (2001)", "S/PRST/2014/23", "S/2015/939", "S/2017/375", "S/2018/1177", "S/2023/1035", "A/RES/60/288",
    "A/68/841", "S/PV.7690", "S/PV.7690 (Resumption 1)", "S/AC.40/2016/NOTE.12", "A/HRC/31/65", "A/HRC/22/17/Add.4",
    "A/66/100/Add.1/Corr.1", "A/520/Rev.17", "S/2017/507", "A/C.3/71/L.4/Rev.1", "A/71/PV.5", "ST/SGB/2007/6",
    "E/C.12/GC/20", "A/RES/ES-10/19", "A/INF/77/4/Rev.1", "S/2016/49*", "CCPR/C/GC/34",
]  # fmt: skip


@pytest.mark.parametrize("text", SYMBOLS)
def test_a_symbol_is_read_whole(text: str) -> None:
    found = symbols.parse(text)
    assert found is not None
    assert found.canonical == text.rstrip("*")
    assert found.body == text.split("/")[0]


@pytest.mark.parametrize(
    "text", ["SC/12839", "S//2015", "resolution 1373", "S/2015/", "a/68/841", "A/RES", ""]
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert symbols.parse(text) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [("S/RES/1373 (2001)", 2001), ("S/2017/375", 2017), ("S/PRST/2014/23", 2014), ("A/68/841", None)],
)
def test_the_year_is_what_the_symbol_itself_says(text: str, year: int | None) -> None:
    found = symbols.parse(text)
    assert found is not None
    assert found.year == year


def test_a_link_leads_to_the_document_in_the_language() -> None:
    assert symbols.link("S/RES/1373 (2001)", "fr") == "https://undocs.org/fr/S/RES/1373%20(2001)"
