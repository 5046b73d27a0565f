"""A paragraph's words as HTML: citations linked and flagged in words, hits and quotes marked, hidden signs shown.

Whoever selects words on the page must be able to say where they stand, so every sign that is added (a flag, a
picture of a control character) is an element of its own that `statement.js` knows how to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.texts.model import Kind
from comity.texts.safe import visible
from comity.web.shared.works import Citation, Paragraph

Span = tuple[int, int]
"""Start and end in code points of the paragraph."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `start` says where its words begin in the paragraph."""

    start: int
    words: SafeString


def marked(paragraph: Paragraph, marks: Sequence[Span] = ()) -> SafeString:
    """All words of the paragraph."""
    return stretch(paragraph, 0, len(paragraph.text), marks)


def table(paragraph: Paragraph, marks: Sequence[Span] = ()) -> list[list[Cell]]:
    """Rows of cells; [] for what is no table. The text has cells parted by tabs and rows by newlines."""
    if paragraph.kind != Kind.TABLE:
        return []
    rows: list[list[Cell]] = []
    start = 0
    for line in paragraph.text.split("\n"):
        row = []
        for words in line.split("\t"):
            row.append(Cell(start, stretch(paragraph, start, start + len(words), marks)))
            start += len(words) + 1
        rows.append(row)
    return rows


def stretch(paragraph: Paragraph, start: int, end: int, marks: Sequence[Span] = ()) -> SafeString:
    """The words from start to end."""
    parts: list[str] = []
    position = start
    for citation in paragraph.citations.all():
        if citation.start < position or citation.end > end:
            continue
        parts.append(plain(paragraph.text, position, citation.start, marks))
        parts.append(cited(citation, plain(paragraph.text, citation.start, citation.end, marks)))
        position = citation.end
    parts.append(plain(paragraph.text, position, end, marks))
    return mark_safe("".join(parts))  # noqa: S308  (every part is escaped)


def cited(citation: Citation, words: SafeString) -> SafeString:
    """A citation leads to the page of its instrument; what is wrong with it is said in words."""
    flags = {"unknown": _("not in the register"), "year_mismatch": _("the year does not agree")}
    if citation.instrument is None:
        body = format_html('<cite class="citation {}">{}</cite>', citation.status, words)
    else:
        address = reverse("site:instrument", args=[citation.instrument.slug])
        body = format_html(
            '<a class="citation {}" href="{}"><cite>{}</cite></a>', citation.status, address, words
        )
    flag = flags.get(citation.status)
    return format_html('{} <span class="flag">{}</span>', body, flag) if flag else body


def plain(text: str, start: int, end: int, marks: Sequence[Span]) -> SafeString:
    """Words without citations; what lies within a mark is marked."""
    parts: list[str] = []
    position = start
    for begins, ends in sorted(marks):
        begins, ends = max(begins, position), min(ends, end)
        if begins >= ends:
            continue
        parts += [shown(text[position:begins]), "<mark>", shown(text[begins:ends]), "</mark>"]
        position = ends
    parts.append(shown(text[position:end]))
    return mark_safe("".join(parts))  # noqa: S308  (every part is escaped)


def shown(words: str) -> str:
    """Escaped; a control or direction sign stands as an element that can be seen and counts as one sign."""
    if visible(words) == words:
        return escape(words)
    return "".join(one_sign(sign) for sign in words)


def one_sign(sign: str) -> str:
    picture = visible(sign)
    if picture == sign:
        return escape(sign)
    return format_html('<span class="control" title="{}">{}</span>', f"U+{ord(sign):04X}", picture)


def pieces(found: Iterable[tuple[str, bool]]) -> SafeString:
    """Stretches of a hit, those that were asked for marked."""
    return mark_safe(  # noqa: S308  (every part is escaped)
        "".join(f"<mark>{shown(text)}</mark>" if is_marked else shown(text) for text, is_marked in found)
    )
