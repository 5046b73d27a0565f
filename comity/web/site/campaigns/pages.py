"""Campaigns of a meeting's framework: those that are public, one of them, and what stays of one that was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.framework import public as frameworks
from comity.framework.campaigns import findings, public
from comity.framework.campaigns.models import Campaign
from comity.framework.campaigns.questions import questions
from comity.framework.campaigns.states import PUBLIC, State
from comity.web.shared.campaigns import pictured
from comity.web.site import chosen


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    meeting, meetings = chosen.meetings(request, at=timezone.now())
    if meeting is None:
        return render(request, "site/no_meeting.html")
    found = [public.shown(one) for one in public.of_meeting(meeting.pk)]
    words = {"meeting": meeting, "meetings": meetings, "found": found}
    return render(request, "site/campaigns/list.html", words)


@require_safe
def campaign(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The plan and its results; a tombstone where it was withdrawn, a word where it is planned anew."""
    meeting = chosen.known(slug)
    found = public.known(meeting.pk, number)
    if found is None:
        raise Http404
    if found.state not in PUBLIC:
        return closed(request, found)
    at, told = timezone.now(), public.shown(found)
    printed = told.node is not None and frameworks.printing(meeting.pk, told.node, at=at) is not None
    words = {
        "meeting": meeting,
        "told": told,
        "pictures": pictured(told),
        "findings": findings.of(told, today=at.astimezone(meeting.zone).date()),
        "questions": questions(),
        "node": told.node if printed else None,
    }
    return render(request, "site/campaigns/campaign.html", words)


def closed(request: HttpRequest, found: Campaign) -> HttpResponse:
    withdrawn = found.state == State.WITHDRAWN
    words = {
        "meeting": found.framework.meeting,
        "number": found.number,
        "withdrawn_at": found.withdrawn_at if withdrawn else None,
        "reason": found.reason,
    }
    return render(request, "site/campaigns/closed.html", words, status=410 if withdrawn else 200)
