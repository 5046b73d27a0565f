"""What programmes ask of the press room: the feed of releases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.meetings import queries
from comity.press import shown
from comity.texts.safe import visible
from comity.web.site.feeds import absolute, meeting_asked_for
from comity.web.site.press.pages import address

LATEST = 50


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The latest releases in the reader's language; `?meeting=` for one meeting. None under embargo, none withdrawn."""
    at, meeting = timezone.now(), meeting_asked_for(request)
    title = _("Press releases")
    feed = Atom1Feed(
        title=f"{title} – {meeting}" if meeting else title,
        link=absolute(reverse("site:press")),
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    versions = shown.public(at).filter(queries.was_announced("release__meeting__"))
    if meeting is not None:
        versions = versions.filter(release__meeting=meeting)
    for version in versions[:LATEST]:
        page = shown.page(version, reader_language(), at=at, draft=True)
        headline = page.text.headline
        feed.add_item(
            title=visible(
                _("Correction: %(headline)s") % {"headline": headline} if page.correction else headline
            ),
            link=address(version, reader_language()),
            description=visible(page.opening),
            unique_id=version.release.permanent_address,
            author_name=visible(str(version.meeting)),
            pubdate=version.public_from,
            updateddate=version.public_from,
            categories=[str(version.release.get_kind_display())],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
