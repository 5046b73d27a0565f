"""Right-to-left lines, put in logical order from the places of their letters.

pdfium turns a visual line around character by character, and so turns the letters of a ligature around as well
("الأطراف" comes out as "األطراف"), breaks a line where its pieces were drawn out of order, and keeps blanks that the
next letter covers. The boxes tell all three: the letters of one glyph share one box, and words stand apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, repeat
from operator import add, itemgetter
from typing import NamedTuple

Cells = Callable[[Sequence[int]], tuple[Iterable[float], ...]]
_SEGMENT = re.compile(r"[^\r\n\ufffe]+")
_STRONG_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_LEFT_TO_RIGHT = frozenset(
    chr(code)
    for first, last in ("09", "AZ", "az", "\u00c0\u024f", "\u0660\u0669", "\u06f0\u06f9")
    for code in range(ord(first), ord(last) + 1)
)
_FOREIGN = re.compile("[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_JOINERS = frozenset(
    ".,:/-–+%@_٫٬'’"
)  # stay within a number or a foreign word when they stand between its letters
_MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_MARKS = frozenset(filter(_MARK.match, map(chr, range(0x610, 0x6EE))))
_BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))
_LAM, _ALEFS = "ل", "اأإآ"
_FALSE_STRETCH = "\u0467"  # a Cyrillic letter that some fonts give for the stretching stroke
_STRAY = re.compile("(?<=[\u0620-\u064a])([A-Za-z#~^])\\1?(?=[\u0620-\u064a])")
_STRAYS_ENOUGH = 8  # on one page: a font gives a sign for its stretching stroke, it is no slip of a finger
_CLOSERS = {")": "(", "]": "[", "»": "«"}
_TURNED = str.maketrans("()[]«»", ")(][»«")


class _Glyph(NamedTuple):
    text: str
    """More than one letter where the glyph is a ligature or carries vowel marks."""
    left: float
    bottom: float
    right: float
    top: float
    place: int
    """Of its first character in the page's text."""


_TEXT, _LEFT, _BOTTOM, _RIGHT, _TOP = map(itemgetter, range(5))


@dataclass(slots=True)
class Row:
    """One printed line in logical order; `first` is the place of one of its characters in the page's text."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    first: int


def dominates(text: str) -> bool:
    """Whether most letters of a page are written right to left."""
    if text.isascii() or not _STRONG_RTL.search(text):
        return False
    return 2 * len(_STRONG_RTL.findall(text)) > len(_LETTER.findall(text))


def rows(text: str, cells: Cells) -> Iterator[Row]:
    """The printed lines of a right-to-left page as pdfium met them; `cells` gives the cells of its characters."""
    segments = [
        [place for place in range(*found.span()) if text[place] not in _BLANKS]
        for found in _SEGMENT.finditer(text)
    ]
    places = list(chain.from_iterable(segments))
    columns = zip(map(text.__getitem__, places), *cells(places), places, strict=True)
    # `tuple.__new__` takes half the time of calling the class, for every letter of the page
    glyphs_met = map(tuple.__new__, repeat(_Glyph), columns)
    lines = (_glyphs(list(islice(glyphs_met, len(segment)))) for segment in segments if segment)
    pieces = [piece for glyphs in lines for piece in _levels(glyphs)]
    reversed_ligatures = _ligatures_are_reversed(pieces)
    row: list[_Glyph] = []
    reach = (0.0, 0.0)
    for glyphs in pieces:
        own = _extent(glyphs)
        if row and _level(reach, own):
            row.extend(glyphs)
            reach = _extent(row)
            continue
        if row:
            yield _assembled(row, reach, reversed_ligatures)
        row, reach = list(glyphs), own
    if row:
        yield _assembled(row, reach, reversed_ligatures)


def without_strays(rows: list[Row]) -> list[Row]:
    """Fonts without a proper table give "R" or "#" for the stroke that stretches a word; it goes, the word stays."""
    met = Counter(sign for row in rows for sign in _STRAY.findall(row.text))
    strays = {sign for sign, times in met.items() if times >= _STRAYS_ENOUGH}
    if strays:
        for row in rows:
            row.text = _STRAY.sub(lambda found: "" if found[1] in strays else found[0], row.text)
    return rows


def _glyphs(cells: list[_Glyph]) -> list[_Glyph]:
    """The glyphs of a segment, in pdfium's order; inked characters with one box are one glyph."""
    glyphs: list[_Glyph] = []
    last_left = last_right = -1.0
    for cell in cells:
        letter, left, _, right, _, _ = cell
        if glyphs and ((left == last_left and right == last_right > left) or letter in _MARKS):
            before = glyphs[-1]
            glyphs[-1] = before._replace(text=before.text + letter)
        else:
            glyphs.append(cell)
            last_left, last_right = left, right
    return glyphs


def _ligatures_are_reversed(pieces: list[list[_Glyph]]) -> bool:
    """Fonts list a ligature's letters in either order; lam-alef, which cannot be alef-lam, tells which."""
    votes = 0
    texts = map(_TEXT, chain.from_iterable(pieces))
    for ligature in (text for text in texts if len(text) > 1):
        letters = _MARK.sub("", ligature)
        if len(letters) == 2 and _LAM in letters and (letters[0] in _ALEFS or letters[1] in _ALEFS):
            votes += 1 if letters[1] == _LAM else -1
    return votes >= 0


def _mended(text: str, reversed_ligatures: bool) -> str:
    """The letters of a ligature in the order in which they are read."""
    if text[1] in _MARKS:
        return text
    letters, marks = _MARK.sub("", text), "".join(_MARK.findall(text))
    lam_alef_turned = len(letters) == 2 and letters[1] == _LAM and letters[0] in _ALEFS
    if (reversed_ligatures and not _is_lam_alef(letters)) or lam_alef_turned:
        letters = letters[::-1]
    return letters + marks


def _is_lam_alef(letters: str) -> bool:
    return len(letters) == 2 and letters[0] == _LAM and letters[1] in _ALEFS


def _level(one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Whether a piece goes on a row's line, by their extents: they share more than six tenths of their height."""
    one_low, one_high = one
    two_low, two_high = two
    shared = min(one_high, two_high) - max(one_low, two_low)
    return shared > 0.6 * max(min(one_high - one_low, two_high - two_low), 0.1)


def _levels(glyphs: list[_Glyph]) -> list[list[_Glyph]]:
    """Parts the lines that pdfium has run together, as it does where vowel marks make cells overlap."""
    height = glyphs[0].top - glyphs[0].bottom
    bottoms = list(map(_BOTTOM, glyphs))
    if max(bottoms) - min(bottoms) < 0.8 * height:
        return [glyphs]
    levels: list[list[_Glyph]] = []
    for glyph in glyphs:
        near = (level for level in levels if abs(level[0].bottom - glyph.bottom) < 0.4 * height)
        level = next(near, None)
        if level is None:
            levels.append([glyph])
        else:
            level.append(glyph)
    return sorted(levels, key=lambda level: -level[0].bottom)


def _extent(glyphs: list[_Glyph]) -> tuple[float, float]:
    """The (bottom, top) of a line: its middle letters', which marks and raised figures do not move."""
    middle = len(glyphs) // 2
    return sorted(map(_BOTTOM, glyphs))[middle], sorted(map(_TOP, glyphs))[middle]


def _assembled(glyphs: list[_Glyph], extent: tuple[float, float], reversed_ligatures: bool) -> Row:
    letters_met = "".join(map(_TEXT, glyphs))
    if not _STRONG_RTL.search(letters_met) and _LATIN.search(letters_met):
        return _left_to_right(glyphs, extent)
    ordered = _by_centre(glyphs, reverse=True)
    bottom, top = extent
    apart = 0.06 * (top - bottom)
    letters: list[str] = []
    reached = ordered[0].left
    for text, left, _, right, _, _ in ordered:
        if reached - right > apart:
            letters.append(" ")
        letters.append(_mended(text, reversed_ligatures) if len(text) > 1 else text)
        reached = left
    text = _faced(_logical(letters).replace(_FALSE_STRETCH, ""))
    return Row(text, min(map(_LEFT, ordered)), max(map(_RIGHT, ordered)), bottom, top, ordered[0].place)


def _left_to_right(glyphs: list[_Glyph], extent: tuple[float, float]) -> Row:
    """A line in another script on a right-to-left page."""
    ordered = _by_centre(glyphs)
    bottom, top = extent
    letters = [ordered[0].text]
    for before, after in pairwise(ordered):
        letters.append(" " + after.text if after.left - before.right > 0.06 * (top - bottom) else after.text)
    left, right = min(map(_LEFT, ordered)), max(map(_RIGHT, ordered))
    return Row("".join(letters), left, right, bottom, top, ordered[0].place)


def _by_centre(glyphs: list[_Glyph], *, reverse: bool = False) -> list[_Glyph]:
    centres = list(map(add, map(_LEFT, glyphs), map(_RIGHT, glyphs)))
    order = sorted(range(len(glyphs)), key=centres.__getitem__, reverse=reverse)
    return [glyphs[place] for place in order]


def _logical(letters: list[str]) -> str:
    """Right-to-left letters as they come; runs of figures or foreign letters turned around."""
    text = "".join(letters)
    if not _FOREIGN.search(text):
        return text
    pieces: list[str] = []
    run: list[str] = []
    for place, letter in enumerate(letters):
        if letter[0] in _LEFT_TO_RIGHT or (run and _within_run(letters, place)):
            run.append(letter)
            continue
        pieces.extend(reversed(run))
        run = []
        pieces.append(letter)
    return "".join([*pieces, *reversed(run)])


def _within_run(letters: list[str], place: int) -> bool:
    """A joiner, or a blank between two foreign words, right before another figure or foreign letter."""
    after = letters[place + 1] if place + 1 < len(letters) else ""
    if after[:1] not in _LEFT_TO_RIGHT:
        return False
    return letters[place] in _JOINERS or (
        letters[place] == " " and after.isalpha() and letters[place - 1].isalpha()
    )


def _faced(text: str) -> str:
    """Brackets that were drawn mirrored but not recorded so are turned: a line does not close before it opens."""
    for closer, opener in _CLOSERS.items():
        first_closer, last_opener = text.find(closer), text.rfind(opener)
        if 0 <= first_closer < last_opener and text.find(opener) > first_closer:
            return text.translate(_TURNED)
    return text
