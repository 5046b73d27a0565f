"""The printed numbers, letters and bullets that open a paragraph, and the lines that are headings.

Shared by every format reader, so that "87. 1.", "(iv)", "а)", "١-" and "（一）" are read alike whatever file they
stand in. Pure text: where on the page a line stands is the reader's own affair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from comity.texts.model import Kind


class Style(StrEnum):
    """What a mark is made of; "110.1" is nested, "12" decimal, "一" Chinese, "•" a bullet."""

    DECIMAL = "decimal"
    NESTED = "nested"
    ROMAN = "roman"
    CAPITAL = "capital"
    LETTER = "letter"
    CHINESE = "chinese"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Mark:
    """What opens a line: `number` as printed without brackets and full stop (None for a bullet), `rest` after it."""

    number: str | None
    rest: str
    style: Style
    bracketed: bool = False
    """"(a)", "a)" or "1)": a mark of an item within a paragraph, never of a paragraph of its own."""

    @property
    def level(self) -> int:
        """Depth that the style alone suggests: 0 "1.", 1 "(a)" or a bullet, 2 "(iv)"."""
        if self.style is Style.ROMAN and self.bracketed and self.number and self.number.islower():
            return 2
        return int(self.bracketed or self.style in (Style.LETTER, Style.BULLET, Style.NESTED))

    @property
    def kind(self) -> Kind:
        """A plainly numbered paragraph ("12.") is a paragraph; anything lettered, bracketed, nested is an item."""
        plain = self.style in (Style.DECIMAL, Style.CHINESE) and not self.bracketed
        return Kind.PARAGRAPH if plain else Kind.ITEM


BULLETS = "•◦‣▪▫■□●○◆◇►▶➢➤✓✔❖⁃∙·\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\uf06c\uf06e\uf0e0\uf0be"
_DIGITS = r"[0-9٠-٩۰-۹０-９]"
_DOT = r"[.．]"
_CLOSE = r"[)）\]]"
_OPEN = r"[(（\[]"
_HAN = r"[一二三四五六七八九十百]{1,5}"
_LOWER_ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v|x))"
_UPPER_ROMAN = r"(?:X{0,3}(?:IX|IV|V?[Il]{1,3}|V|X))"  # scanned headings print "Il." and "l." for II and I
_ONE_LETTER = r"[^\W\d_]ـ?"  # an Arabic letter may carry its stretching stroke

_NESTED = re.compile(rf"({_DIGITS}{{1,3}}(?:{_DOT} ?{_DIGITS}{{1,3}}){{1,4}})({_DOT}|{_CLOSE})?[ \t]+(?=\S)")
_TIGHT_NESTED = re.compile(rf"({_DIGITS}{{1,3}}(?:{_DOT}{_DIGITS}{{1,3}}){{1,4}}){_DOT}(?=[^\W\d_])")
_DECIMAL = re.compile(
    rf"({_DIGITS}{{1,3}})(?:{_DOT}[ \t]*[-–]?[ \t]+(?=\S)|{_DOT}(?=[^\W\d_]|[“\"«„])"
    r"|[ \t]?[-–—ـ][ \t]+(?=[^\W\d]|[“\"«„(])|、[ \t]*)"
)
_BRACKETED = re.compile(
    rf"(?:{_OPEN}[ \t]*({_DIGITS}{{1,3}}|{_HAN}|{_LOWER_ROMAN}|[XVI]{{1,5}}|{_ONE_LETTER})[ \t]*{_CLOSE}"
    rf"|({_DIGITS}{{1,3}}|{_HAN}|{_LOWER_ROMAN}|[XVI]{{1,5}}|{_ONE_LETTER})[ \t]?{_CLOSE})[.:]?[ \t]*(?=\S)"
)
_ROMAN = re.compile(rf"({_UPPER_ROMAN}|{_LOWER_ROMAN}|l){_DOT}[-–—]?[ \t]+(?=\S)")
_LETTERED = re.compile(r"(?!M\. [^\W\d_])([A-ZА-ЯЁa-zа-яё])\.[ \t]+(?=\S)")  # "M. Benkaroum" is a person
_CHINESE = re.compile(rf"({_HAN})[、．.][ \t]*(?=\S)")
_BULLET = re.compile(rf"(?:[{BULLETS}]|[-–—*oо](?=[ \t]))[ \t]*(?=\S)")

_AMOUNT = re.compile(
    r"(?:million|billion|trillion|per cent|percent|percentage|degrees?|millones|por ciento|millions|milliards|pour cent"
    r"|млн|млрд|миллион|миллиард|процент|亿|万|度|个|年|月|日|%|°|مليون|مليار|في المائة|درجة)",
    re.IGNORECASE,
)


def find_mark(line: str) -> Mark | None:
    """The mark that opens the line, or None.

    Conservative where a number may be an amount or a year ("2.5 million", "2015. The"): reading one mark too few
    joins two paragraphs, reading one too many cuts a sentence and shows a number nobody printed.

    >>> find_mark("87. 1. Ratify the Convention (Chile);")
    Mark(number='87.1', rest='Ratify the Convention (Chile);', style=<Style.NESTED: 'nested'>, bracketed=False)
    """
    line = line.strip()
    for read in (_read_nested, _read_decimal, _read_bracketed, _read_roman, _read_chinese, _read_lettered):
        if mark := read(line):
            return mark
    if found := _BULLET.match(line):
        return Mark(None, line[found.end() :], Style.BULLET)
    return None


def _read_nested(line: str) -> Mark | None:
    found = _NESTED.match(line) or _TIGHT_NESTED.match(line)
    if not found:
        return None
    rest = line[found.end() :]
    closed = found.re is _TIGHT_NESTED or found.group(2) is not None
    spaced = " " in found.group(1)
    if not closed and (spaced or not _opens_a_sentence(rest) or _AMOUNT.match(rest)):
        return None  # "2.5 million", "1.5 degrees"
    return Mark(found.group(1).replace(" ", ""), rest, Style.NESTED)


def _read_decimal(line: str) -> Mark | None:
    found = _DECIMAL.match(line)
    return Mark(found.group(1), line[found.end() :], Style.DECIMAL) if found else None


def _read_bracketed(line: str) -> Mark | None:
    found = _BRACKETED.match(line)
    if not found:
        return None
    number = found.group(1) or found.group(2)
    if found.group(1) is None and number.isalpha() and line[found.end() - 1] != " ":
        return None  # "a)b" is no mark, "(a)b" and "أ)نص" tightly set are met too seldom to risk it
    return Mark(number, line[found.end() :], _style(number), bracketed=True)


def _style(number: str) -> Style:
    if number[0].isdigit():
        return Style.DECIMAL
    if re.fullmatch(_HAN, number):
        return Style.CHINESE
    if re.fullmatch(rf"{_LOWER_ROMAN}|[XVI]{{2,5}}|[VI]", number) and number not in ("v", "x"):
        return Style.ROMAN
    return Style.LETTER


def _read_roman(line: str) -> Mark | None:
    found = _ROMAN.match(line)
    if not found:
        return None
    rest = line[found.end() :]
    if found.group(1) == "l" and not rest[:1].isupper():
        return None
    return Mark(found.group(1), rest, Style.ROMAN)


def _read_chinese(line: str) -> Mark | None:
    found = _CHINESE.match(line)
    return Mark(found.group(1), line[found.end() :], Style.CHINESE) if found else None


def _read_lettered(line: str) -> Mark | None:
    found = _LETTERED.match(line)
    if not found:
        return None
    rest = line[found.end() :]
    if re.match(r"[A-ZА-ЯЁ]\.", rest) or not _opens_a_sentence(rest):
        return None  # the initials of a person: "J. R. Smith"
    style = Style.CAPITAL if found.group(1).isupper() else Style.LETTER
    return Mark(found.group(1), rest, style)


def _opens_a_sentence(rest: str) -> bool:
    """A capital, a letter of a script without capitals, or an opening quotation mark or bracket."""
    first = rest[:1]
    return first in "“\"«„‘'([¿¡（「《*" or (first.isalpha() and not first.islower())


_SENTENCE_END = re.compile(r"[.;:,!?…。；：，！？؛،؟۔][\s”\"»’)\]）」》*\d]*$")
_STRUCTURE = re.compile(
    r"(?:annex|appendix|chapter|part|section|article|preamble|introduction|conclusions?|summary|contents"
    r"|annexe|chapitre|partie|préambule|sommaire|anexo|capítulo|sección|artículo|introducción|conclusiones|resumen"
    r"|приложение|глава|часть|раздел|статья|введение|выводы|заключение|резюме|содержание"
    r"|附件|附录|导言|引言|序言|结论|目录|第[一二三四五六七八九十百]+[章节部]"
    r"|المرفق|مرفق|الفصل|الجزء|مقدمة|خاتمة|المحتويات)(?![^\W\d_])",
    re.IGNORECASE,
)
HEADING_LIMIT = 160
"""Longest heading in characters; longer ones are met, and read as paragraphs they do no harm."""


def is_heading(text: str, *, mark: Mark | None = None, alone: bool = True) -> bool:
    """Whether a block reads as a heading: short, no stop at its end, opening like a title.

    `text` comes without its mark; `alone` says that it stands by itself (blank lines or space around), which a
    heading without number or structure word must.
    """
    if not text or len(text) > HEADING_LIMIT or _SENTENCE_END.search(text):
        return False
    if not any(letter.isalpha() for letter in text):
        return False
    if mark is not None:
        return _marks_a_heading(mark, text)
    if _STRUCTURE.match(text) or (text.isupper() and len(text) > 3):
        return True
    return alone and _opens_a_sentence(text) and len(text) <= HEADING_LIMIT // 2


def _marks_a_heading(mark: Mark, text: str) -> bool:
    if mark.bracketed or mark.style in (Style.BULLET, Style.LETTER):
        return False
    return _opens_a_sentence(text) and len(text.split()) <= 18


def heading_level(mark: Mark | None) -> int:
    """Depth of a heading: 0 "II." or "一、" or none, 1 "A." or "2.", as deep as "1.2.3" counts points."""
    if mark is None or mark.style in (Style.ROMAN, Style.CHINESE):
        return 0
    if mark.style is Style.NESTED and mark.number:
        return len(re.findall(_DOT, mark.number))
    return 1


_VALUES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)


def value(number: str) -> tuple[int, ...] | None:
    """(110, 1) of "110.1" in any digits, None of letters: to tell whether a number follows another."""
    parts = re.split(_DOT, number.translate(_VALUES))
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else None


def follows(earlier: str | None, number: str, *, reach: int = 3) -> bool:
    """Whether `number` plausibly comes after `earlier` in one sequence: 12 after 11, 110.1 after 110, 1 afresh.

    Gaps up to `reach` are allowed, since a number may be lost to a bad layer.
    """
    now = value(number)
    if now is None or now[-1] == 1:
        return True
    before = value(earlier) if earlier else None
    if before is None:
        return now[-1] <= reach
    depth = min(len(now), len(before))
    if now[: depth - 1] != before[: depth - 1]:
        return 0 <= now[0] - before[0] <= reach
    return 0 <= now[depth - 1] - before[depth - 1] <= reach
