"""The documents of a meeting at the desk: what is overdue first, then each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import overdue
from comity.papers.authority import Act
from comity.papers.models import Channel, Document, DocumentVersion, Posting
from comity.web.desk.papers.place import may, meeting_of


@dataclass(frozen=True, slots=True)
class Row:
    """A document as the list shows it; of a closed one only that it is there."""

    document: Document
    version: DocumentVersion
    circulated: int
    """How many people have the version."""
    here: Posting | None
    there: Posting | None
    is_closed: bool


@login_required
@never_cache
@require_safe
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    at = timezone.now()
    due = overdue.due(meeting)
    closed = closed_to(request.user, meeting)
    with timezone.override(meeting.zone):
        return render(
            request,
            "desk/papers/list.html",
            {
                "meeting": meeting,
                "overdue": [one for one in due if one.is_overdue(at)],
                "coming": [one for one in due if not one.is_overdue(at)],
                "rows": rows(meeting, closed),
                "closed": closed,
                "reads_minutes": may(request, Act.READ_MINUTES, meeting),
                "may_handle": may(request, Act.HANDLE, meeting),
            },
        )


def closed_to(person: Any, meeting: Meeting) -> set[int]:
    """Documents of which the person sees only that they are there (RX-5)."""
    confidential = Document.objects.filter(meeting=meeting).exclude(sensitivity=Sensitivity.UNCLASSIFIED)
    every = set(confidential.values_list("pk", flat=True))
    return every - set(confidential.open_to(person).values_list("pk", flat=True)) if every else set()


def rows(meeting: Meeting, closed: set[int]) -> list[Row]:
    """Every document with the version one works on; five queries however many."""
    documents = (
        Document.objects.filter(meeting=meeting)
        .select_related("meeting", "session")
        .prefetch_related("versions__circulations__addressees", "versions__postings")
        .order_by("kind", "created_at")
    )
    found = []
    for document in documents:
        version = list(document.versions.all())[-1]
        posted = {one.channel: one for one in version.postings.all()}
        found.append(
            Row(
                document=document,
                version=version,
                circulated=sum(len(one.addressees.all()) for one in version.circulations.all()),
                here=posted.get(Channel.EVENT_SITE),
                there=posted.get(Channel.COMMITTEE_SITE),
                is_closed=document.pk in closed,
            )
        )
    return found
