"""One number of the framework: what stands there, what it rests on, and what became of it (R12-8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from comity.adapters.framework import paper
from comity.framework import public
from comity.framework.campaigns import public as campaigns
from comity.framework.models import EditionNode
from comity.framework.showing import Carrier, Words
from comity.languages import reader_language
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.web.site import chosen
from comity.web.site.register import telling
from comity.web.site.register.telling import Source

LONGEST = 6
"""Figures of a number."""


@dataclass(frozen=True, slots=True)
class Resting:
    """What a node rests on, with where it leads. One of `practice`, `cited` and `source` is there."""

    number: int
    carrier: Carrier
    source: Source | None
    address: str


@require_safe
def of_the_meeting(request: HttpRequest, number: int) -> HttpResponse:
    """The number in the framework of the meeting that is chosen, or that is on."""
    meeting, _every = chosen.meetings(request, at=timezone.now())
    if meeting is None or public.printing(meeting.pk, number, at=timezone.now()) is None:
        raise Http404
    return redirect("site:framework_node", slug=meeting.slug, number=number)


@require_safe
def place(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The number as the latest edition that has it prints it; it says so where later editions have it no more."""
    at, language = timezone.now(), reader_language()
    meeting = chosen.known(slug)
    edition = public.printing(meeting.pk, number, at=at)
    if edition is None:
        raise Http404
    content = public.of(edition, at=at, language=language)
    found = public.find(content, number)
    assert found is not None, "an edition has what its rows name"
    element, guideline, placed = found
    words = (guideline or element).words
    return render(
        request,
        "site/framework/place.html",
        {
            "meeting": meeting,
            "edition": edition,
            "content": content,
            "number": number,
            "element": element,
            "guideline": guideline,
            "placed": placed,
            "words": words,
            "status": paper.status(words),
            "lines": lines(words),
            "rests": resting(words.rests),
            "sources": telling.sources(placed.page.sources) if placed else [],
            "parts": [(one, telling.paragraphs(one, placed.page)) for one in placed.page.parts[:3]]
            if placed
            else [],
            "reason": removed(edition.framework_id, number) if content.newer else "",
            "printed_in": printed_in(meeting, number),
            "options": [one for one in content.options if one.node == number],
            "future_work": [one for one in content.future_work if number in one.nodes],
            "campaigns": list(campaigns.of_number(meeting.pk, number)),
        },
    )


def lines(words: Words) -> list[SafeString]:
    """The text; a mark leads to what it names."""
    known = {one.number for one in words.rests}
    return [telling.with_marks(line, known) for line in words.text.splitlines() if line.strip()]


def resting(rests: Iterable[Carrier]) -> list[Resting]:
    return [Resting(one.number, one, source(one), address(one)) for one in rests]


def source(one: Carrier) -> Source | None:
    return telling.source(one.source) if one.source else None


def address(one: Carrier) -> str:
    if one.practice is not None:
        return reverse("site:practice", args=[one.practice.ref])
    return reverse("site:instrument", args=[one.cited.slug]) if one.cited else ""


def removed(framework: int, number: int) -> str:
    """Why the number is gone; "" where it is not, or only moved out of print."""
    row = (
        EditionNode.objects.filter(node__framework=framework, node__number=number)
        .select_related("node")
        .first()
    )
    return row.node.reason if row else ""


def printed_in(meeting: Meeting, number: int) -> list[int]:
    """Numbers of the editions that have it."""
    found = public.issued(meeting.pk, at=timezone.now()).filter(nodes__node__number=number)
    return sorted(found.values_list("number", flat=True))


def permanent(ref: str) -> str:
    """Address of the page of `<meeting>-framework-<number>`; "" for what was never issued."""
    slug, separator, number = ref.rpartition("-framework-")
    if not separator or not number.isdecimal() or len(number) > LONGEST:
        return ""
    meeting = next((one for one in queries.public() if one.slug == slug), None)
    if meeting is None:
        return ""
    if public.printing(meeting.pk, int(number), at=timezone.now()) is None:
        return ""
    return reverse("site:framework_node", args=[slug, int(number)])
