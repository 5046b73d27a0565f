"""The workspace, the sum of what was read, and what the machine set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.meetings.models import Meeting
from comity.participants.models import Person
from comity.practices import reading, waiting
from comity.practices.authority import Act, may, require
from comity.practices.models import Reading
from comity.practices.reading import Agreement
from comity.practices.waiting import View
from comity.statements import authority
from comity.statements.models import Paragraph, Statement
from comity.web.desk.page import meeting_of, show_closed
from comity.web.desk.reading import memory
from comity.web.desk.reading.deciding import way_of
from comity.web.desk.reading.page import address, paragraph_of, show

PAGE = 50


@login_required
@never_cache
@require_safe
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the reader was; with `way`, the next paragraph on that way."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    at = timezone.now()
    place = waiting.bookmark(meeting, person, at=at)
    if "way" not in request.GET and place.paragraph_id is not None:
        return redirect(address(meeting, place.paragraph_id, place.way))
    seen, way = waiting.view(meeting, person, at=at), way_of(request)
    found = memory.following(request, seen, way)
    waiting.keep_place(place, found.pk if found else None, way=way, drawn=bool(found and found.drawn), at=at)
    if found is None:
        return show(request, seen, None, way, at=at)
    return redirect(address(meeting, found.pk, way))


@login_required
@never_cache
@require_safe
def paragraph(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One paragraph; the reader's place is kept here."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    try:
        found = paragraph_of(meeting, pk, person=person)
    except authority.Closed as refusal:
        statement = Statement.objects.get(versions__languages__paragraphs=pk)
        return show_closed(request, statement.ref, refusal)
    at, way = timezone.now(), way_of(request)
    place = waiting.bookmark(meeting, person, at=at)
    drawn = place.paragraph_id == pk and place.drawn
    waiting.keep_place(place, pk, way=way, drawn=drawn, at=at)
    wanted = request.GET.get("excerpt", "")
    return show(
        request,
        waiting.view(meeting, person, at=at),
        found,
        way,
        at=at,
        drawn=drawn,
        excerpt=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a statement is read."""

    statement: Statement
    paragraphs: int
    unseen: int


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of every paragraph, what is probably left, how readers agree, and every statement."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    seen = waiting.view(meeting, person, at=timezone.now())
    return render(
        request,
        "desk/reading/sum.html",
        {
            "meeting": meeting,
            "accounting": seen.accounting(),
            "hidden": len(seen.aside),
            "second": len(seen.second()),
            "closed": len(seen.closed),
            "left": seen.desk.left,
            "agreements": agreements(meeting),
            "referred": seen.referred(),
            "progress": progress(seen),
            "reads": may(person, Act.READ, meeting=meeting),
        },
    )


def agreements(meeting: Meeting) -> list[tuple[Person, Person, Agreement]]:
    """Every two readers who decided about the same paragraphs."""
    readers = Person.objects.filter(
        pk__in=Reading.objects.filter(
            paragraph__language_version__version__statement__meeting=meeting, undone_at=None
        ).values("by")
    ).order_by("name", "pk")
    found = [(one, other, reading.agreement(meeting, one, other)) for one, other in combinations(readers, 2)]
    return [one for one in found if one[2].both]


def progress(seen: View) -> list[Progress]:
    """Every statement that is open to the reader, those with most left first."""
    every = Counter(row.statement for row in seen.rows)
    unseen = Counter(row.statement for row in seen.unseen())
    statements = Statement.objects.filter(pk__in=every).select_related(
        "delegation__body", "on_behalf_of", "spoken_as__floor__session"
    )
    found = [Progress(one, every[one.pk], unseen[one.pk]) for one in statements]
    return sorted(found, key=lambda one: (-one.unseen, one.statement.pk))


@login_required
@never_cache
@require_safe
def aside(request: HttpRequest, slug: str) -> HttpResponse:
    """The courtesies and headings that the machine set aside; any may be taken out."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    seen = waiting.view(meeting, person, at=timezone.now())
    page = Paginator(seen.hidden(), PAGE).get_page(request.GET.get("page"))
    pks = [row.pk for row in page.object_list]
    paragraphs = Paragraph.objects.select_related(
        "language_version__version__statement__delegation__body",
        "language_version__version__statement__spoken_as__floor__session",
    ).in_bulk(pks)
    return render(
        request,
        "desk/reading/aside.html",
        {
            "meeting": meeting,
            "page_of_list": page,
            "paragraphs": [paragraphs[pk] for pk in pks if pk in paragraphs],
        },
    )


@login_required
@require_POST
def keys(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch single keys on or off for the reader."""
    meeting, _meetings = meeting_of(request, slug)
    person: Any = request.user
    require(person, Act.READ, meeting=meeting)
    at = timezone.now()
    on = request.POST.get("keys") == "on"
    waiting.switch_keys(waiting.bookmark(meeting, person, at=at), on, at=at)
    return redirect("desk:reading", slug=slug)
