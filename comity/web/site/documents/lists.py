"""The documents of a meeting by kind."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.papers import shown
from comity.papers.models import Document
from comity.web.site import chosen


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Everything that is posted here; `?session=` and `?kind=` narrow it."""
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    wanted = request.GET.get("session", "").replace("\0", "")
    session = meeting.sessions.filter(code=wanted).first() if wanted else None
    kind = request.GET.get("kind", "")
    found = shown.listed(meeting, at=at, session=session, kind=kind if kind in Document.Kind.values else "")
    return render(
        request,
        "site/documents/list.html",
        {
            "meeting": meeting,
            "meetings": meetings,
            "session": session,
            "narrowed": session is not None or kind in Document.Kind.values,
            "total": len(found),
            "parts": [
                (Document.Kind(key).label, [*same])
                for key, same in groupby(found, key=lambda one: one.document.kind)
            ],
        },
    )
