"""Search over every public paragraph, the register and the outcome: one box, filters with counts, hits that open at
their place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings.models import Instrument, Meeting
from comity.papers.models import DocumentLanguage, DocumentParagraph
from comity.search import outcome, register
from comity.search.find import Hit, find
from comity.statements.models import Paragraph as StatementParagraph
from comity.texts import citations
from comity.texts.safe import visible
from comity.web.shared import works
from comity.web.shared.sending import whole_number
from comity.web.shared.works import Paragraph
from comity.web.site import filters, marking
from comity.web.site import found as listed

PAGE = 20
LAST_PAGE = 50
"""Nobody reads further; whoever needs more narrows the search."""
LONGEST = 300
"""Code points of a query that are looked at."""
PRACTICES, STATEMENTS, DOCUMENTS = "practices", "statements", "documents"
FORMS = {STATEMENTS: "statement", DOCUMENTS: "document"}
"""What is searched alone -> value of the filter."""
BESIDE = 3
"""Practices that stand above the paragraphs."""
BARE_NUMBER = re.compile(r"[0-9]{3,4}")


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is listed."""

    paragraph: Paragraph
    words: SafeString
    address: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the pages around this one; "" where there is none."""

    number: int
    last: int
    before: str
    after: str
    cut: bool
    """There are more hits than pages."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was asked for, a page of hits and the filters with their counts."""
    query, at = typed(request.GET.get("q", "")), timezone.now()
    chosen = filters.chosen(request.GET)
    context: dict[str, object] = {"query": query, "chosen": chosen, "only": only(request.GET)}
    there = outcome.standing(at)
    context["scopes"] = outcome.kinds_of(there)
    context["alone"] = listed.ALONE
    if query:
        context |= practices(request.GET, query, chosen)
        context |= brought_out(request.GET, query, chosen, there, at=at)
    if query and context["only"] in (PRACTICES, *outcome.Kind):
        return render(request, "site/search.html", context)
    if query:
        number = page_number(request.GET)
        found = find(
            query,
            at=at,
            language=reader_language(),
            filters=chosen | form_asked_for(request.GET),
            limit=PAGE,
            offset=(number - 1) * PAGE,
        )
        context |= {
            "found": found,
            "lines": [line(hit, query) for hit in found.hits],
            "first": (number - 1) * PAGE + 1,
            "facets": filters.facets(request.GET, found.facets, chosen, at=at),
            "taken": filters.taken(request.GET, chosen, at=at),
            "without_filters": address(request.GET, without=chosen),
            "pages": pages(request.GET, number, found.total),
            "instruments": instruments(query),
        }
    response = render(request, "site/search.html", context)
    if query and not found.is_complete:
        response["Cache-Control"] = (
            "no-store"  # the next answer may hold more, though nothing is published meanwhile
        )
    return response


def only(query: QueryDict) -> str:
    """What is searched alone: the register, the statements, the framework ..., or "" for all."""
    asked = query.get("in", "")
    return asked if asked in listed.ALONE else ""


def form_asked_for(query: QueryDict) -> dict[str, list[str]]:
    return {"form": [FORMS[asked]]} if (asked := only(query)) in FORMS else {}


def practices(query: QueryDict, words: str, chosen: dict[str, list[str]]) -> dict[str, object]:
    """Hits in the register: the best few beside the paragraphs, all where it is searched alone."""
    if only(query) not in ("", PRACTICES):
        return {}
    found = register.find(words, at=timezone.now(), language=reader_language(), filters=chosen)
    shown = found if only(query) == PRACTICES else found[:BESIDE]
    return {
        "practices": [
            (hit, marking.pieces((piece.text, piece.marked) for piece in hit.pieces)) for hit in shown
        ],
        "practices_total": len(found),
        "all_practices": address(query, **{"in": PRACTICES}),
        "everything": address(query, without=["in"]),
    }


def brought_out(
    query: QueryDict, words: str, chosen: dict[str, list[str]], there: list[Meeting], *, at: datetime
) -> dict[str, object]:
    """Hits in framework, summary, press room and plans: the best few beside the paragraphs, a page of them where one
    of these is searched alone."""
    asked = only(query)
    if asked and asked not in {*outcome.Kind}:
        return {}
    kinds = [asked] if asked else [*outcome.Kind]
    found = outcome.find(words, there, at=at, language=reader_language(), kinds=kinds, filters=chosen)
    number = page_number(query)
    shown = found[(number - 1) * PAGE : number * PAGE] if asked else found[:BESIDE] if number == 1 else []
    counts = Counter(hit.place.kind for hit in found)
    return {
        "outcome": listed.lines(shown, there),
        "outcome_total": len(found),
        "outcome_first": (number - 1) * PAGE + 1,
        "outcome_counts": [
            (listed.NAMES[kind], counts[kind], address(query, **{"in": kind}))
            for kind in outcome.Kind
            if counts[kind]
        ],
        "pages": pages(query, number, len(found)),
        "everything": address(query, without=["in"]),
    }


def typed(query: str) -> str:
    """What was asked for, without signs that nobody can type or see."""
    seen = "".join(sign for sign in query[:LONGEST] if sign.isspace() or visible(sign) == sign)
    return " ".join(seen.split())


def page_number(query: QueryDict) -> int:
    return min(max(whole_number(query.get("page"), digits=5) or 1, 1), LAST_PAGE)


def line(hit: Hit, query: str) -> Line:
    """The hit opens at its paragraph, in its language, with what was asked for marked there too."""
    paragraph = hit.paragraph
    assert isinstance(paragraph, StatementParagraph | DocumentParagraph)
    text = paragraph.language_version
    place = "site:document" if isinstance(text, DocumentLanguage) else "site:statement"
    handed_on = urlencode({"language": text.language, "q": query})
    return Line(
        paragraph=paragraph,
        words=marking.pieces((piece.text, piece.marked) for piece in hit.pieces),
        address=f"{page_of(text, place)}?{handed_on}#p-{paragraph.anchor}",
    )


def page_of(text: works.Text, place: str) -> str:
    """Of the version that holds; an addendum has a page of its own."""
    ref = works.of(text).ref
    if isinstance(text, DocumentLanguage) and text.version.stands_beside:
        return reverse("site:document_version", args=[ref, text.version.number])
    return reverse(place, args=[ref])


def instruments(query: str) -> list[Instrument]:
    """Whoever types the symbol or number of an instrument may want its page."""
    wanted = Q(symbol__in={found.symbol for found in citations.find(query)})
    if BARE_NUMBER.fullmatch(query):
        wanted |= Q(symbol__startswith=f"S/RES/{query} (")
    return list(Instrument.objects.filter(wanted, known=True).order_by("symbol")[:3])


def address(query: QueryDict, *, without: object = (), **changes: str) -> str:
    """This search with changes, on its first page unless they name another."""
    changed = query.copy()
    changed.pop("page", None)
    for name in list(without):  # type: ignore[call-overload]
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = value
    return f"?{changed.urlencode()}"


def pages(query: QueryDict, number: int, total: int) -> Pages:
    last = max(1, -(-total // PAGE))
    reachable = min(last, LAST_PAGE)
    return Pages(
        number=number,
        last=reachable,
        before=address(query, page=str(number - 1)) if number > 1 else "",
        after=address(query, page=str(number + 1)) if number < reachable else "",
        cut=last > LAST_PAGE,
    )
