"""Lines gathered into paragraphs, items, headings, tables and notes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Self

from comity.texts.model import Block, Kind
from comity.texts.numbering import BULLETS, HEADING_LIMIT, Mark, Style, find_mark, heading_level, is_heading
from comity.texts.pdf import covers
from comity.texts.pdf.columns import Column, column_of, columns, in_reading_order
from comity.texts.pdf.hyphens import Hyphens
from comity.texts.pdf.lines import Line, Page

_SAMPLE = 500  # lines enough to know the usual height and step
_INDENT = 5.0  # points: less is a crooked margin, more an indent
_HIGH = 180  # points above the foot of a page: a fifth of one, more than a large margin
_FEW = 8  # lines on a page that may all be short
_STOPS = frozenset(".;:!?…。；：！？؛؟۔")
_CLOSERS = "'\"”’»)]）」* "
_NO_BLANK = re.compile("[-/\u2010\u2e80-\uffdf]")  # where lines end or begin with it, a blank may be wrong
_NOTE = re.compile(r"(\d{1,3}(?![\d年月日])|\*{1,3}|[†‡])[ .)]*(?=\S)")
_MAY_BE_MARKED = re.compile(
    r"[\d\[(（*\-–—" + BULLETS + r"]|[oо] "
    r"|(?:[IVXivxl]{1,5}|[一二三四五六七八九十百]{1,5}|[^\W\d_]ـ?)[ \t]?[.)、．）]"
)


@dataclass(slots=True)
class Placed:
    """A line with what the page says about it."""

    line: Line
    column: Column
    small: bool
    """Set clearly smaller than the running text: a note, a caption, a table."""
    large: bool
    """Set clearly larger: a title."""
    crowded: float
    """The rightmost end among the lines next to it: what counts as a full line here."""
    mark: Mark | None = None

    @property
    def centred(self) -> bool:
        left, right = self.line.start - self.column.start, self.column.end - self.line.end
        return left > 3 * _INDENT and right > 3 * _INDENT and abs(left - right) < 12

    def leaves_room_for(self, word: str) -> bool:
        """Whether the line was ended on purpose: the first word of the next would have fitted."""
        line = self.line
        letter = (line.end - line.start) / max(len(line.text), 1)
        needed = (len(word) + 1.5) * letter
        if line.end + needed < self.crowded:
            return True
        fits = line.end + needed < self.column.end
        return fits and not word[:1].islower() and _is_finished(line.text)


@dataclass(slots=True)
class Group:
    """The lines of one block, as they are gathered."""

    lines: list[Placed]
    last: Placed
    all_bold: bool
    step: float = 0.0
    """Between the last two lines, in points."""

    @classmethod
    def opened(cls, first: Placed) -> Self:
        return cls([first], first, first.line.bold)

    def add(self, placed: Placed) -> None:
        self.lines.append(placed)
        self.step = self.last.line.bottom - placed.line.bottom
        self.last = placed
        self.all_bold = self.all_bold and placed.line.bold


def blocks(pages: list[tuple[Page, list[Line]]]) -> list[Block]:
    """The blocks of a document from its pages and the lines of each that belong to the text."""
    lines = [line for _, kept in pages for line in kept]
    height = _text_height(lines)
    pitch = _pitch(lines)
    hyphens = Hyphens(lines)
    found: list[tuple[int, Group]] = []
    text, notes = _Gatherer(pitch), _Gatherer(pitch)
    for page, kept in pages:
        placed = _place(page, in_reading_order(kept), height)
        body, foot = _notes_apart(placed)
        for one in body:
            text.add(one)
        for one in foot:
            notes.add(one, note=bool(_NOTE.match(one.line.text)))
    titles = covers.parts(text.groups, pages[0][0], height) if pages else []
    said = text.groups[sum(map(len, titles)) :]
    found = [(0, group) for group in said] + [(1, group) for group in notes.groups]
    found.sort(key=lambda pair: (pair[1].lines[0 if pair[0] else -1].line.page, pair[0]))
    read = [_title(part, hyphens) for part in titles]
    read += [_block(group, hyphens, bool(is_note)) for is_note, group in found]
    return [block for block in read if block]


def _title(part: list[Group], hyphens: Hyphens) -> Block | None:
    """Lines of a cover that stand together, one under the other as they are printed."""
    lines: list[list[Line]] = []
    for group in part:
        lines.append([group.lines[0].line])
        for earlier, later in pairwise(group.lines):
            if earlier.line.bold != later.line.bold or earlier.leaves_room_for(_first_word(later)):
                lines.append([])
            lines[-1].append(later.line)
    text = "\n".join(joined(one, hyphens) for one in lines)
    return _made(text, Kind.HEADING, None, part[0].lines[0].line.page)


def _text_height(lines: list[Line]) -> float:
    """The height of the running text in points: that of most characters, of a sample in long documents."""
    exact: defaultdict[float, int] = defaultdict(int)
    for line in lines[:: len(lines) // _SAMPLE + 1]:
        exact[line.top - line.bottom] += len(line.text)
    weighed: defaultdict[float, int] = defaultdict(int)
    for height, letters in exact.items():
        weighed[round(height, 1)] += letters
    return max(weighed, key=weighed.__getitem__) if weighed else 10.0


def _pitch(lines: list[Line]) -> float:
    """The usual step from line to line, as a multiple of the height of a line."""
    steps = []
    for index in range(1, len(lines), len(lines) // _SAMPLE + 1):
        earlier, later = lines[index - 1], lines[index]
        step, height = earlier.bottom - later.bottom, later.top - later.bottom
        if 0.7 * height < step < 3 * height and earlier.page == later.page:
            steps.append(round(10 * step / height))
    return Counter(steps).most_common(1)[0][0] / 10 if steps else 1.3


def _place(page: Page, lines: list[Line], height: float) -> list[Placed]:
    found = columns(page, lines)
    if len(found) == 1 and len(lines) <= _FEW:
        found = [_wide(found[0], page)]
    owners = found * len(lines) if len(found) == 1 else [column_of(line, found) for line in lines]
    reaches = [line.end - owner.end for line, owner in zip(lines, owners, strict=True)]
    padded = [-inf, -inf, *reaches, -inf, -inf]
    farthest = map(max, padded, padded[1:], padded[2:], padded[3:], padded[4:])  # of five lines
    placed = []
    for line, owner, reach in zip(lines, owners, farthest, strict=True):
        size = (line.top - line.bottom) / height
        mark = find_mark(line.text) if _MAY_BE_MARKED.match(line.text) else None  # for speed
        placed.append(Placed(line, owner, size < 0.9, size > 1.15, owner.end + reach, mark))
    return placed


def _wide(column: Column, page: Page) -> Column:
    """A few short lines do not show how far the column goes: then the margins are taken to be equal."""
    return Column(column.start, max(column.end, page.width - column.start))


def _is_finished(text: str) -> bool:
    """Whether a line ends as sentences end, closing brackets and quotation marks left aside."""
    return text[-1] in _STOPS or (text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _STOPS)


def _notes_apart(placed: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """(text, notes): notes are small lines at the foot of the page, from the first that opens with a note's number."""
    first = len(placed)
    if placed and placed[0].line.page == 1 and all(one.small for one in placed):
        return placed, []  # a cover in small letters
    for index in range(len(placed) - 1, -1, -1):
        if not placed[index].small and not placed[index].line.text.startswith("*"):
            break
        if _NOTE.match(placed[index].line.text):
            first = index
    return placed[:first], placed[first:]


class _Gatherer:
    """Adds line after line and decides where a block ends."""

    def __init__(self, pitch: float) -> None:
        self.groups: list[Group] = []
        self._pitch = pitch

    def add(self, placed: Placed, *, note: bool = False) -> None:
        group = self.groups[-1] if self.groups else None
        if group and not note and (_runs_on(group, placed) or not self._breaks(group, placed)):
            group.add(placed)
        else:
            self.groups.append(Group.opened(placed))

    def _breaks(self, group: Group, later: Placed) -> bool:
        above, line = group.last.line, later.line
        if "\t" in above.text or "\t" in line.text:
            return not ("\t" in above.text and "\t" in line.text)
        if _differ_in_size(above, line):
            return True
        step = above.bottom - line.bottom
        if above.page != line.page or step < -0.5 * line.height:
            return self._breaks_across(group, later)
        return self._breaks_below(group, later, step)

    def _breaks_below(self, group: Group, later: Placed, step: float) -> bool:
        """Within a column: by white, mark, weight, indent, or a line that ends early."""
        earlier = group.last
        expected = self._expected_step(group)
        unfinished = later.line.text[:1].islower() and not _is_finished(earlier.line.text)
        if step > (2.2 if unfinished else 1.28) * expected:
            return True
        apart = step > 1.12 * expected
        if later.mark and _opens(earlier, later, apart):
            return True
        if group.all_bold and not later.line.bold and not unfinished:
            return True
        if later.line.bold and not earlier.line.bold and later.leaves_room_for("xxxxxxxx") and not unfinished:
            return True
        if (earlier.centred and later.centred) or (earlier.large and later.large):
            return False
        if _breaks_by_indent(group, later):
            return True
        return earlier.leaves_room_for(_first_word(later)) and not (
            unfinished and not apart and later.mark is None and _is_ragged(group)
        )

    def _expected_step(self, group: Group) -> float:
        return group.step if group.step > 0 else self._pitch * group.last.line.height

    def _breaks_across(self, group: Group, later: Placed) -> bool:
        """From one column or page to the next: a sentence that has not ended goes on."""
        earlier = group.last
        if _ends_a_cover(earlier.line, later.line) or (later.mark and _opens(earlier, later, apart=False)):
            return True
        if group.all_bold != later.line.bold and (group.all_bold or later.leaves_room_for("xxxxxxxx")):
            return not later.line.text[:1].islower()
        if earlier.centred != later.centred and not later.line.text[:1].islower():
            return True
        if not _is_finished(earlier.line.text):
            return earlier.leaves_room_for(_first_word(later)) and not later.line.text[:1].islower()
        if earlier.leaves_room_for(_first_word(later)):
            return True
        indented = later.line.start > later.column.start + _INDENT
        return indented or not (_first_line_indented(group) or later.line.text[:1].islower())


def _runs_on(group: Group, later: Placed) -> bool:
    """The common case, told cheaply: a full line, and below it one of the same edge, size and weight."""
    above, line = group.last.line, later.line
    return (
        group.last.crowded - above.end < 2 * _INDENT
        and later.mark is None
        and len(group.lines) > 1
        and abs(above.bottom - line.bottom - group.step) < 0.5
        and abs(line.start - above.start) < 1
        and line.bold == above.bold
        and abs(line.top - line.bottom - above.top + above.bottom) < 0.5
        and "\t" not in line.text
    )


def _ends_a_cover(earlier: Line, later: Line) -> bool:
    """Whether the first page stops high above its foot, as a cover does: what follows is not its sentence."""
    return earlier.page == 1 < later.page and earlier.bottom > _HIGH and not later.text[:1].islower()


def _differ_in_size(earlier: Line, later: Line) -> bool:
    one, two = earlier.top - earlier.bottom, later.top - later.bottom
    return one != two and abs(one - two) > 0.17 * max(one, two)


def _opens(earlier: Placed, later: Placed, apart: bool) -> bool:
    """Whether a mark opens a block, and is not a number that the sentence has reached at the start of a line."""
    if apart or _is_finished(earlier.line.text) or earlier.line.text.endswith((",", "،", "，")):
        return True
    if abs(later.line.start - earlier.line.start) > _INDENT and later.line.page == earlier.line.page:
        return True
    return earlier.leaves_room_for(_first_word(later))


def _breaks_by_indent(group: Group, later: Placed) -> bool:
    """A first line set in or out. The second line of a block may stand either way; from then on the edge holds."""
    edge = group.last.line.start
    shift = later.line.start - edge
    if len(group.lines) == 1:
        hanging = group.lines[0].mark is not None or group.last.line.end + 3 * _INDENT > group.last.crowded
        deep = shift > 12 * _INDENT
        return shift > _INDENT and (not hanging or deep or _is_new_first_line(group, later))
    return abs(shift) > _INDENT


def _is_new_first_line(group: Group, later: Placed) -> bool:
    """A line set in below a one-line paragraph that ended its sentence: the next paragraph, not a hanging line."""
    return group.lines[0].mark is None and _is_finished(group.last.line.text)


def _first_line_indented(group: Group) -> bool:
    first = group.lines[0]
    return first.line.start > first.column.start + _INDENT


def _is_ragged(group: Group) -> bool:
    return len(group.lines) > 1


def _first_word(placed: Placed) -> str:
    word = placed.line.text.partition(" ")[0]
    return word[:2] if len(word) > 30 else word  # scripts without blanks break anywhere


def _block(group: Group, hyphens: Hyphens, is_note: bool) -> Block | None:
    lines = [placed.line for placed in group.lines]
    text = joined(lines, hyphens)
    if "\t" in text:
        return _made("\n".join(line.text for line in lines), Kind.TABLE, None, lines[0].page)
    if is_note or (group.lines[0].small and _NOTE.match(text) and not group.lines[0].mark):
        found = _NOTE.match(text)
        number = found.group(1) if found else None
        return _made(text[found.end() :] if found else text, Kind.NOTE, number, lines[0].page)
    mark, first = group.lines[0].mark, lines[0].text
    if mark is None and len(first) < 8:  # a number alone on its line, as tables and margins have it
        mark, first = find_mark(text), text
    rest = text[len(first) - len(mark.rest) :] if mark else text
    alone = mark is None and _stands_out(group)
    if _may_be_heading(rest, group, mark) and is_heading(rest, mark=mark, alone=alone):
        return _made(rest, Kind.HEADING, mark.number if mark else None, lines[0].page, heading_level(mark))
    if mark is None or (mark.style is Style.CAPITAL and not mark.bracketed):
        return _made(text, Kind.PARAGRAPH, None, lines[0].page)
    return _made(rest, mark.kind, mark.number, lines[0].page, mark.level)


def _stands_out(group: Group) -> bool:
    if len(group.lines) > 5:
        return False
    lines = group.lines
    return group.all_bold or all(placed.large for placed in lines) or all(placed.centred for placed in lines)


def _may_be_heading(text: str, group: Group, mark: Mark | None) -> bool:
    """A number alone makes no heading of a list entry: it must look like one, or carry a Roman figure or capital."""
    if len(text) > HEADING_LIMIT or text[-1:] in _STOPS:
        return False
    if mark is None or mark.style in (Style.ROMAN, Style.CAPITAL, Style.CHINESE):
        return len(group.lines) <= 5
    return _stands_out(group)


def joined(lines: list[Line], hyphens: Hyphens) -> str:
    """One text of several lines: hyphens mended, no blank between Chinese characters."""
    texts = [line.text for line in lines]
    if not _NO_BLANK.search("".join([text[0] + text[-1] for text in texts])):
        return " ".join(texts)
    pieces = [lines[0].text]
    for earlier, later in pairwise(lines):
        if earlier.hyphenated:
            pieces = [hyphens.join("".join(pieces), later.text)]
        else:
            pieces += _blank(earlier.text, later.text), later.text
    return "".join(pieces)


def _blank(before: str, after: str) -> str:
    last, first = before[-1], after[0]
    if last in "-/" and before[-2:-1].isalnum():  # a broken word
        return ""
    if not _is_wide(last) and not _is_wide(first):
        return " "
    return "" if (_is_wide(last) or last.isdigit()) and (_is_wide(first) or first.isdigit()) else " "


def _is_wide(letter: str) -> bool:
    """A Chinese character or full-width sign."""
    return "\u2e80" <= letter <= "\uffdf"


def _made(text: str, kind: Kind, number: str | None, page: int, level: int = 0) -> Block | None:
    text = (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    says = text[:1].isalnum() or any(letter.isalnum() for letter in text)
    return Block(text, kind, number, page, level) if says else None
