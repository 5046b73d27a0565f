"""The register of practices, as anybody may see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.languages import reader_language
from comity.meetings import queries
from comity.practices import machine_readable, public, register
from comity.practices.showing import Card, Status
from comity.web.api.asking import meeting_of
from comity.web.api.problems import Problem
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Page, PageNumber, PerPage
from comity.web.api.shapes.register import PracticeLine, PracticeOut

TAGS = ["practices"]


@router.get(
    "/meetings/{slug:slug}/practices",
    response=Page[PracticeLine],
    url_name="practices",
    summary="List the practices of a meeting",
    tags=TAGS,
)
def practices(
    request: HttpRequest,
    slug: str,
    chapter: str = "",
    aspect: str = "",
    threat: str = "",
    measure: str = "",
    region: str = "",
    instrument: str = "",
    maturity: str = "",
    status: str = "",
    page: PageNumber = 1,
    per_page: PerPage = 50,
) -> Page[PracticeLine]:
    """What is shared and holds, by filters (an instrument by its slug)."""
    chosen = {"chapter": chapter, "aspect": aspect, "threat": threat, "measure": measure}
    chosen |= {"region": region, "instrument": instrument, "maturity": maturity, "status": status}
    found = register.listing(
        [meeting_of(request, slug)],
        at=timezone.now(),
        language=reader_language(),
        chosen=chosen,
        page=page,
        per_page=per_page,
    )
    return Page(
        items=[line(one) for one in found.cards], total=found.total, page=found.page, pages=found.pages
    )


def line(card: Card) -> PracticeLine:
    return PracticeLine.model_validate(machine_readable.of_card(card))


@router.get(
    "/practices/{slug:ref}", response=PracticeOut, url_name="practice", summary="Read a practice", tags=TAGS
)
def practice(request: HttpRequest, ref: str) -> PracticeOut:
    """With the words on which it rests, as far as they may be told. 410 for one that was withdrawn."""
    page = public.find(ref, at=timezone.now(), language=reader_language())
    if page is None or page.card.meeting not in {one.slug for one in queries.public()}:
        raise Http404
    if page.card.status == Status.WITHDRAWN:
        raise Problem(410, "gone", _("This practice was withdrawn. Its address stays."))
    told: dict[str, Any] = machine_readable.whole(page)
    return PracticeOut.model_validate(told)
