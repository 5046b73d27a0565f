"""The title matter of a statement: a cover page, or the lines above the text that say who speaks, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

from comity.texts.pdf.furniture import is_masthead

if TYPE_CHECKING:
    from comity.texts.pdf.lines import Page
    from comity.texts.pdf.paragraphs import Group

_LONGEST = 300  # characters: the titles of a head of State and of a conference go together
_MOST = 14  # groups of lines on a cover
_ENDS_OF_SENTENCE = (".", "。", "!", "！", "?", "？", ".”", ".»", "。”")
_ENDS_OF_SPEECH = tuple(",،，:：;؛；!！?？؟…。")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[١٢][٠-٩]{3}(?!\d)|二[〇○零]")
_APART = 1.6  # times the usual white between the lines of a cover


def parts(groups: Sequence[Group], page: Page, height: float) -> list[list[Group]]:
    """The groups of the title matter, together as they stand; [] where the text begins at once.

    Title matter has a date and ends with it, unless the whole page is a cover: a heading behind the date is the
    text's own. The first page of a United Nations document has a masthead and no cover. `height` is that of the
    running text.
    """
    first = list(takewhile(lambda group: group.lines[0].line.page == page.number, groups))
    lines = list(takewhile(_may_be_title, first[: _MOST + 1]))
    if len(lines) == len(first):
        is_cover = len(first) <= _MOST and len(groups) > len(first)
    else:
        is_cover = False
        lines = list(takewhile(lambda group: not _text(group).endswith(_ENDS_OF_SPEECH), lines))
        if len(lines) == len(first):
            return []
    dated = max((place for place, group in enumerate(lines) if _YEAR.search(_text(group))), default=-1)
    if is_cover and not any(_text(group).endswith(_ENDS_OF_SPEECH) for group in lines[dated + 1 :]):
        dated = len(lines) - 1 if dated >= 0 else -1
    lines = lines[: dated + 1]
    if not lines or is_masthead(page) or (len(lines) == 1 and not _stands_out(lines[0])):
        return []
    return _together(lines, height, is_cover=is_cover)


def _text(group: Group) -> str:
    return " ".join(placed.line.text for placed in group.lines).rstrip()


def _may_be_title(group: Group) -> bool:
    text = _text(group)
    return (
        len(text) <= _LONGEST
        and group.lines[0].mark is None
        and "\t" not in text
        and not text.endswith(_ENDS_OF_SENTENCE)
    )


def _stands_out(group: Group) -> bool:
    return group.all_bold or all(one.centred for one in group.lines) or all(one.large for one in group.lines)


def _together(lines: list[Group], height: float, *, is_cover: bool) -> list[list[Group]]:
    """Groups with no more than the usual white between them; a cover page is set wider than a title."""
    whites = [one.last.line.bottom - two.lines[0].line.top for one, two in pairwise(lines)]
    limit = max(_APART * median(whites), (5 if is_cover else 1.2) * height) if whites else 0.0
    found = [[lines[0]]]
    for white, group in zip(whites, lines[1:], strict=True):
        if white > limit:
            found.append([])
        found[-1].append(group)
    return found
