"""Search over every paragraph that is public at an instant, in six languages at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comity.files.models import ReadParagraph
from comity.search import documents, following, highlights, index, syntax
from comity.search.generations import is_damage
from comity.search.rows import public_paragraphs

log = logging.getLogger(__name__)
BEGINNING = 800
"""Code points of a long paragraph that are looked at first for a stretch to show."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that was found, with everything that a list shows of it, and its stretch that shows why."""

    paragraph: ReadParagraph
    pieces: list[highlights.Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """`facets`: facet -> value -> hits that bear it, counted as if the facet itself were not filtered."""

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    is_complete: bool = True
    """False while the index is being built or brought up to date: there may be more."""


def find(
    query: str,
    *,
    at: datetime,
    language: str,
    filters: Mapping[str, Iterable[str]] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """The best paragraphs for the query, those in the reader's language a little before others.

    Any string is a query. Nothing that is not public at the instant is returned, counted or told by a facet.
    """
    asked = syntax.parse(query)
    view = following.view(at)
    found = search(view, asked, filters=filters, language=language, limit=limit, offset=offset)
    if found is None:
        return Found(0, [], {facet: {} for facet in index.FACETS}, is_complete=False)
    shown = paragraphs([key for key, _ in found.hits], at)
    hits = [Hit(shown[key], excerpt(shown[key], asked)) for key, _ in found.hits if key in shown]
    return Found(found.total, hits, found.facets, view.is_complete)


def paragraphs(keys: list[int], at: datetime) -> dict[int, ReadParagraph]:
    """Of statements and documents, as far as they are public at the instant."""
    statements = [key for key in keys if not documents.is_document(key)]
    return {**public_paragraphs(statements, at), **documents.public_paragraphs(keys, at)}


def search(view: following.View, asked: syntax.Asked, **page: Any) -> index.Hits | None:
    """None where there is no index yet, or it turns out to be damaged: then it is checked and built in a thread."""
    if view.searcher is None:
        return None
    try:
        return index.search(view.searcher, asked, without=view.pending, **page)
    except BaseException as error:
        if not is_damage(error):
            raise
        log.exception("the search index is damaged")
        following.start_beside()
        return None


def excerpt(paragraph: ReadParagraph, asked: syntax.Asked) -> list[highlights.Piece]:
    """The stretch of the paragraph that shows best why it was found."""
    text, language = paragraph.text, paragraph.language
    meaning = index.meaning_for(asked, language)
    if len(text) > 2 * BEGINNING:
        # Cutting words takes most of the time of a search, and the beginning is nearly always enough.
        beginning = text[: text.find(" ", BEGINNING) + 1 or BEGINNING]
        marks = highlights.spans(beginning, language, meaning)
        start, end = highlights.window(beginning, marks)
        if sum(start <= mark[0] < end for mark in marks) >= max(2, len(meaning.needs)):
            return highlights.pieces(text, marks, start, end)
    marks = highlights.spans(text, language, meaning)
    return highlights.pieces(text, marks, *highlights.window(text, marks))
