"""The words of the register on a page: marks that lead to their source, and quotes that open at their paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.practices import marks
from comity.practices.showing import Happened, Page, Part
from comity.practices.sources import PublicSource
from comity.web.site import marking


@dataclass(frozen=True, slots=True)
class Source:
    """A source with what a page adds to it: `address` opens the quote at its place and checks it."""

    told: PublicSource
    whose: str
    words: SafeString
    address: str
    who_address: str


def sources(found: Iterable[PublicSource], stance: str = "") -> list[Source]:
    """Those of a stance, or all."""
    return [source(one) for one in found if not stance or one.stance == stance]


def source(one: PublicSource) -> Source:
    return Source(
        told=one,
        whose=one.whose,
        words=mark_safe(marking.shown(one.words)),  # noqa: S308  (it is escaped)
        address=reverse("site:statement", args=[one.statement]) + one.place if one.statement else "",
        who_address=reverse("site:delegation", args=[one.body]) if one.body else "",
    )


def paragraphs(part: Part, page: Page) -> list[SafeString]:
    """The lines of a part; a mark leads to its source on the page, unless there is none."""
    known = {one.number for one in page.sources}
    return [with_marks(line, known) for line in part.text.splitlines() if line.strip()]


def with_marks(text: str, known: set[int]) -> SafeString:
    parts: list[str] = []
    position = 0
    for found in marks.MARK.finditer(text):
        parts.append(marking.shown(text[position : found.start()]))
        number = int(found[1])
        parts.append(
            format_html(
                '<a class="mark" href="#source-{}" aria-label="{}">[{}]</a>',
                number,
                _("Source %(number)s") % {"number": number},
                number,
            )
            if number in known
            else found[0]
        )
        position = found.end()
    parts.append(marking.shown(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308  (every part is escaped)


def happened(one: Happened) -> str:
    """A line of the history in words."""
    return {
        "published": _("Put into the public register"),
        "recommended": _("Recommended by the Committee"),
        "identified": _("Identified by the Committee, not recommended"),
        "issued": _("Issued in the compendium"),
        "superseded": _("Superseded"),
        "withdrawn": _("Withdrawn"),
    }[one.what]
