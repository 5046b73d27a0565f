"""What has changed at a meeting, as a page and as a feed: for whoever wants no mails."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.communications import composing, wording
from comity.communications.models import Notice
from comity.communications.models.notices import GONE, OF_THE_MEETING
from comity.communications.wording import Told
from comity.meetings.models import Meeting
from comity.texts.safe import visible
from comity.web.shared.sending import without_null
from comity.web.site import chosen
from comity.web.site.feeds import absolute

LATEST = 100


def told(meeting: Meeting, *, at: datetime, session: str = "") -> list[tuple[Told, str]]:
    """What was told of the meeting, or of one of its sessions, the latest first, each with where to read more; of
    papers those that can still be read."""
    found: QuerySet[Notice] = Notice.objects.filter(
        Q(told_at__lte=at), meeting=meeting, kind__in=OF_THE_MEETING
    ).select_related("meeting", "session", "body")
    if session:
        found = found.filter(session__code=session)
    latest = list(found[:LATEST])
    gone = composing.no_longer_public(latest, at=at)
    return [(wording.told(one), place(one)) for one in latest if one.ref not in gone or one.kind in GONE]


def place(notice: Notice) -> str:
    """Path of what the notice is about, in the reader's language."""
    if notice.ref:
        return f"/id/{notice.ref}"
    of_meeting = f"?meeting={notice.meeting.slug}"
    if notice.session is None:
        return f"{reverse('site:agenda_latest')}{of_meeting}"
    return f"{reverse('site:programme')}{of_meeting}#{notice.session.code}"


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    meeting, meetings = chosen.meetings(request, at=at)
    if meeting is None:
        return render(request, "site/no_meeting.html")
    words = {"meeting": meeting, "meetings": meetings, "told": told(meeting, at=at)}
    return render(request, "site/following/changes.html", words)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """`?meeting=` for another meeting than the one that is on, `?session=` for one session of it."""
    at = timezone.now()
    meeting, _meetings = chosen.meetings(request, at=at)
    session = without_null(request.GET.get("session", ""))
    title = _("Changes")
    feed = Atom1Feed(
        title=f"{title} – {meeting}" if meeting else title,
        link=absolute(reverse("site:changes")),
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    for one, path in told(meeting, at=at, session=session) if meeting else []:
        lines = [": ".join(filter(None, (line.label, line.words))) for line in one.lines]
        feed.add_item(
            title=visible(one.title),
            link=absolute(path),
            description=visible("\n".join([*lines, one.note])),
            unique_id=f"{absolute('/changes/')}{one.notice.pk}",
            pubdate=one.notice.happened_at,
            updateddate=one.notice.told_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
