"""Mentions of resolutions, presidential statements and documents in a text, in six languages.

Three ways to find one: by the grammar of symbols; as `number (year)`, taken where the Council adopted that number in
that year or where a word for "resolution" or a neighbour in a list says so; and as `session/number` or a bare number
next to such a word. Nothing is mended: what contradicts the register is flagged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.texts import instruments, symbols
from comity.texts.model import Status


@dataclass(frozen=True, slots=True)
class Found:
    """A mention; `text` is text[start:end] of what was searched, offsets in code points."""

    start: int
    end: int
    text: str
    symbol: str
    year: int | None
    paragraph_cited: str | None
    status: Status


FIRST_YEAR, LAST_YEAR = 1946, 2035
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u0640"
)
SAME_AS = str.maketrans(
    {
        **{chr(0x2010 + step): "-" for step in range(6)},
        "\u2212": "-", "（": "(", "）": ")", "［": "[", "］": "]", "／": "/", "．": ".", "，": ",", "、": ",", "،": ",",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ", "\n": " ", "\t": " ", "\r": " ", "∕": "/", "⁄": "/",
    }
)  # fmt: skip

_PLAIN = {
    **{
        code: str(unicodedata.digit(chr(code)))
        for code in range(0x660, 0x1FBFA)
        if unicodedata.category(chr(code)) == "Nd"
    },
    **SAME_AS,
}
"""One letter for one letter: any script's digit as 0-9, full-width signs and odd hyphens and spaces as usual."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_DIGIT = re.compile(r"\d")
RESOLUTION = r"""(?:resolutions?|résolutions?|resoluci(?:ón|ones)|резолюци\w*|قرار(?:ات|ين|ان|ي|يه|ها|ه|نا)?\w{0,3}|
    القرار(?:ات|ين|ان)?|决议|UNSCRs?|SCRs?|S\.?C\.?\ Res\.?|res\.)"""
NEAR = re.compile(RESOLUTION, re.X | re.I)
ASSEMBLY = re.compile(
    r"General Assembly|Assemblée générale|Asamblea General|Генеральн\w+ Ассамбле|الجمعية العامة|大会|UNGA",
    re.I,
)
OTHER_BODIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"Human Rights Council|Conseil des droits de l.homme|Consejo de Derechos Humanos"
            r"|Совет\w* по правам человека|مجلس حقوق الإنسان|人权理事会|\bHRC\b",
            re.I,
        ),
        "A/HRC/RES/",
    ),
    (
        re.compile(
            r"Economic and Social Council|Conseil économique et social|Consejo Económico y Social"
            r"|Экономическ\w+ и Социальн\w+ Совет|المجلس الاقتصادي والاجتماعي|经济及社会理事会|\bECOSOC\b",
            re.I,
        ),
        "E/RES/",
    ),
)
COUNCIL = re.compile(
    r"Security Council|Conseil de sécurité|Consejo de Seguridad|Совет\w* Безопасности|مجلس الأمن"
    r"|安全理事会|安理会|UNSCR|\bSCR"
)
NUMBER_YEAR = re.compile(r"(?<![\d/.-])(?<!\d[ ,])(\d{1,4}) ?\((\d{4})\)(?!\d)")
SLASHED = re.compile(
    r"(?<![A-Za-z\d/.-])(\d{1,3}|ES-\d{1,2}|S-\d{1,2})/(\d{1,3})(?: ([A-Z]{1,2}|[A-Z]-[A-Z]))?(?![A-Za-z\d/-]|\.\d)"
)
ROMAN = re.compile(r"(?<![\w/])(\d{1,4})(?: ([A-Z]))? \(([IVXL]{2,7}|V|X|I)\)")
BARE = re.compile(
    rf"(?:{RESOLUTION})\s*(?:no\.?|n°|nº|№|رقم|第)?\s*(\d{{3,4}})(?![\d/(]|\ ?\(|\ [A-Z]?\ ?\(|[.,]\d|-\d)"
    r"|第(\d{3,4})号决议",
    re.X | re.I,
)
LIST_GAP = re.compile(
    r"[\s,;:()*]*(?:and|et|y|e|и|و|和|及|以及|as well as"
    r"|ainsi que|así como|а также|وكذلك|or|ou|o|или|أو|或|第|号)?[\s,;و第号]*",
    re.I,
)
REPORTS = re.compile(r"(?:Reports?|Recueil|Rep\.|ITLOS|ICJ|I\.C\.J\.|TIDM|ТРИБУНАЛ\w*)\s*$", re.I)
WINDOW = 90


def find(text: str, language: str | None = None) -> list[Found]:
    """All mentions in reading order, none overlapping another. `language` is not needed and may be left out."""
    if not _DIGIT.search(text):
        return []
    flat = Flat(text)
    taken: list[Found] = []
    for found in (
        *by_symbol(flat),
        *by_number_and_year(flat),
        *by_slash(flat),
        *by_roman(flat),
        *by_bare_number(flat),
    ):
        if not any(found.start < other.end and other.start < found.end for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda one: one.start)


class Flat:
    """A text with plain digits, brackets and hyphens and nothing invisible, that knows where each letter stood."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.places: Sequence[int] = range(len(original))
        self.text = original.translate(_PLAIN)
        if not original.isascii() and _INVISIBLE.search(original):
            kept = [place for place, letter in enumerate(original) if letter not in INVISIBLE]
            self.text = "".join([self.text[place] for place in kept])
            self.places = kept

    def found(
        self, start: int, end: int, symbol: str, year: int | None, status: Status, cited: str | None = None
    ) -> Found:
        first, last = self.places[start], self.places[end - 1] + 1
        cited = cited or paragraph_cited(self.text, start, end)
        return Found(first, last, self.original[first:last], symbol, year, cited, status)


def by_symbol(flat: Flat) -> Iterator[Found]:
    for match in symbols.anywhere().finditer(flat.text):
        parsed = symbols.from_match(match)
        if not any(letter.isdigit() for letter in match["symbol"]):
            continue
        canonical, year, end = parsed.canonical, parsed.year, match.end()
        resolution = re.fullmatch(r"S/RES/(\d+)(?: \((\d{4})\))?", canonical)
        if resolution:
            number = int(resolution[1])
            canonical, status = council_resolution(number, year)
            yield flat.found(match.start(), end, canonical, year, status)
            continue
        status = Status.KNOWN if instruments.lookup(canonical) else Status.UNKNOWN
        if canonical.startswith("S/PRST/") and year is not None:
            said = year_of_date_before(flat.text[: match.start()])
            if (said is not None and said != year) or not FIRST_YEAR <= year <= LAST_YEAR:
                status = Status.YEAR_MISMATCH
        yield flat.found(match.start(), end, canonical, year, status)


def council_resolution(number: int, year: int | None) -> tuple[str, Status]:
    """Canonical symbol and status of a Council resolution as cited. The printed year is kept, right or wrong."""
    right = instruments.year_of_council_resolution(number)
    if year is None:
        return (f"S/RES/{number} ({right})", Status.KNOWN) if right else (f"S/RES/{number}", Status.UNKNOWN)
    symbol = f"S/RES/{number} ({year})"
    if right is None:
        possible = FIRST_YEAR <= year <= LAST_YEAR
        return symbol, Status.UNKNOWN if possible else Status.YEAR_MISMATCH
    return symbol, Status.KNOWN if right == year else Status.YEAR_MISMATCH


def by_number_and_year(flat: Flat) -> Iterator[Found]:
    last_end = -1
    for match in NUMBER_YEAR.finditer(flat.text):
        number, year = int(match[1]), int(match[2])
        before = flat.text[max(0, match.start() - WINDOW) : match.start()]
        in_list = last_end >= 0 and bool(LIST_GAP.fullmatch(flat.text[last_end : match.start()]))
        named = bool(NEAR.search(before)) or "决议" in flat.text[match.end() : match.end() + 40]
        follows = flat.text.startswith("号决议", match.end())
        right = instruments.year_of_council_resolution(number)
        if REPORTS.search(before) or number == 0:
            continue
        if right == year and (named or in_list or number != year):
            pass
        elif not ((named and re.search(NEAR_END, before)) or follows or in_list) or number == year:
            continue
        if other_body(before) and not COUNCIL.search(before):
            continue
        symbol, status = council_resolution(number, year)
        last_end = match.end()
        yield flat.found(match.start(), match.end(), symbol, year, status)


NEAR_END = re.compile(rf"(?:{RESOLUTION})[\s\w,.()/«»“”\"'-]{{0,60}}$", re.X | re.I)


def other_body(before: str) -> str | None:
    """Prefix of the body that a resolution belongs to where the words before it name one other than the Council."""
    ends = [(match.end(), prefix) for pattern, prefix in OTHER_BODIES for match in pattern.finditer(before)]
    ends += [(match.end(), "") for match in COUNCIL.finditer(before)]
    ends += [(match.end(), "A/RES/") for match in ASSEMBLY.finditer(before)]
    return max(ends)[1] or None if ends else None


def by_slash(flat: Flat) -> Iterator[Found]:
    last_end, last_prefix = -1, "A/RES/"
    for match in SLASHED.finditer(flat.text):
        before = flat.text[max(0, match.start() - WINDOW) : match.start()]
        in_list = last_end >= 0 and bool(LIST_GAP.fullmatch(flat.text[last_end : match.start()]))
        after = flat.text[match.end() : match.end() + 12]
        named = bool(re.search(CLOSE_BEFORE, before)) or bool(re.match(r"(?: [A-Z])?\s*号?决议", after))
        if not (named or in_list):
            continue
        prefix = last_prefix if in_list and not named else (other_body(before) or "A/RES/")
        symbol = f"{prefix}{match[1]}/{match[2]}" + (f" {match[3]}" if match[3] else "")
        last_end, last_prefix = match.end(), prefix
        status = Status.KNOWN if instruments.lookup(symbol) else Status.UNKNOWN
        yield flat.found(match.start(), match.end(), symbol, None, status)


CLOSE_BEFORE = re.compile(
    rf"(?:{RESOLUTION})\s*(?:of\s+the\s+General\s+Assembly|de\s+l.Assemblée\s+générale|de\s+la\s+Asamblea\s+General"
    r"|Генеральной\s+Ассамблеи|رقم|الجمعية\s+العامة|n°|№|No\.)?[\s,(]*(?:\d[\d/ ,и]*(?:and|et|y|и|و)\s*)?$|第\s*$",
    re.X | re.I,
)


def by_roman(flat: Flat) -> Iterator[Found]:
    """Before 1976 the Assembly numbered on and named the session in Roman numerals: 217 A (III)."""
    for match in ROMAN.finditer(flat.text):
        before = flat.text[max(0, match.start() - WINDOW) : match.start()]
        if not NEAR.search(before) and "决议" not in flat.text[match.end() : match.end() + 8]:
            continue
        symbol = (
            f"{other_body(before) or 'A/RES/'}{match[1]}"
            + (f" {match[2]}" if match[2] else "")
            + f" ({match[3]})"
        )
        status = Status.KNOWN if instruments.lookup(symbol) else Status.UNKNOWN
        yield flat.found(match.start(), match.end(), symbol, None, status)


def by_bare_number(flat: Flat) -> Iterator[Found]:
    """ "Security Council resolution 1325", "UNSCR 2178": the number alone, where the Council is meant."""
    for match in BARE.finditer(flat.text):
        group = 1 if match[1] else 2
        number = int(match[group])
        before = flat.text[max(0, match.start() - WINDOW) : match.end()]
        if other_body(before) or (FIRST_YEAR <= number <= LAST_YEAR and not COUNCIL.search(before)):
            continue
        symbol, status = council_resolution(number, None)
        if status == Status.KNOWN:
            yield flat.found(match.start(group), match.end(group), symbol, None, status)


DATE_BEFORE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)[^()\d]{0,25}(?:\d{1,2}月\d{1,2}日)?[^()\d]{0,12}\(\s*$"
)


def year_of_date_before(before: str) -> int | None:
    """The year of the date printed just before a symbol in brackets: "of 19 November 2015 (S/PRST/2014/23)"."""
    found = DATE_BEFORE.search(before[-60:])
    return int(found[1]) if found else None


LETTER = r"(?:\s*\(?(?:[a-zа-яأ-ي]{1,4}|[甲乙丙丁戊己庚辛壬癸])\))"
NUMERAL = rf"\d{{1,3}}(?:\s*(?:bis|ter))?{LETTER}*"
PARA = r"(?:paragraphs?|paras?\.?|paragraphes?|párrafos?|пункт\w*|пп?\.|(?:ال|لل|بال)?فقر(?:ة|ات|تين|تان)|第)"
JOIN = r"(?:\s*(?:,|and|et|y|и|و|to|à|a|-|至|和|、)\s*)"
BEFORE = re.compile(
    rf"{PARA}\s*(?P<cited>{NUMERAL}(?:{JOIN}{NUMERAL}){{0,6}})(?:\s*段)?"
    rf"[\s,\w'’«»]{{0,45}}?(?:{RESOLUTION})[\s\w'’]{{0,25}}$",
    re.X | re.I,
)
AFTER = re.compile(
    rf"^\s*(?:\([^)]{{0,30}}\))?\s*(?:号决议|,)?\s*(?:执行部分)?{PARA}\s*(?P<cited>{NUMERAL}(?:{JOIN}{NUMERAL}){{0,6}})"
    r"(?:\s*段\s*\((?P<sub>[a-z]{1,4}|[甲乙丙丁戊己庚辛壬癸])\))?",
    re.X | re.I,
)
SUB_FIRST = re.compile(
    rf"(?:subparagraphs?|sub-paragraphs?|alinéas?|apartados?|incisos?|подпункт\w*|(?:ال)?فقرة\s+الفرعية)\s*\(?(?P<sub>[a-zа-яأ-ي]{{1,4}})\)"
    rf"[\s\w]{{0,12}}{PARA}\s*(?P<cited>\d{{1,3}})[\s,\w'’]{{0,45}}?(?:{RESOLUTION})[\s\w'’]{{0,25}}$",
    re.X | re.I,
)


IN_LATIN = str.maketrans("أابجدهوزحطيكلمن甲乙丙丁戊己庚辛壬癸", "aabcdefghijklmnabcdefghij")
"""The letters of subparagraphs in Arabic (in the order of the abjad) and Chinese, as other languages print them."""


def paragraph_cited(text: str, start: int, end: int) -> str | None:
    """The paragraph that is cited, as "2 (e)" or "2, 3 and 5", from the words before or behind the instrument.

    Its letter is given as (a), (b), (c) whatever the language, so that mentions can be compared.
    """
    before, after = text[max(0, start - 120) : start], text[end : end + 60]
    sub = SUB_FIRST.search(before)
    if sub:
        return f"{sub['cited']} ({sub['sub'].translate(IN_LATIN)})"
    found = BEFORE.search(before) or AFTER.search(after)
    if not found:
        return None
    words = re.sub(r"\s+", " ", found["cited"]).strip()
    if letter := found.groupdict().get("sub"):
        words += f"({letter})"
    return re.sub(
        r"(\d)\s*\(?([^\W\d]{1,4})\)", lambda one: f"{one[1]} ({one[2].translate(IN_LATIN)})", words
    )
