"""The list of participants: those who agreed to stand in it, and of each only what she agreed to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.participants import listing, registration
from comity.web.site import chosen


@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html", {"meeting": None})
    places = listing.public_list(meeting)
    words = {
        "meeting": meeting,
        "meetings": meetings,
        "headings": places,
        "total": sum(len(place.lines) for place in places),
        "registers": registration.is_open(meeting, at=at),
    }
    return render(request, "site/participants.html", words)
