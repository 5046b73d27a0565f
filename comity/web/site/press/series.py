"""The front of the whole: what was asked, what was said, what was learned and what happens now, in figures that open
what they count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from comity.framework import public as frameworks
from comity.framework import still_open
from comity.languages import localized, reader_language
from comity.meetings.models import Meeting
from comity.practices import public as register
from comity.practices import sources
from comity.practices.around import NOTHING_KNOWN
from comity.practices.models import Support
from comity.practices.models.excerpts import Attribution
from comity.practices.showing import Card
from comity.practices.sources import Telling
from comity.press import shown
from comity.statements.models import Paragraph, Version
from comity.web.site import chosen
from comity.web.site.press.pages import FIRST, of_highlights


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the chain, what it counts, and the page that lists it; `address` "" where there is none yet."""

    count: int
    what: str | Promise
    why: str | Promise
    address: str


def public_versions(meeting: Meeting, *, at: datetime) -> Any:
    return Version.objects.public(at).filter(statement__meeting=meeting)


def counted_paragraphs(meeting: Meeting, *, at: datetime) -> list[tuple[Version, int]]:
    """Public statements with the number of paragraphs of their original, the longest first."""
    counts = dict(
        Paragraph.objects.filter(
            language_version__version__in=public_versions(meeting, at=at), language_version__is_original=True
        )
        .values_list("language_version__version")
        .annotate(Count("pk"))
        .order_by()
    )
    versions = (
        public_versions(meeting, at=at)
        .filter(pk__in=counts)
        .select_related("statement__meeting", "statement__delegation__body", "statement__session")
    )
    versions = versions.prefetch_related("statement__delegation__body__former_names")
    return sorted(((one, counts[one.pk]) for one in versions), key=lambda pair: (-pair[1], pair[0].pk))


def quoted_supports(meeting: Meeting, *, at: datetime) -> list[Support]:
    """Excerpts on which public practices rest and whose source is told, each once."""
    found = (
        Support.objects.live()
        .filter(
            practice__in=register.standing(at, meetings=[meeting]),
            excerpt__attribution=Attribution.ATTRIBUTED,
        )
        .select_related(
            "practice",
            "excerpt__paragraph__language_version__version__statement__meeting",
            "excerpt__paragraph__language_version__version__statement__delegation__body",
        )
        .prefetch_related(
            "excerpt__paragraph__language_version__version__statement__delegation__body__former_names"
        )
        .order_by("excerpt__pk", "pk")
    )
    once: dict[int, Support] = {}
    for one in found:
        if sources.telling(one, NOTHING_KNOWN, at=at) is Telling.QUOTED:
            once.setdefault(one.excerpt_id, one)
    return list(once.values())


def decided(meeting: Meeting, *, at: datetime) -> list[Card]:
    """Practices on which a decision holds, as lists show them."""
    return register.cards(
        register.loaded(register.standing(at, meetings=[meeting])), language=reader_language()
    )


def future_work(meeting: Meeting, *, at: datetime) -> list[dict[str, str]]:
    """What the latest edition of the framework proposes to be done, in the reader's language."""
    edition = frameworks.issued(meeting.pk, at=at).first()
    items = edition.annexes.get("future_work", []) if edition else []
    return [
        {
            "number": str(one["number"]),
            "title": localized(one.get("titles", {})),
            "purpose": localized(one.get("purposes", {})),
            "timing": localized(one.get("timings", {})),
        }
        for one in items
    ]


def figures(meeting: Meeting, *, at: datetime) -> list[Figure]:
    """The chain, from what was said to what is done about it."""

    def listed(name: str) -> str:
        return f"{reverse(f'site:{name}')}?meeting={meeting.slug}"

    def own(name: str) -> str:
        return reverse(f"site:series_{name}", args=[meeting.slug])

    paragraphs = counted_paragraphs(meeting, at=at)
    left = still_open.of(meeting, at=at, language=reader_language())
    rows: list[tuple[int, str | Promise, str | Promise, Callable[[], str]]] = [
        (
            public_versions(meeting, at=at).count(),
            _("statements"),
            _("What States and others said"),
            lambda: listed("statements"),
        ),
        (
            sum(count for _one, count in paragraphs),
            _("paragraphs"),
            _("Each can be cited"),
            lambda: own("paragraphs"),
        ),
        (
            len(quoted_supports(meeting, at=at)),
            _("excerpts"),
            _("Words on which practices rest"),
            lambda: own("excerpts"),
        ),
        (
            register.standing(at, meetings=[meeting]).count(),
            _("practices"),
            _("What was learned from them"),
            lambda: listed("practices"),
        ),
        (
            len(decided(meeting, at=at)),
            _("decisions"),
            _("What the Committee made of them"),
            lambda: own("decisions"),
        ),
        (
            len(future_work(meeting, at=at)),
            _("items of future work"),
            _("What is proposed to follow"),
            lambda: own("follow_up"),
        ),
        (
            sum(one.is_open for one in left),
            _("still open"),
            _("What meetings left to be done"),
            lambda: listed("still_open"),
        ),
        (
            sum(not one.is_open for one in left),
            _("closed since"),
            _("With what came of it"),
            lambda: f"{listed('still_open')}#closed",
        ),
    ]
    return [Figure(count, what, why, to() if count else "") for count, what, why, to in rows]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The series as a newcomer reads it."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    latest = shown.latest(meeting, at=at)
    return render(
        request,
        "site/press/series.html",
        {
            "meeting": meeting,
            "meetings": [one for one in meetings if one.series_id == meeting.series_id],
            "series": meeting.series,
            "figures": figures(meeting, at=at),
            "instruments": meeting.instruments.order_by("year", "pk"),
            "aspects": meeting.aspects.all(),
            "highlights": of_highlights(meeting, at=at, first=FIRST),
            "learned": decided(meeting, at=at)[:FIRST],
            "next_work": future_work(meeting, at=at)[:FIRST],
            "release": shown.page(latest, reader_language(), at=at, draft=True) if latest else None,
        },
    )


@require_safe
def paragraphs(request: HttpRequest, slug: str) -> HttpResponse:
    """Statements with the number of their paragraphs."""
    meeting = chosen.known(slug)
    rows = counted_paragraphs(meeting, at=timezone.now())
    return counted(request, "paragraphs", meeting, rows, total=sum(count for _one, count in rows))


@require_safe
def excerpts(request: HttpRequest, slug: str) -> HttpResponse:
    """Every excerpt with its source and the practice that rests on it."""
    meeting = chosen.known(slug)
    return counted(request, "excerpts", meeting, quoted_supports(meeting, at=timezone.now()))


@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every practice on which a decision holds."""
    meeting = chosen.known(slug)
    return counted(request, "decisions", meeting, decided(meeting, at=timezone.now()))


@require_safe
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """The future work that the framework proposes."""
    meeting = chosen.known(slug)
    return counted(request, "follow_up", meeting, future_work(meeting, at=timezone.now()))


def counted(
    request: HttpRequest, kind: str, meeting: Meeting, rows: list[Any], *, total: int | None = None
) -> HttpResponse:
    words = {"meeting": meeting, "kind": kind, "rows": rows, "total": len(rows) if total is None else total}
    return render(request, "site/press/counted.html", words)
