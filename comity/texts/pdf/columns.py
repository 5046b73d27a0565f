"""The order in which the lines of a page are read, and the edges of the columns they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from comity.texts.pdf.lines import Line, Page

_GUTTER = 8.0  # points; the white between two columns is never narrower in print
_FEWEST = 6  # lines that make a column


@dataclass(frozen=True, slots=True)
class Column:
    """The edges of a column, in points from the side where the script begins."""

    start: float
    end: float


def in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines in the order of the page's content, or put in order where the content jumps about.

    The content of a page nearly always comes in reading order, columns included; only where it climbs back up over
    text it has already passed is the page cut into its columns and rows.
    """
    return _cut(lines) if _climbs_back(lines) else lines


def _climbs_back(lines: list[Line]) -> bool:
    for earlier, later in pairwise(lines):
        half = 0.5 * (earlier.top - earlier.bottom)
        if later.bottom > earlier.bottom + half and later.start < earlier.end - 1:
            return True
    return False


def _cut(lines: list[Line]) -> list[Line]:
    """Recursive X-Y cut: columns first, else the widest white band across the page, else left to right."""
    if len(lines) < 2:
        return lines
    parts = _columns_apart(lines) or _bands_apart(lines)
    if not parts:
        return sorted(lines, key=lambda line: (-round(line.bottom), line.start))
    return [line for part in parts for line in _cut(part)]


def _columns_apart(lines: list[Line]) -> list[list[Line]] | None:
    by_start = sorted(lines, key=lambda line: line.start)
    reach = by_start[0].end
    for place, line in enumerate(by_start):
        if line.start - reach > _GUTTER and min(place, len(lines) - place) >= _FEWEST:
            return [by_start[:place], by_start[place:]]
        reach = max(reach, line.end)
    return None


def _bands_apart(lines: list[Line]) -> list[list[Line]] | None:
    downwards = sorted(lines, key=lambda line: -line.top)
    foot, widest, place = downwards[0].bottom, 0.0, 0
    for index, line in enumerate(downwards):
        middle = (line.top + line.bottom) / 2
        if index and foot - middle > widest:
            widest, place = foot - middle, index
        foot = min(foot, (line.top + line.bottom) / 2)
    return [downwards[:place], downwards[place:]] if place else None


def columns(page: Page, lines: list[Line]) -> list[Column]:
    """The one or two columns of running text on a page, by where its lines start and end."""
    middle = page.width / 2
    right = [line for line in lines if line.start >= middle - _GUTTER]
    if len(right) >= _FEWEST:
        left = [line for line in lines if line.end <= middle + _GUTTER]
        crossing = len(lines) - len(left) - len(right)
        if len(left) >= _FEWEST and crossing <= 0.15 * len(lines):
            return [_edges(left), _edges(right)]
    return [_edges(lines)] if lines else []


def _edges(lines: list[Line]) -> Column:
    starts, ends = sorted([line.start for line in lines]), sorted([line.end for line in lines])
    return Column(starts[len(starts) // 10], ends[-1 - len(ends) // 20])


def column_of(line: Line, found: list[Column]) -> Column:
    """The column a line belongs to: the last that starts at or before it."""
    return found[1] if len(found) > 1 and line.start >= found[1].start - _GUTTER else found[0]
