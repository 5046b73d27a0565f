"""The lines with which a file opens before anything is said: names, titles, occasion, place and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from comity.files.models import ReadParagraph as Paragraph
from comity.texts.model import Kind

OPENING = 20
"""How many paragraphs are looked at for the words that show what a statement is about."""
TELLING = 90
"""Code points from which a paragraph says more than a cover or a greeting."""
SENTENCE = 40
"""Code points from which what ends like a sentence is one, and not "St. Petersburg."."""
STOPS = (".", "!", "?", ":", ";", "…", "。", "！", "？", "：", "；", "؟", "؛", ".”", ".»", "。”")
ENDS_OF_SPEECH = (*STOPS, ",", "،", "，")
"""With these a sentence or a salutation ends, and no name, title or date."""
YEAR = re.compile(r"(?:19|20)[0-9]{2}|[١٢][٠-٩]{3}|二[〇○零]")


def weight(paragraph: Paragraph) -> int:
    """Length in code points of an alphabet: a Chinese character says as much as three letters."""
    return len(paragraph.text) * (3 if paragraph.language == "zh" else 1)


def is_stopped(paragraph: Paragraph) -> bool:
    return paragraph.text.rstrip().endswith(STOPS)


def tells(paragraph: Paragraph) -> bool:
    """Whether it is a whole sentence that says more than a greeting."""
    return (
        paragraph.kind in (Kind.PARAGRAPH, Kind.ITEM)
        and weight(paragraph) >= TELLING
        and is_stopped(paragraph)
    )


def length(paragraphs: Sequence[Paragraph]) -> int:
    """How many paragraphs the cover has; 0 where the first says something, or none does.

    What a speech opens with is not of the cover: a salutation, a short sentence, a heading that follows the date.
    """

    def is_line(one: Paragraph) -> bool:
        said = weight(one) >= SENTENCE and is_stopped(one)
        return one.kind in (Kind.HEADING, Kind.PARAGRAPH) and not one.number and not said

    lines = len(list(takewhile(is_line, paragraphs)))
    if lines == len(paragraphs):
        return 0
    while lines and paragraphs[lines - 1].text.rstrip().endswith(ENDS_OF_SPEECH):
        lines -= 1
    dated = max((place for place in range(lines) if YEAR.search(paragraphs[place].text)), default=lines)
    while lines > dated + 1 and paragraphs[lines - 1].kind == Kind.HEADING:
        lines -= 1
    return lines if lines > 1 or (lines and "\n" in paragraphs[0].text) else 0
