"""PDF files read into blocks: text with its place on the page, then lines, columns, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from comity.texts.model import Extract, Unreadable, Warning
from comity.texts.pdf.document import active_content, opened, pages
from comity.texts.pdf.furniture import without_furniture
from comity.texts.pdf.lines import Page
from comity.texts.pdf.paragraphs import blocks

MEDIA_TYPE = "application/pdf"
PAGES_LIMIT = 2_000


def extract(content: bytes, *, pages_limit: int = PAGES_LIMIT) -> Extract:
    """The blocks of a PDF in reading order, with a warning for each thing a person should know.

    Warning codes: "scan" (pages that are pictures of text), "page_damaged", "active_content", "embedded_files".
    Raises Unreadable: "empty", "encrypted", "damaged", "too_many_pages".
    """
    with opened(content) as document:
        count = len(document)
        if count > pages_limit:
            raise Unreadable(
                "too_many_pages",
                f"The PDF has {count} pages and the limit is {pages_limit}. Split it and send the parts.",
            )
        if count == 0:
            raise Unreadable("damaged", "The PDF has no pages. Export it again from the original document.")
        warnings = active_content(document, content)
        read = list(pages(document, count))
    whole = [page for page in read if isinstance(page, Page)]
    scans = tuple(page.number for page in whole if page.drawn)
    warnings += _page_warnings(scans, [page for page in read if isinstance(page, int)])
    return Extract(blocks(without_furniture(whole)), MEDIA_TYPE, count, warnings, scans=scans)


def _page_warnings(scans: tuple[int, ...], damaged: list[int]) -> list[Warning]:
    warnings = []
    if scans:
        warnings.append(Warning("scan", f"No text could be read on {_named(scans)}: a scan or a picture."))
    if damaged:
        warnings.append(
            Warning("page_damaged", f"The content of {_named(damaged)} is damaged and was left out.")
        )
    return warnings


def _named(numbers: Sequence[int]) -> str:
    return (
        f"page {numbers[0]}" if len(numbers) == 1 else "pages " + ", ".join(str(number) for number in numbers)
    )
