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
from itertools import accumulate, chain, compress, pairwise
from operator import add, eq, sub

Cells = Callable[[Sequence[int]], tuple[list[float], ...]]
_STRONG_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_PARTLY = bytes((0x05, 0xFB, 0xFE))  # blocks of 256 characters that are not wholly of such letters
_OTHER_BLOCKS = bytes({*range(0x100)} - {*_PARTLY, 0x06, 0x07, 0x08, 0xFC, 0xFD})
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
_LAM, _ALEFS = "ل", "اأإآ"
_HYPHEN = "\ufffe"  # pdfium's sign for one at the end of a line
_NOT_SHOWN = frozenset(filter(str.isspace, map(chr, range(0x3001)))) | {_HYPHEN}
_FALSE_STRETCH = "\u0467"  # a Cyrillic letter that some fonts give for the stretching stroke
_STRAY = re.compile("(?<=[\u0620-\u064a])([A-Za-z#~^])\\1?(?=[\u0620-\u064a])")
_STRAYS_ENOUGH = 8  # on one page: a font gives a sign for its stretching stroke, it is no slip of a finger
_CLOSERS = {")": "(", "]": "[", "»": "«"}
_TURNED = str.maketrans("()[]«»", ")(][»«")


@dataclass(slots=True)
class _Glyphs:
    """The glyphs of a page in columns, which Python goes through faster than through as many objects.

    A glyph is named by the number of its first letter among those that are no blanks.
    """

    texts: list[str]
    """More than one letter where the glyph is a ligature or carries vowel marks."""
    read: list[str]
    """The same, with the letters of a ligature in the order in which they are read."""
    left: list[float]
    bottom: list[float]
    right: list[float]
    top: list[float]
    centre: list[float]
    """Twice the distance from the left, which sorts as well."""


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
    blocks = (
        b"" if text.isascii() else text.encode("utf-16-le", "replace")[1::2].translate(None, _OTHER_BLOCKS)
    )
    if not blocks:
        return False
    if 2 * len(blocks.translate(None, _PARTLY)) > len(text):
        return True
    return 2 * len(_STRONG_RTL.findall(text)) > len(_LETTER.findall(text))


def rows(text: str, cells: Cells) -> Iterator[Row]:
    """The printed lines of a right-to-left page as pdfium met them; `cells` gives the cells of its characters."""
    places = [place for place, letter in enumerate(text) if letter not in _NOT_SHOWN]
    lines = ["".join(line.split()) for line in text.replace("\r", "\n").replace(_HYPHEN, "\n").split("\n")]
    glyphs, pieces = _glyphs(list(filter(None, lines)), *cells(places))
    row: list[int] = []
    reach = (0.0, 0.0)
    for piece in chain.from_iterable(_levels(glyphs, line) for line in pieces):
        own = _extent(glyphs, piece)
        if row and _level(reach, own):
            row.extend(piece)
            reach = _extent(glyphs, row)
            continue
        if row:
            yield _assembled(glyphs, row, reach, places)
        row, reach = piece, own
    if row:
        yield _assembled(glyphs, row, reach, places)


def without_strays(rows: list[Row]) -> list[Row]:
    """Fonts without a proper table give "R" or "#" for the stroke that stretches a word; it goes, the word stays."""
    met = Counter(sign for row in rows for sign in _STRAY.findall(row.text))
    strays = {sign for sign, times in met.items() if times >= _STRAYS_ENOUGH}
    if strays:
        for row in rows:
            row.text = _STRAY.sub(lambda found: "" if found[1] in strays else found[0], row.text)
    return rows


def _glyphs(
    lines: list[str], left: list[float], bottom: list[float], right: list[float], top: list[float]
) -> tuple[_Glyphs, list[list[int]]]:
    """(glyphs, those of each line in pdfium's order); inked characters with one box are one glyph."""
    letters = "".join(lines)
    starts = list(accumulate(map(len, lines), initial=0))
    texts, kept = list(letters), [True] * len(letters)
    ligatures = set()
    base = 0
    for place in sorted(_may_go_on(letters, left).difference(starts)):
        if kept[place - 1]:
            base = place - 1
        same = left[place] == left[base] and right[place] == right[base] > left[base]
        if same or letters[place] in _MARKS:
            texts[base] += letters[place]
            kept[place] = False
            ligatures.add(base)
    reversed_ligatures = _ligatures_are_reversed(texts[place] for place in ligatures)
    read = texts.copy()
    for place in ligatures:
        read[place] = _mended(texts[place], reversed_ligatures)
    pieces = [list(compress(range(*span), kept[slice(*span)])) for span in pairwise(starts)]
    return _Glyphs(texts, read, left, bottom, right, top, list(map(add, left, right))), pieces


def _may_go_on(letters: str, left: list[float]) -> set[int]:
    """The places of letters that may belong to the glyph before: vowel marks, what follows them or begins with it."""
    same = set(compress(range(1, len(left)), map(eq, left, left[1:])))
    marks = {found.start() for found in _MARK.finditer(letters)}
    return same | marks | {place + 1 for place in marks if place + 1 < len(letters)}


def _ligatures_are_reversed(texts: Iterable[str]) -> bool:
    """Fonts list a ligature's letters in either order; lam-alef, which cannot be alef-lam, tells which."""
    votes = 0
    for ligature in texts:
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


def _levels(glyphs: _Glyphs, piece: list[int]) -> list[list[int]]:
    """Parts the lines that pdfium has run together, as it does where vowel marks make cells overlap."""
    bottom = glyphs.bottom
    height = glyphs.top[piece[0]] - bottom[piece[0]]
    bottoms = [bottom[glyph] for glyph in piece]
    if max(bottoms) - min(bottoms) < 0.8 * height:
        return [piece]
    levels: list[list[int]] = []
    for glyph in piece:
        near = (level for level in levels if abs(bottom[level[0]] - bottom[glyph]) < 0.4 * height)
        level = next(near, None)
        if level is None:
            levels.append([glyph])
        else:
            level.append(glyph)
    return sorted(levels, key=lambda level: -bottom[level[0]])


def _extent(glyphs: _Glyphs, piece: list[int]) -> tuple[float, float]:
    """The (bottom, top) of a line: its middle letters', which marks and raised figures do not move."""
    middle = len(piece) // 2
    bottoms, tops = map(glyphs.bottom.__getitem__, piece), map(glyphs.top.__getitem__, piece)
    return sorted(bottoms)[middle], sorted(tops)[middle]


def _assembled(glyphs: _Glyphs, row: list[int], extent: tuple[float, float], places: list[int]) -> Row:
    met = "".join(map(glyphs.texts.__getitem__, row))
    is_foreign = not _STRONG_RTL.search(met) and bool(_LATIN.search(met))  # on a right-to-left page
    ordered = sorted(row, key=glyphs.centre.__getitem__, reverse=not is_foreign)
    lefts, rights = [glyphs.left[glyph] for glyph in ordered], [glyphs.right[glyph] for glyph in ordered]
    letters = list(map((glyphs.texts if is_foreign else glyphs.read).__getitem__, ordered))
    bottom, top = extent
    gaps = map(sub, lefts[1:], rights) if is_foreign else map(sub, lefts, rights[1:])
    apart = 0.06 * (top - bottom)
    for place in reversed([place for place, gap in enumerate(gaps, 1) if gap > apart]):
        letters.insert(place, " ")
    text = "".join(letters) if is_foreign else _faced(_logical(letters).replace(_FALSE_STRETCH, ""))
    return Row(text, min(lefts), max(rights), bottom, top, places[ordered[0]])


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
