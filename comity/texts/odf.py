"""Styles and lists of OpenDocument texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from comity.texts import stylenames
from comity.texts.counters import printed
from comity.texts.shaping import Indent

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE, DRAW, SCRIPT = (
    f"{_NS}{name}:1.0}}" for name in ("office", "text", "table", "style", "drawing", "script")
)
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
    "أ, ب, ت, ...": "arabicAlpha", "أ, ب, ج, ...": "arabicAbjad", "١, ٢, ٣, ...": "arabicFigures",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "chineseLegalSimplified", "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth", "А, Б, .., Аа, Аб, ... (ru)": "russianUpper",
    "а, б, .., аа, аб, ... (ru)": "russianLower", "01, 02, 03, ...": "decimalZero",
}  # fmt: skip
_TWIPS = {"cm": 567.0, "mm": 56.7, "in": 1440.0, "pt": 20.0, "pc": 240.0, "px": 15.0}
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,8})?)(cm|mm|in|pt|pc|px)")
_HOLE = re.compile(r"%(\d{1,2})%")


def whole(text: str | None) -> int | None:
    """A whole number that a file gives, None where it is none or absurd."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else None


def twips(length: str | None) -> int:
    """A length such as "1.25cm" in twips, 0 where it is none."""
    found = _LENGTH.fullmatch(length or "")
    return int(float(found.group(1)) * _TWIPS[found.group(2)]) if found else 0


class Styles:
    """Paragraph, character and list styles; a property not set in a style is sought in its parents."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        for root in roots:
            for group in (OFFICE + "styles", OFFICE + "automatic-styles"):
                for one in root.iterfind(f"{group}/*"):
                    self._take(one)

    def _take(self, one: etree._Element) -> None:
        name = one.get(STYLE + "name") or ""
        if one.tag == STYLE + "style":
            self._styles[one.get(STYLE + "family") or "", name] = one
        elif one.tag == TEXT + "list-style":
            self.lists[name] = one
        elif one.tag == TEXT + "outline-style":
            self.outline = one

    def chain(self, name: str | None, family: str) -> Iterator[etree._Element]:
        for _ in range(20):
            found = self._styles.get((family, name or ""))
            if found is None:
                return
            yield found
            name = found.get(STYLE + "parent-style-name")

    def _both(self, name: str | None) -> Iterator[etree._Element]:
        yield from self.chain(name, "paragraph")
        yield from self.chain(name, "text")

    def heading_level(self, name: str | None) -> int | None:
        for found in self.chain(name, "paragraph"):
            own = found.get(STYLE + "display-name") or found.get(STYLE + "name") or ""
            if (said := stylenames.heading_level(own)) is not None:
                return said
            if level := whole(found.get(STYLE + "default-outline-level")):
                return level - 1
        return stylenames.heading_level(name or "")

    def is_quote(self, name: str | None) -> bool:
        names = (found.get(STYLE + "name") or "" for found in self.chain(name, "paragraph"))
        return any(map(stylenames.is_quote, (name or "", *names)))

    def _property(self, name: str | None, group: str, key: str) -> str | None:
        for found in self._both(name):
            said = found.find(STYLE + group)
            if said is not None and said.get(key) is not None:
                return said.get(key)
        return None

    def is_hidden(self, name: str | None) -> bool:
        return self._property(name, "text-properties", TEXT + "display") == "none"

    def is_bold(self, name: str | None) -> bool:
        return self._property(name, "text-properties", FO + "font-weight") in (
            "bold",
            "600",
            "700",
            "800",
            "900",
        )

    def is_centred(self, name: str | None) -> bool:
        return self._property(name, "paragraph-properties", FO + "text-align") == "center"

    def indent(self, name: str | None) -> Indent:
        """How far a paragraph of the style is set in."""
        group = "paragraph-properties"
        start, end = (self._property(name, group, FO + side) for side in ("margin-left", "margin-right"))
        return Indent(twips(start), twips(end))

    def list_of(self, name: str | None) -> str | None:
        """The list style that a paragraph style brings with it."""
        return next(
            (said for one in self.chain(name, "paragraph") if (said := one.get(STYLE + "list-style-name"))),
            None,
        )


class Lists:
    """What is printed before the items of lists and before numbered headings; asked in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._headings: dict[int, int] = {}

    def begin(self, style: str | None, *, goes_on: bool) -> None:
        """A list begins: at its start, unless it continues the one before of the same style."""
        if not goes_on:
            self._counts.pop(style or "", None)

    def label(self, style: str | None, depth: int, start: int | None) -> str:
        """The label of the next item at a depth; "" where the style is unknown or prints none."""
        described = self._styles.lists.get(style or "")
        if described is None:
            return ""
        counts = self._counts.setdefault(style or "", {})
        return _label(described, counts, depth, start)

    def outline_label(self, depth: int, start: int | None) -> str:
        """The label of the next heading at a depth."""
        if self._styles.outline is None:
            return ""
        return _label(self._styles.outline, self._headings, depth, start)


def _label(described: etree._Element, counts: dict[int, int], depth: int, start: int | None) -> str:
    levels = {whole(one.get(TEXT + "level")): one for one in described}
    level = levels.get(depth + 1)
    for higher in range(depth):  # a level that was leapt over counts as begun
        counts.setdefault(higher, _start(levels.get(higher + 1)))
    counts[depth] = counts[depth] + 1 if depth in counts else _start(level)
    if start is not None:
        counts[depth] = start
    for deeper in [other for other in counts if other > depth]:
        del counts[deeper]
    if level is None:
        return ""
    if level.tag in (TEXT + "list-level-style-bullet", TEXT + "list-level-style-image"):
        return "•"

    def figure(place: int) -> str:
        other = levels.get(place + 1)
        form = "1" if other is None else other.get(STYLE + "num-format") or ""
        return printed(counts.get(place, 1), _FORMS.get(form, "decimal"))

    if not level.get(STYLE + "num-format"):
        return ""
    if pattern := level.get(LOEXT + "num-list-format") or level.get(STYLE + "num-list-format"):
        return _HOLE.sub(lambda found: figure(int(found.group(1)) - 1), pattern)
    shown = max(min(whole(level.get(TEXT + "display-levels")) or 1, depth + 1), 1)
    figures = [figure(place) for place in range(depth + 1 - shown, depth + 1)]
    before, after = level.get(STYLE + "num-prefix") or "", level.get(STYLE + "num-suffix") or ""
    return before + ".".join(one for one in figures if one) + after


def _start(level: etree._Element | None) -> int:
    said = None if level is None else whole(level.get(TEXT + "start-value"))
    return 1 if said is None else said
