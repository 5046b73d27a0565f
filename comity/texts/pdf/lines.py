"""Lines of a page with their place, read through pdfium's raw calls.

Speed decides the shape: pdfium gives a page's text in one call, so a line costs two character boxes and one font
weight, never a call for each character. Only right-to-left lines are read letter by letter (`rtl`). The boxes of a
page are asked for together, in a loop that Python does not step through.
"""

from __future__ import annotations

import codecs
import ctypes
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import sub

import pypdfium2.raw as pdfium

from comity.texts.pdf import rtl

_BOLD = 600
_LEADERS = re.compile(r"[ \t]*(?:(?:\.[ \t]?){5,}|…{2,}|_{5,})[ \t.]*")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\ufeff]")
_UNTIDY = ("  ", "....", ". . .", "……", "_____")
_NOTE_MARK = re.compile(  # begins with one set of signs: `re` passes over all others at its fastest
    r"[*0-9٠-٩۰-۹０-９](?:(?<=[^\W\d_]\d)\d{0,2}(?![\w/-])|(?<=[.,;:)\]”’»\"'*]\d)\d{0,2}(?=[\s.,;:)\]”’»]|$)|(?<=[^\s\ufffe]\*)\**)"
)
_WORD = re.compile(r"[^\s\ufffe]{3}")
_HYPHEN = "\ufffe"  # pdfium's sign for a hyphen at the end of a line that it has joined to the next
_BOX = 4 * array("f").itemsize
Box = tuple[float, float, float, float]


def _unchecked(function: object) -> Callable[..., int]:
    """A call of pdfium at half the price: arguments are passed on as they come, so their kinds must be right."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(ctypes.c_int)(address)  # type: ignore[arg-type]


_fill_box = _unchecked(pdfium.FPDFText_GetLooseCharBox)
_font_weight = _unchecked(pdfium.FPDFText_GetFontWeight)


@dataclass(slots=True)
class Line:
    """One printed line. `start` and `end` are distances in points from the side where its script begins,
    `bottom` and `top` run upwards from the foot of the page as it is shown, rotation undone."""

    text: str
    start: float
    end: float
    bottom: float
    top: float
    bold: bool = False
    """Bold at its end: a bold lead-in ("The President:") makes no bold line."""
    hyphenated: bool = False
    """The line ends in a hyphen (kept in `text`) that may only be there to break a word."""
    page: int = 0

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page in pdfium's order; `start` of right-to-left pages is measured from the right edge."""

    number: int
    width: float
    height: float
    lines: list[Line]
    right_to_left: bool
    drawn: bool = False
    """Without text, but with a picture or many strokes on it: what a scan or outlined letters look like."""


class TextPage:
    """pdfium's view of one page's characters: text at once, boxes on demand. Close by `with`."""

    def __init__(self, page: object, width: float, height: float, rotation: int) -> None:
        self._raw = pdfium.FPDFText_LoadPage(page)
        self._handle = ctypes.byref(self._raw.contents) if self._raw else None
        self.width, self.height, self._rotation = width, height, rotation
        self._exact = False
        self.text = self._read_text() if self._raw else ""

    def __enter__(self) -> TextPage:
        return self

    def __exit__(self, *_: object) -> None:
        if self._raw:
            pdfium.FPDFText_ClosePage(self._raw)

    def _read_text(self) -> str:
        count = pdfium.FPDFText_CountChars(self._raw)
        if count <= 0:
            return ""
        buffer = array("H", bytes(2 * (2 * count + 1)))
        units = pdfium.FPDFText_GetText(self._raw, 0, count, ctypes.c_ushort.from_buffer(buffer))
        text = codecs.utf_16_le_decode(memoryview(buffer)[: max(units - 1, 0)], "replace")[0]
        self._exact = len(text) == count
        return text

    def _index(self, position: int) -> int:
        """pdfium's character index of a place in `text`; they part where pdfium hides characters."""
        if self._exact:
            return position
        return max(int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._raw, position)), 0)

    def boxes(self, positions: Sequence[int]) -> list[Box]:
        """The cells of characters: (left, bottom, right, top) in points, as the page is shown."""
        return list(zip(*self.cells(positions), strict=True))

    def cells(self, positions: Sequence[int]) -> tuple[list[float], ...]:
        """The same, all left edges together, then the lower, right and upper ones."""
        if not positions:
            return [], [], [], []
        found = array("f", bytes(_BOX * len(positions)))
        first = ctypes.c_float.from_buffer(found)
        room = map(ctypes.byref, repeat(first), range(0, _BOX * len(positions), _BOX))
        places = positions if self._exact else map(self._index, positions)
        deque(map(_fill_box, repeat(self._handle), places, room), maxlen=0)
        edges = found.tolist()
        left, top, right, bottom = edges[::4], edges[1::4], edges[2::4], edges[3::4]
        return self._turned(left, bottom, right, top) if self._rotation else (left, bottom, right, top)

    def _turned(
        self, left: list[float], bottom: list[float], right: list[float], top: list[float]
    ) -> tuple[list[float], ...]:
        if self._rotation == 1:
            return bottom, [self.height - x for x in right], top, [self.height - x for x in left]
        if self._rotation == 2:
            return (
                [self.width - x for x in right],
                [self.height - y for y in top],
                [self.width - x for x in left],
                [self.height - y for y in bottom],
            )
        return [self.width - y for y in top], left, [self.width - y for y in bottom], right

    def spans(self, firsts: Sequence[int], lasts: Sequence[int]) -> Iterator[Box]:
        """The (left, bottom, right, top) of pieces of lines, each by the cells of its first and last character."""
        ends = zip(*self.cells(firsts), *self.cells(lasts), strict=True)
        for left, low, right_of_first, high, left_of_last, last_low, right, last_high in ends:
            if right < left:  # right to left
                left, right = left_of_last, right_of_first
            if last_high - last_low > high - low:
                yield left, last_low, right, last_high
            else:
                yield left, low, right, high

    def bold(self, positions: Sequence[int]) -> list[bool]:
        """Whether characters are set in a bold font."""
        places = positions if self._exact else map(self._index, positions)
        return [weight >= _BOLD for weight in map(_font_weight, repeat(self._handle), places)]


def read_page(page: object, number: int, width: float, height: float, rotation: int) -> Page:
    """The lines of a page in the order of its content stream.

    `page` is pdfium's handle, `width` and `height` are in points as shown, `rotation` counts quarter turns clockwise.
    """
    with TextPage(page, width, height, rotation) as chars:
        right_to_left = rtl.dominates(chars.text)
        if right_to_left:
            lines = [_mirrored(line, width) for line in _right_to_left_lines(chars)]
        else:
            lines = list(_left_to_right_lines(chars))
    lines = _joined(lines)
    for line in lines:
        line.page = number
    return Page(number, width, height, lines, right_to_left)


def _left_to_right_lines(chars: TextPage) -> Iterator[Line]:
    text = chars.text
    untidy = any(sign in text for sign in _UNTIDY)
    firsts, lasts, pieces = _pieces(text)
    marks = _note_marks(chars)
    for first, last, clean, (left, low, right, high), is_bold in zip(
        firsts, lasts, pieces, chars.spans(firsts, lasts), chars.bold(lasts), strict=True
    ):
        stop = last + 1
        odd = untidy or not clean.isprintable()
        if marks[-1][0] < stop:
            clean = _without_note_marks(clean, first, stop, marks, 0.08 * (high - low))
        if odd:
            clean = cleaned(clean)
        if text[stop : stop + 1] == _HYPHEN:
            clean += "-"
        if clean:
            hyphenated = clean[-1] in "-\u2010" and clean[-2:-1].isalpha()
            yield Line(clean, left, right, low, high, is_bold, hyphenated)


def _pieces(text: str) -> tuple[list[int], list[int], list[str]]:
    """What is printed between the breaks of a page's text: the places of first and last letters, and the pieces."""
    firsts, lasts, pieces = [], [], []
    place = 0
    for line in text.replace("\r\n", " \n").replace("\r", "\n").replace(_HYPHEN, "\n").split("\n"):
        piece = line.strip()
        if piece:
            first = place if line[0] == piece[0] else place + line.index(piece)
            firsts.append(first)
            lasts.append(first + len(piece) - 1)
            pieces.append(piece)
        place += len(line) + 1
    return firsts, lasts, pieces


def _right_to_left_lines(chars: TextPage) -> Iterator[Line]:
    rows = rtl.without_strays(list(rtl.rows(chars.text, chars.cells)))
    for row, is_bold in zip(rows, chars.bold([row.first for row in rows]), strict=True):
        text = cleaned(row.text)
        if text:
            yield Line(text, row.left, row.right, row.bottom, row.top, is_bold)


def _mirrored(line: Line, width: float) -> Line:
    line.start, line.end = width - line.end, width - line.start
    return line


def cleaned(text: str) -> str:
    """One printed line as plain text: leaders become a tab, odd blanks one space, invisible characters nothing."""
    if "...." in text or ". . ." in text or "……" in text or "____" in text:
        text = "\t".join(part.strip() for part in _LEADERS.split(text)).strip("\t")
        return "\t".join(_BLANKS.sub(" ", part).strip() for part in text.split("\t"))
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def _note_marks(chars: TextPage) -> list[tuple[int, int, float]]:
    """(place, end, points above the letter before) of the small figures that may refer to notes, the last first.

    A 2 or 3 after "m" or "km" is a square, not a note.
    """
    text = chars.text
    found = [mark.span() for mark in _NOTE_MARK.finditer(text)]
    _, lows, _, highs = chars.cells([at for place, _ in found for at in (place - 1, place)])
    heights = list(map(sub, highs, lows))
    marks = [(len(text), len(text), 0.0)]
    for at in range(len(found) - 1, -1, -1):
        place, end = found[at]
        is_small = heights[2 * at + 1] < 0.85 * heights[2 * at]
        if is_small and (text[place:end] not in "23" or _WORD.fullmatch(text, max(place - 3, 0), place)):
            marks.append((place, end, lows[2 * at + 1] - lows[2 * at]))
    return marks


def _without_note_marks(
    text: str, first: int, stop: int, marks: list[tuple[int, int, float]], raised: float
) -> str:
    """Drops raised figures that refer to notes ("bodies3" -> "bodies"); the note keeps its number."""
    kept, position = "", first
    while marks[-1][0] < stop:
        place, end, rise = marks.pop()
        if rise > raised:
            kept += text[position - first : place - first]
            position = end
    return kept + text[position - first :]


def _joined(lines: list[Line]) -> list[Line]:
    """Puts pieces of one printed line together again: pdfium parts them at raised figures and changes of font."""
    joined: list[Line] = []
    earlier = None
    for line in lines:
        if (
            earlier
            and line.top >= earlier.bottom
            and line.bottom <= earlier.top
            and _same_line(earlier, line)
        ):
            _append(earlier, line)
        else:
            joined.append(line)
            earlier = line
    return joined


def _same_line(earlier: Line, later: Line) -> bool:
    """Whether a line goes on the one before, which it meets in height."""
    lower = min(earlier.top, later.top) - max(earlier.bottom, later.bottom)
    if lower < 0.5 * min(earlier.height, later.height) or earlier.hyphenated:
        return False
    gap = later.start - earlier.end
    height = max(earlier.height, later.height)
    return -0.3 * height < gap < 1.5 * height


def _append(earlier: Line, later: Line) -> None:
    gap = later.start - earlier.end
    blank = " " if gap > 0.12 * earlier.height and later.text[0] not in ".,;:)" else ""
    if later.height < 0.75 * earlier.height and later.text.isdigit() and later.bottom > earlier.bottom + 1:
        earlier.end = later.end  # a raised reference to a note
        return
    earlier.text = f"{earlier.text}{blank}{later.text}"
    earlier.end = later.end
    earlier.hyphenated = later.hyphenated
    if later.height > earlier.height:
        earlier.bottom, earlier.top = later.bottom, later.top
    earlier.bold = earlier.bold and later.bold
