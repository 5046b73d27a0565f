"""The bundled register of instruments: which number was adopted in which year, and what is known of each.

Facts about resolutions since 2000 and presidential statements 2000-2016 come from the texts that the United Nations
publishes (tools/build_instruments.py); the last number of each year, from which any Council resolution's year
follows, was checked against every citation in them. See docs/decisions/0004-instruments-register.md.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

FIRST_OF_YEAR: dict[int, int] = {
    1946: 1, 1947: 16, 1948: 38, 1949: 67, 1950: 79, 1951: 90, 1952: 97, 1953: 99, 1954: 104, 1955: 106, 1956: 111,
    1957: 122, 1958: 127, 1959: 132, 1960: 133, 1961: 161, 1962: 170, 1963: 175, 1964: 186, 1965: 200, 1966: 220,
    1967: 233, 1968: 245, 1969: 263, 1970: 276, 1971: 292, 1972: 308, 1973: 325, 1974: 345, 1975: 367, 1976: 385,
    1977: 403, 1978: 423, 1979: 444, 1980: 462, 1981: 485, 1982: 500, 1983: 530, 1984: 546, 1985: 560, 1986: 581,
    1987: 594, 1988: 607, 1989: 627, 1990: 647, 1991: 684, 1992: 726, 1993: 800, 1994: 893, 1995: 970, 1996: 1036,
    1997: 1093, 1998: 1147, 1999: 1220, 2000: 1285, 2001: 1335, 2002: 1387, 2003: 1455, 2004: 1522, 2005: 1581,
    2006: 1652, 2007: 1739, 2008: 1795, 2009: 1860, 2010: 1908, 2011: 1967, 2012: 2033, 2013: 2086, 2014: 2133,
    2015: 2196, 2016: 2260, 2017: 2337, 2018: 2398, 2019: 2452, 2020: 2504, 2021: 2561, 2022: 2618, 2023: 2672,
    2024: 2722, 2025: 2768,
}  # fmt: skip
"""Number of the first Security Council resolution of each year."""
LAST_KNOWN = 2767
"""Last number whose year the register vouches for."""
_YEARS = sorted(FIRST_OF_YEAR)
_FIRSTS = [FIRST_OF_YEAR[year] for year in _YEARS]
COUNCIL_RESOLUTION = re.compile(r"S/RES/(\d+) \((\d{4})\)")


@dataclass(frozen=True, slots=True)
class Instrument:
    """What the register holds; None and "" where it does not know. Council resolutions bear no title: `title` is
    the agenda item."""

    symbol: str
    kind: str
    """resolution, presidential_statement, assembly_resolution or treaty."""
    year: int | None
    date: date | None
    title: str
    operative_paragraphs: int | None


def year_of_council_resolution(number: int) -> int | None:
    """The year in which the Council adopted the resolution of that number; None beyond what is known."""
    if not 1 <= number <= LAST_KNOWN:
        return None
    return _YEARS[bisect_right(_FIRSTS, number) - 1]


def kind_of(symbol: str) -> str:
    if symbol.startswith("S/RES/"):
        return "resolution"
    if symbol.startswith("S/PRST/"):
        return "presidential_statement"
    return "assembly_resolution" if symbol.startswith("A/RES/") else "document"


@cache
def _register() -> dict[str, Instrument]:
    found = {}
    text = files("comity.texts").joinpath("instruments.jsonl").read_text(encoding="utf-8")
    for line in text.splitlines():
        row = json.loads(line)
        symbol, adopted = row["symbol"], row["date"]
        year = re.search(r"\((\d{4})\)$|PRST/(\d{4})/", symbol)
        found[symbol] = Instrument(
            symbol=symbol,
            kind=kind_of(symbol),
            year=int(year[1] or year[2]) if year else int(adopted[:4]) if adopted else None,
            date=date.fromisoformat(adopted) if adopted else None,
            title=row["title"],
            operative_paragraphs=row["paragraphs"],
        )
    return found


def all() -> list[Instrument]:
    """Everything that the register describes, by symbol."""
    return list(_register().values())


def lookup(symbol: str) -> Instrument | None:
    """What is known of a canonical symbol such as "S/RES/1373 (2001)" or "S/PRST/2014/23"; None where it is not.

    A Council resolution that the register does not describe is known by its number and year alone.
    """
    found = _register().get(symbol)
    if found is not None:
        return found
    resolution = COUNCIL_RESOLUTION.fullmatch(symbol)
    if resolution and year_of_council_resolution(int(resolution[1])) == int(resolution[2]):
        return Instrument(symbol, "resolution", int(resolution[2]), None, "", None)
    return None
