"""What the public reads of the follow-up: totals of resources, what sources say of States, deadlines, and what is still
open from one meeting to the next."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.framework import following, mandates, naming, still_open, totals
from comity.languages import reader_language
from comity.participants import consulting
from comity.texts.alphabet import sort_key
from comity.web.site import chosen


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Totals by pool; terms are told nobody besides the two sides (R04-5)."""
    meeting, meetings = chosen.meetings(request, at=timezone.now())
    if meeting is None:
        return render(request, "site/no_meeting.html")
    rows = totals.of(meeting)
    words = {
        "meeting": meeting,
        "meetings": meetings,
        "rows": rows[:-1],
        "whole": rows[-1],
        "few": totals.FEWEST,
    }
    return render(request, "site/outcome/resources.html", words)


@require_safe
def follow_up(request: HttpRequest) -> HttpResponse:
    """Guideline by guideline, States in the alphabet of the reader: a source and a comment, no score (R03-5)."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    records = list(following.records(meeting, at=at))
    titles = naming.titles({one.node_id for one in records})
    language = reader_language()
    found = []
    for node, rows in groupby(records, key=lambda one: one.node):
        listed = sorted(
            rows, key=lambda one: (sort_key(str(one.delegation), language), -one.as_of.toordinal())
        )
        found.append((node, titles.get(node.pk, ""), listed))
    words = {"meeting": meeting, "meetings": meetings, "found": found}
    return render(request, "site/outcome/follow_up.html", words)


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """What was asked for by a day, and how long there is left (R04-6)."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    today = at.astimezone(meeting.zone).date()
    listed = [(one, mandates.days_left(one, today)) for one in meeting.mandates.select_related("instrument")]
    words = {"meeting": meeting, "meetings": meetings, "mandates": listed}
    return render(request, "site/outcome/deadlines.html", words)


@require_safe
def open_now(request: HttpRequest) -> HttpResponse:
    """What this meeting and the earlier ones of its series left open, and what became of the rest (R03-1)."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    rows = still_open.of(meeting, at=at, language=reader_language())
    words = {
        "meeting": meeting,
        "meetings": meetings,
        "open": [one for one in rows if one.is_open],
        "closed": [one for one in reversed(rows) if not one.is_open],
    }
    return render(request, "site/outcome/still_open.html", words)


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """How many of each category were consulted, where the series lets it be told; never who (R02-4)."""
    meeting, meetings = chosen.meetings(request, at=timezone.now())
    if meeting is None:
        return render(request, "site/no_meeting.html")
    if meeting.series is None or not meeting.series.tells_consultations:
        raise Http404
    words = {
        "meeting": meeting,
        "meetings": [one for one in meetings if one.series_id == meeting.series_id],
        "coverage": consulting.coverage(meeting, public=True),
    }
    return render(request, "site/outcome/consultations.html", words)
