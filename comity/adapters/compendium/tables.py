"""The compendium for programmes: JSON with every field, CSV with a row for each source of each practice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from comity.adapters.compendium.book import Book
from comity.practices.compendium import Compendium
from comity.practices.machine_readable import plain, whole
from comity.practices.showing import Page

COLUMNS = (
    *("number", "address", "status", "title", "language", "chapter", "aspects", "threats", "measures"),
    *("actors", "regions", "instruments", "maturity", "decided_on", "what", "conditions"),
    *("source", "stance", "telling", "contributor", "source_language", "words", "sha256", "source_address"),
)


def as_json(content: Compendium, book: Book, *, issued_at: datetime) -> bytes:
    written = {
        "title": book.title,
        "meeting": {"code": content.meeting, "title": book.meeting},
        "issue": content.number,
        "kind": content.kind,
        "issued_at": issued_at.isoformat(),
        "language": book.language,
        "sample": bool(book.sample),
        "notes": [*book.disclaimer],
        "chapters": [
            {"code": label.code, "title": label.title, "practices": [whole(page) for page in pages]}
            for label, pages in content.chapters
        ],
        "index": [
            {"instrument": cited.symbol, "paragraph": cited.paragraph or None, "practices": [*numbers]}
            for cited, numbers in content.index
        ],
    }
    return (json.dumps(plain(written), ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(content: Compendium) -> bytes:
    """With a mark of byte order, by which office programmes know that it is UTF-8."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for _chapter, pages in content.chapters:
        for page in pages:
            writer.writerows([safe(value) for value in row] for row in rows(page))
    return ("\ufeff" + out.getvalue()).encode()


def rows(page: Page) -> Iterator[list[str]]:
    """One for each source; one where none is shown."""
    card = page.card
    shared = [
        str(card.number or ""),
        page.address,
        str(card.status),
        card.title,
        card.language,
        card.chapter.title if card.chapter else "",
        *("; ".join(one.title for one in values) for values in (card.aspects, card.threats, card.measures)),
        *("; ".join(one.title for one in values) for values in (card.actors, card.regions)),
        "; ".join(f"{one.symbol} {one.paragraph}".strip() for one in card.instruments),
        card.maturity.title,
        page.decided_on.isoformat() if page.decided_on else "",
        next((part.text for part in page.parts if part.field == "what"), ""),
        page.conditions,
    ]
    for one in page.sources:
        yield [
            *shared,
            str(one.number),
            one.stance,
            str(one.telling),
            one.whose,
            one.language,
            one.words,
            one.sha256,
            one.address,
        ]
    if not page.sources:
        yield [*shared, *[""] * (len(COLUMNS) - len(shared))]


def safe(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
