"""The draft as it stands, and what may be summed up, session by session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting, Session
from comity.press import lending
from comity.refusals import Refused
from comity.summary import checking, clearing, material, writing
from comity.summary.checking import Looked
from comity.summary.material import Offer
from comity.summary.models import PER_SESSION, Sentence, Summary
from comity.summary.printed import HEADINGS, THEMES
from comity.web.desk.summary.place import may, meeting_of, person, summary_of
from comity.web.shared.sending import written

Part = Sentence.Part
OVERALL = "meeting"
"""`?at=` of the parts that belong to no session."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part in one place: its sentences and what may be summed up there. `heading`: of a group that begins here."""

    part: str
    label: str
    heading: str
    looked: list[Looked]
    offers: list[Offer]
    used: int


@login_required
@never_cache
@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """One session at a time, or what belongs to the meeting as a whole (`?at=`)."""
    return show(request, meeting_of(request, slug))


def show(request: HttpRequest, meeting: Meeting, refusal: Refused | None = None) -> HttpResponse:
    at = timezone.now()
    summary = Summary.objects.filter(meeting=meeting).first()
    status = refusal.status if refusal else 200
    allowed = may(request, meeting)
    words: dict[str, Any] = {"meeting": meeting, "may": allowed, "refusal": refusal}
    if summary is None:
        return render(
            request,
            "desk/summary/none.html",
            {**words, "languages": NATIVE_NAMES, "language": reader_language()},
            status=status,
        )
    summary.meeting = meeting
    sessions = list(meeting.sessions.filter(cancelled_at=None))
    here = place_of(request, sessions)
    looked = checking.looked_at(summary, at=at)
    versions = list(summary.versions.select_related("cleared_by", "issued_by").order_by("-number"))
    return render(
        request,
        "desk/summary/draft.html",
        {
            **words,
            "summary": summary,
            "state": clearing.state_of(summary, looked, at=at).value,
            "sessions": [(one, counted(looked, one)) for one in sessions],
            "overall": counted(looked, None),
            "here": here,
            "blocks": list(blocks(summary, here, looked, material.offers(summary, at=at))),
            "highlights": lending.offered(summary, at=at, session=here),
            "blocked": [one for one in looked if one.blocks],
            "written": len(looked),
            "removed": summary.sentences.filter(removed_at__isnull=False).order_by("number"),
            "versions": [*zip(versions, [*versions[1:], None], strict=False)],
            "last": versions[0] if versions else None,
        },
        status=status,
    )


def place_of(request: HttpRequest, sessions: list[Session]) -> Session | None:
    """The session that `?at=` names, the first by itself; None for the meeting as a whole."""
    wanted = request.GET.get("at") or request.POST.get("at", "")
    if wanted == OVERALL or not sessions:
        return None
    return next((one for one in sessions if one.code == wanted), sessions[0])


def counted(looked: Iterable[Looked], session: Session | None) -> tuple[int, int]:
    """How many sentences stand there, and in how many there is something to mend."""
    key = session.pk if session else None
    there = [one for one in looked if one.sentence.session_id == key]
    return len(there), sum(one.blocks for one in there)


def blocks(
    summary: Summary,
    session: Session | None,
    looked: list[Looked],
    laid: dict[tuple[int | None, str], list[Offer]],
) -> Iterator[Block]:
    key = session.pk if session else None
    above = ""
    for part in Part:
        if (part in PER_SESSION) != (session is not None):
            continue
        group = "" if session else "themes" if part in THEMES else "ahead"
        heading = str(HEADINGS[group]) if group and group != above else ""
        above = group
        there = laid.get((key, part), []) if session else overall(laid, part)
        yield Block(
            part=part.value,
            label=str(part.label),
            heading=heading,
            looked=[one for one in looked if (one.sentence.session_id, one.sentence.part) == (key, part)],
            offers=[one for one in there if one.unused],
            used=sum(not one.unused for one in there),
        )


def overall(laid: dict[tuple[int | None, str], list[Offer]], part: str) -> list[Offer]:
    """What was flagged for a part of the meeting as a whole, whatever the session."""
    return [one for (_session, of), offers in laid.items() if of == part for one in offers]


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the summary in the language of the original."""
    meeting = meeting_of(request, slug)
    if request.method == "POST":
        try:
            language = written(request, "language")
            writing.begin(meeting, language=language, by=person(request), at=timezone.now())
        except Refused as refusal:
            return show(request, meeting, refusal)
        messages.success(request, _("Begun. Choose what a sentence rests on, then write it."))
    return redirect("desk:summary", slug=slug)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A sentence on what was ticked; its words are written on its own page."""
    summary = summary_of(request, slug)
    if request.method == "GET":  # the address of a page that said no, loaded again
        return redirect("desk:summary", slug=slug)
    session = summary.meeting.sessions.filter(code=written(request, "at")).first()
    try:
        sentence = lending.add(
            summary,
            written(request, "part"),
            session=session,
            keys=request.POST.getlist("keys"),
            by=person(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return show(request, summary.meeting, refusal)
    return redirect("desk:summary_sentence", slug=slug, number=sentence.number)
