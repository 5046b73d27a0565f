"""Which of several meetings one works on: the one whose pages one opened last, the latest before that."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from comity.meetings.models import Meeting

LAST = "desk_meeting"
"""Where the session of the reader keeps the short name."""


def remember(request: HttpRequest, meeting: Meeting, *, of: Sequence[Meeting] = ()) -> None:
    """The desk opens at this one from now on. Nothing is kept for whoever has had no choice yet: `of` are the meetings
    that the person may choose from, where the caller knows them."""
    last = request.session.get(LAST)
    if last != meeting.slug and (last or len(of) > 1):
        request.session[LAST] = meeting.slug


def last_used(request: HttpRequest, meetings: Sequence[Meeting]) -> Meeting:
    """Of `meetings`, the latest first and never none."""
    last = request.session.get(LAST)
    found = next((one for one in meetings if one.slug == last), meetings[0])
    remember(request, found, of=meetings)
    return found
