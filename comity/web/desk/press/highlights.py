"""Choosing words: search among what is published, keep the words of one paragraph, approve them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.languages import NATIVE_NAMES, reader_language
from comity.meetings.models import Meeting
from comity.press import checking, highlights
from comity.press.models import Highlight
from comity.refusals import Refused
from comity.search.find import find
from comity.statements.models import Paragraph, Version
from comity.web.desk.press.place import may, person, picking_in
from comity.web.shared.sending import without_null, written

LONGEST_QUERY = 200
HITS = 30


@login_required
@never_cache
@require_safe
def picker(request: HttpRequest, slug: str) -> HttpResponse:
    """Search in published statements, and what was picked so far."""
    return show(request, picking_in(request, slug))


def show(request: HttpRequest, meeting: Meeting, refusal: Refused | None = None) -> HttpResponse:
    at = timezone.now()
    query = without_null(request.GET.get("q", ""))[:LONGEST_QUERY]
    rows = rows_of(meeting, at=at)
    hits = []
    if query:
        found = find(
            query, at=at, language=reader_language(), filters={"meeting": [meeting.slug]}, limit=HITS
        )
        hits = [hit for hit in found.hits if isinstance(hit.paragraph, Paragraph)]
    words = {
        "meeting": meeting,
        "may": may(request, meeting),
        "refusal": refusal,
        "rows": rows,
        "query": query,
        "hits": hits,
    }
    return render(request, "desk/press/highlights.html", words, status=refusal.status if refusal else 200)


def rows_of(meeting: Meeting, *, at: datetime) -> list[dict[str, Any]]:
    """What was picked, the latest first: its words, whether the public reads it, and in which languages of its
    statement it could be told besides."""
    kept = Highlight.objects.filter(meeting=meeting).exclude(state=Highlight.State.DROPPED)
    public = {*Highlight.objects.public(at).filter(meeting=meeting).values_list("pk", flat=True)}
    found = list(
        kept.select_related("statement__meeting", "statement__delegation__body")
        .prefetch_related("words__paragraph__language_version__version")
        .order_by("-picked_at", "-pk")
    )
    further = highlights.further(found, at=at)
    return [
        {
            "highlight": one,
            "words": []
            if taken_back(one)
            else [each for each in one.words.all() if is_seen(each.version, at=at)],
            "is_taken_back": taken_back(one),
            "public": one.pk in public,
            "why_not": "" if one.pk in public else checking.why_not(one, at=at),
            "further": further[one.pk],
        }
        for one in found
    ]


def taken_back(highlight: Highlight) -> bool:
    return highlight.statement.withdrawn_at is not None


def is_seen(version: Version, *, at: Any) -> bool:
    """Words under embargo are not shown in the office: whoever may read them reads them at the statement's desk."""
    return version.public_from is not None and version.public_from <= at


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def pick(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep words of a paragraph: what is left in the field must stand in it to the letter."""
    meeting, at = picking_in(request, slug), timezone.now()
    public = Version.objects.public(at).filter(statement__meeting=meeting)
    paragraph = get_object_or_404(
        Paragraph.objects.filter(language_version__version__in=public).select_related(
            "language_version__version__statement__meeting",
            "language_version__version__statement__delegation__body",
        ),
        pk=pk,
    )
    refusal = None
    words, title = written(request, "words") or paragraph.text, written(request, "title")
    if request.method == "POST":
        try:
            start = paragraph.text.find(words.strip())
            if start < 0 or not words.strip():
                raise Refused(
                    _("These words do not stand in the paragraph like this. Take them as they are.")
                )
            highlights.pick(
                paragraph,
                start,
                start + len(words.strip()),
                titles={reader_language(): title},
                by=person(request),
                at=at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Kept. Somebody of the office approves it now."))
            return redirect("desk:press_highlights", slug=slug)
    page = {
        "meeting": meeting,
        "paragraph": paragraph,
        "statement": paragraph.language_version.version.statement,
        "words": words,
        "said": title,
        "refusal": refusal,
        "native": NATIVE_NAMES,
    }
    return render(request, "desk/press/pick.html", page, status=refusal.status if refusal else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    """Add the same passage in another language of the statement: what is left in the field must stand there to the
    letter."""
    meeting, at = picking_in(request, slug), timezone.now()
    highlight = get_object_or_404(
        Highlight.objects.filter(meeting=meeting).select_related("meeting", "statement"), pk=pk
    )
    there = {one.language: one for one in highlights.further([highlight], at=at)[highlight.pk]}
    original = highlight.words.select_related("paragraph__language_version__version").get(is_original=True)
    if language not in there or not is_seen(original.version, at=at):
        raise Http404
    facing = highlights.facing(highlight, there[language])
    said = written(request, "words") or (facing.text if facing else "")
    refusal = None
    if request.method == "POST":
        try:
            paragraph, start = highlights.standing_in(there[language], said.strip(), near=facing)
            end = start + len(said.strip())
            highlights.add_words(highlight, paragraph, start, end, by=person(request), at=at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Added. Whoever reads in this language sees these words."))
            return redirect("desk:press_highlights", slug=slug)
    page = {
        "meeting": meeting,
        "highlight": highlight,
        "original": original,
        "language": language,
        "facing": facing,
        "others": [one for one in there[language].paragraphs.all() if one != facing],
        "words": said,
        "refusal": refusal,
    }
    return render(request, "desk/press/words.html", page, status=refusal.status if refusal else 200)


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Approve or drop a highlight."""
    meeting = picking_in(request, slug)
    highlight = get_object_or_404(Highlight.objects.filter(meeting=meeting).select_related("meeting"), pk=pk)
    if request.method == "GET":
        return redirect("desk:press_highlights", slug=slug)
    if name not in ("approve", "drop"):
        raise Http404
    try:
        if name == "approve":
            highlights.approve(highlight, by=person(request), at=timezone.now())
            messages.success(request, _("Approved. Releases and pages use it now."))
        else:
            reason = written(request, "reason")
            highlights.drop(highlight, reason=reason, by=person(request), at=timezone.now())
            messages.success(request, _("Dropped."))
    except Refused as refusal:
        return show(request, meeting, refusal)
    return redirect("desk:press_highlights", slug=slug)
