"""Calendars: of a meeting and of a session for everybody, of a person under a secret address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.adapters import calendars
from comity.communications import calendar
from comity.communications.models import CalendarAddress
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.web.shared.sending import whole_number
from comity.web.site.feeds import absolute

REMINDERS = (5, 15, 30, 60)
"""Minutes before the beginning that one may choose."""


def public_meeting(slug: str) -> Meeting:
    meeting = next((one for one in queries.public() if one.slug == slug), None)
    if meeting is None:
        raise Http404
    return meeting


def remind(request: HttpRequest) -> int:
    """`?remind=15`; 0 for none."""
    asked = whole_number(request.GET.get("remind"), digits=3) or 0
    return asked if asked in REMINDERS else 0


def answer(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=calendars.MEDIA_TYPE)


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session of a meeting that was announced."""
    one, at = public_meeting(slug), timezone.now()
    return answer(
        calendars.written(
            calendar.of_sessions(one.sessions.all(), at=at),
            title=str(one.short_title),
            address=absolute(request.get_full_path()),
            remind=remind(request),
        )
    )


@require_safe
def session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One session."""
    one, at = public_meeting(slug), timezone.now()
    entries = calendar.of_sessions(one.sessions.filter(code=code), at=at)
    if not entries:
        raise Http404
    return answer(
        calendars.written(
            entries,
            title=entries[0].title,
            address=absolute(request.get_full_path()),
            remind=remind(request),
        )
    )


@require_safe
def own(request: HttpRequest, following: str) -> HttpResponse:
    """A person's own calendar, for a programme that cannot sign in: the address is the secret."""
    found = get_object_or_404(
        CalendarAddress.objects.select_related("person"), key=following, person__is_active=True
    )
    response = answer(
        calendars.written(
            calendar.of_person(found.person, at=timezone.now()),
            title=_("Meetings of %(name)s") % {"name": found.person},
            remind=remind(request),
        )
    )
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response
