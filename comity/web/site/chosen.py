"""What an address chooses: the meeting and the page of a list."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, QueryDict

from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.web.shared import head
from comity.web.shared.sending import whole_number


def meetings(request: HttpRequest, *, at: datetime) -> tuple[Meeting | None, list[Meeting]]:
    """The meeting of `?meeting=` or the one that is on, and all that the public sees."""
    every = head.meetings(request)
    slug = request.GET.get("meeting", "")
    if not slug:
        return queries.current(every, at=at), every
    found = next((one for one in every if one.slug == slug), None)
    if found is None:
        raise Http404
    return found, every


def known(slug: str) -> Meeting:
    """The meeting of that short name, if the public knows of it."""
    found = next((one for one in queries.public() if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def page_number(request: HttpRequest) -> int:
    """The page of `?page=`; 1 for what is none."""
    asked = whole_number(request.GET.get("page"), digits=5)
    return 1 if asked is None else asked


def without_page(query: QueryDict) -> str:
    """The query for the links to other pages of the same list, ready to have `page=` put after it."""
    kept = query.copy()
    kept.pop("page", None)
    for name in [name for name, value in kept.items() if not value]:
        del kept[name]
    return f"?{kept.urlencode()}&" if kept else "?"
