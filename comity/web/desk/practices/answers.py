"""Answers to the questionnaire: what each describes, and the button that makes a candidate of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comity.meetings.models import Meeting
from comity.practices import authority, questionnaire
from comity.practices.authority import Act
from comity.refusals import Refused
from comity.web.desk.practices.place import may, meeting_of, person
from comity.web.shared.sending import written

PAGE = 20
LONGEST = 200


@login_required
@never_cache
@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, meeting_of(request, slug), at=timezone.now())


def show(
    request: HttpRequest,
    meeting: Meeting,
    *,
    at: datetime,
    refusal: Refused | None = None,
    sent: tuple[int, str] | None = None,
) -> HttpResponse:
    """The page; `sent`: the version whose button was pressed, with the title that was written."""
    found = questionnaire.received(meeting, by=person(request), at=at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    words = {
        "meeting": meeting,
        "page_of_list": page,
        "rows": questionnaire.measures(list(page.object_list), by=person(request)),
        "may_group": may(request, Act.GROUP, meeting),
        "refusal": refusal,
        "acted": f"v{sent[0]}" if sent else "",
        "sent": sent,
    }
    return render(request, "desk/practices/answers.html", words, status=refusal.status if refusal else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def candidate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make the measure a candidate, its words flagged."""
    meeting, at = meeting_of(request, slug), timezone.now()
    if request.method == "GET":
        return redirect("desk:answers", slug=slug)
    authority.require(request.user, Act.GROUP, meeting=meeting)
    version = get_object_or_404(questionnaire.received(meeting, by=person(request), at=at), pk=pk)
    title = written(request, "working_title")[:LONGEST]
    try:
        practice = questionnaire.candidate(version, working_title=title, by=person(request), at=at)
    except Refused as refusal:
        return show(request, meeting, at=at, refusal=refusal, sent=(pk, title))
    messages.success(request, _("A candidate now: its words are flagged and stand under it."))
    return redirect("desk:practice", ref=practice.ref)
