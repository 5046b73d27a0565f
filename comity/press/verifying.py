"""Every highlight against its source, for `comity check`: what the database keeps, seen to have been kept."""

from __future__ import annotations

from collections.abc import Iterator

from comity.practices.verifying import TOGETHER
from comity.press.models import HighlightWords, Quotation
from comity.texts.quotes import common, digest


def quotes() -> Iterator[str]:
    """One for each of the words that highlights and releases quote: "" where they are right to the byte, or a fault."""
    words = HighlightWords.objects.select_related("paragraph__language_version__version__statement")
    for one in words.order_by("pk").iterator(TOGETHER):
        yield fault(one)


def fault(words: HighlightWords) -> str:
    source = words.paragraph.text[words.start : words.end]
    address = f"highlight {words.highlight_id} ({words.paragraph})"
    if words.text != source:
        place = common(words.text, source)
        here, there = (text[place : place + 1] for text in (words.text, source))
        return f"{address}: character {place + 1} is {here!r}, in the source {there!r}"
    return "" if digest(words.text) == words.sha256 else f"{address}: the hash is not that of its words"


def loose() -> list[str]:
    """Quotations of highlights that nobody approved."""
    found = Quotation.objects.filter(highlight__approved_at__isnull=True).select_related("version__release")
    return [f"{one}: quotes highlight {one.highlight_id}, which was not approved" for one in found]
