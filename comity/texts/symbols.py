"""The grammar of United Nations document symbols, such as S/PRST/2014/23 or A/66/100/Add.1/Corr.1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

BODIES = r"A|S|E|T|ST|CCPR|CEDAW|CERD|CAT|CRC|CMW|CRPD|CED|DP|TD|UNEP|HRI|ECE|ID|LC|LOS|SPLOS|ISBA|NPT|BWC|CD|FCCC|CBD"
ORGAN = r"(?:AC|C|CN|CONF|GC|SC|Sub|WG|PV|SR|CRP|L|WP|R|EX|NOTE)\.\d+"
WORD = r"RES|PRST|INF|NGO|PET|PC|DEC|HRC|SGB|AI|IC|GC|C|BUR|Agenda|S-\d+|ES-\d+|(?:CEDAW|CERD|CAT|CRC|CCPR)"
SUFFIX = r"(?:Add|Amend|Corr|Rev|Summary)(?:\.\d+)?"
PART = rf"(?:{ORGAN}|{WORD}|{SUFFIX}|\d+(?: [A-Z](?: \([IVXLC]+\))?)?|[A-Z]{{2,4}}\.\d+|[A-Z]{{3}})"
ONE = rf"(?:{BODIES})(?:/{PART})+(?:/\d+-\d+)?"
TAIL = r"(?: ?\((?:\d{4}|Resumption \d+|Part [IVX]+)\))?\*{0,3}"
SYMBOL = rf"(?P<symbol>{ONE})(?P<tail>{TAIL})"


@cache  # a tenth of a second to compile, which only reading needs
def whole() -> re.Pattern[str]:
    """A text that is a symbol."""
    return re.compile(SYMBOL)


@cache
def anywhere() -> re.Pattern[str]:
    """A symbol within a text; the text must have plain digits, brackets and hyphens (`citations.Flat`)."""
    return re.compile(rf"(?<![A-Za-z\d/.]){SYMBOL}(?![A-Za-z\d/]|\.\d)")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol taken apart: `canonical` is how it is written in a register."""

    canonical: str
    body: str
    parts: tuple[str, ...]
    year: int | None


def parse(text: str) -> Symbol | None:
    """Read a whole string as one symbol; None where it is not one ("SC/12839" is a press release)."""
    match = whole().fullmatch(text)
    return from_match(match) if match and any(letter.isdigit() for letter in match["symbol"]) else None


def from_match(match: re.Match[str]) -> Symbol:
    """The symbol of a match of `whole` or `anywhere`. A trailing asterisk (technical reissue) is no part of it."""
    symbol, tail = match["symbol"], match["tail"].strip().rstrip("*").strip()
    body, *parts = symbol.split("/")
    year = year_in(parts, tail)
    canonical = f"{symbol} {tail}" if tail else symbol
    return Symbol(canonical, body, tuple(parts), year)


def year_in(parts: list[str], tail: str) -> int | None:
    """The year that the symbol itself names: S/RES/1373 (2001), S/2017/375, S/PRST/2014/23."""
    if re.fullmatch(r"\(\d{4}\)", tail):
        return int(tail[1:-1])
    for part in parts:
        if re.fullmatch(r"(19|20)\d\d", part):
            return int(part)
    return None


def link(symbol: str, language: str = "en") -> str:
    """Address of the document in the United Nations' own service."""
    return f"https://undocs.org/{language}/{symbol.replace(' ', '%20')}"
