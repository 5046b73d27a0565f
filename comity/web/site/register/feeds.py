"""The register for programmes that follow it: a feed of practices, and its pages in the site map."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings import queries
from comity.practices import public, register
from comity.practices.models import Challenge, Initiative
from comity.texts.safe import visible

LATEST = 50
LISTS = ("practices", "coverage", "challenges", "initiatives", "compendium")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The practices that were put into the register last and hold, in the reader's language."""
    at = timezone.now()
    rows = public.loaded(public.standing(at, meetings=queries.public())).order_by("-public_from", "-pk")[
        :LATEST
    ]
    shared_at = {one.ref: one.public_from for one in rows}
    feed = Atom1Feed(
        title=_("Good practices"),
        link=settings.PUBLIC_ADDRESS + reverse("site:practices"),
        description="",
        language=get_language() or "en",
        feed_url=settings.PUBLIC_ADDRESS + request.get_full_path(),
    )
    for card in public.cards(rows, language=reader_language()):
        feed.add_item(
            title=visible(card.title),
            link=settings.PUBLIC_ADDRESS + reverse("site:practice", args=[card.ref]),
            description=visible(card.summary),
            unique_id=f"{settings.PUBLIC_ADDRESS}/id/{card.ref}",
            pubdate=shared_at[card.ref],
            updateddate=shared_at[card.ref],
            categories=[one.title for one in card.aspects],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def places(at: datetime) -> list[tuple[str, list[str], datetime | None]]:
    """Name, arguments and last change of the pages of the register; none while nothing of it is public."""
    if not register.is_open(at=at):
        return []
    meetings = queries.public()
    found: list[tuple[str, list[str], datetime | None]] = [(name, [], None) for name in LISTS]
    for name, rows in (
        ("practice", public.standing(at, meetings=meetings)),
        ("challenge", Challenge.objects.filter(meeting__in=meetings, public_from__lte=at)),
        (
            "initiative",
            Initiative.objects.filter(
                meeting__in=meetings, public_from__lte=at, state=Initiative.State.PUBLISHED
            ),
        ),
    ):
        found += [(name, [one.ref], one.public_from) for one in rows.order_by("pk")]
    return found
