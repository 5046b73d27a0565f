"""The bundled register of instruments."""

from __future__ import annotations

from datetime import date

import pytest

from comity.texts import instruments


def test_a_resolution_is_known_with_its_date_and_its_paragraphs() -> None:
    found = instruments.lookup("S/RES/1373 (2001)")
    assert found is not None
    assert (found.kind, found.year, found.date) == ("resolution", 2001, date(2001, 9, 28))
    assert found.operative_paragraphs


def test_a_presidential_statement_has_the_year_of_its_symbol() -> None:
    found = instruments.lookup("S/PRST/2014/23")
    assert found is not None
    assert (found.kind, found.year) == ("presidential_statement", 2014)


def test_an_assembly_resolution_has_the_year_of_its_date() -> None:
    found = instruments.lookup("A/RES/60/288")
    assert found is not None
    assert (found.kind, found.year) == ("assembly_resolution", 2006)


def test_a_resolution_without_a_description_is_known_by_number_and_year() -> None:
    found = instruments.lookup("S/RES/242 (1967)")
    assert found is not None
    assert (found.kind, found.year, found.title) == ("resolution", 1967, "")


@pytest.mark.parametrize("symbol", ["S/RES/242 (1968)", "S/RES/99999 (2001)", "S/2015/939", "nothing"])
def test_what_the_register_does_not_know_is_none(symbol: str) -> None:
    assert instruments.lookup(symbol) is None


@pytest.mark.parametrize(
    ("number", "year"), [(1, 1946), (15, 1946), (16, 1947), (1373, 2001), (0, None), (9999, None)]
)
def test_the_number_of_a_resolution_tells_its_year(number: int, year: int | None) -> None:
    assert instruments.year_of_council_resolution(number) == year


def test_every_described_resolution_agrees_with_the_table_of_years() -> None:
    described = [one for one in instruments.all() if one.kind == "resolution"]
    assert len(described) > 500
    for one in described:
        found = instruments.COUNCIL_RESOLUTION.fullmatch(one.symbol)
        assert found is not None
        assert instruments.year_of_council_resolution(int(found[1])) == int(found[2]) == one.year


def test_a_document_that_is_no_instrument_is_called_a_document() -> None:
    assert instruments.kind_of("S/2015/939") == "document"
