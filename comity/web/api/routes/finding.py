"""Search over every public paragraph, and the instruments that statements cite."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from comity.languages import reader_language
from comity.meetings import queries
from comity.meetings.models import Instrument
from comity.papers.models import DocumentLanguage, DocumentParagraph
from comity.search import find as search
from comity.statements import cited
from comity.statements.models import Paragraph
from comity.web.api.asking import meeting_of, paged
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.texts import Found, Hit, InstrumentLine, Piece
from comity.web.shared import works
from comity.web.site.search import typed

TAGS = ["finding"]
FURTHEST = 1000
"""Hits that are told at most; whoever needs more narrows the search."""
Values = Annotated[list[str], Query([], description="Any of these; the parameter may be repeated.")]


@router.get("/search", response=Found, url_name="search", summary="Search the paragraphs", tags=TAGS)
def find(
    request: HttpRequest,
    q: str,
    form: Values,
    meeting: Values,
    aspect: Values,
    session: Values,
    category: Values,
    delegation: Values,
    instrument: Values,
    text_language: Values,
    page: PageNumber = 1,
    per_page: PerPage = 20,
) -> Found:
    """Of statements and documents, the best first. Any words are a query: quotation marks for a phrase, a minus for
    what is left out, an asterisk for beginnings. Counts of a filter obey the other filters."""
    given = {"form": form, "meeting": meeting, "aspect": aspect, "session": session, "category": category}
    given |= {"delegation": delegation, "instrument": instrument, "language": text_language}
    chosen = {name: values for name, values in given.items() if values}
    page = min(page, FURTHEST // per_page)
    words = typed(q)
    if not words:
        return Found(total=0, page=1, items=[], facets={}, is_complete=True)
    found = search.find(
        words,
        at=timezone.now(),
        language=reader_language(),
        filters=chosen,
        limit=per_page,
        offset=(page - 1) * per_page,
    )
    return Found(
        total=found.total,
        page=page,
        items=[hit(one) for one in found.hits],
        facets=found.facets,
        is_complete=found.is_complete,
    )


def hit(one: search.Hit) -> Hit:
    paragraph = one.paragraph
    assert isinstance(paragraph, Paragraph | DocumentParagraph)
    text = paragraph.language_version
    work = works.of(text)
    return Hit(
        ref=work.ref,
        form="document" if isinstance(text, DocumentLanguage) else "statement",
        anchor=paragraph.anchor,
        language=paragraph.language,
        address=f"{work.permanent_address}?language={text.language}#p-{paragraph.anchor}",
        pieces=[Piece(text=piece.text, marked=piece.marked) for piece in one.pieces],
    )


@router.get(
    "/instruments",
    response=Page[InstrumentLine],
    url_name="instruments",
    summary="List instruments cited",
    tags=TAGS,
)
def instruments(
    request: HttpRequest, meeting: str = "", page: PageNumber = 1, per_page: PerPage = 50
) -> Page[InstrumentLine]:
    """Resolutions and other instruments that public statements cite, and how many do; of one meeting or of all."""
    meetings = [meeting_of(request, meeting)] if meeting else queries.public()
    rows = cited.instruments(at=timezone.now(), meetings=meetings)
    return paged(rows, page, per_page, lambda some: [instrument_line(one) for one in some])


def instrument_line(one: Instrument) -> InstrumentLine:
    return InstrumentLine(
        symbol=one.symbol,
        slug=one.slug,
        kind=one.kind,
        year=one.year,
        title=one.title,
        known=one.known,
        statements=one.statements,  # type: ignore[attr-defined]
    )
