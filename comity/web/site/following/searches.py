"""What a search finds, as a feed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.languages import reader_language
from comity.search.find import find
from comity.texts.safe import visible
from comity.web.site import filters
from comity.web.site.feeds import absolute, headline
from comity.web.site.search import line, typed

BEST = 200
"""Hits among which the newest are listed."""
LATEST = 50


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The statements in which the search finds something, the newest first; each once, with the words that it found."""
    query, at = typed(request.GET.get("q", "")), timezone.now()
    feed = Atom1Feed(
        title=_("Search: %(query)s") % {"query": query},
        link=f"{absolute(reverse('site:search'))}?{request.GET.urlencode()}",
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    found = find(query, at=at, language=reader_language(), filters=filters.chosen(request.GET), limit=BEST)
    first: dict[int, object] = {}
    for hit in found.hits:
        first.setdefault(hit.paragraph.language_version.version.statement_id, hit)
    newest = sorted(
        first.values(), key=lambda hit: hit.paragraph.language_version.version.public_from, reverse=True
    )  # type: ignore[attr-defined]
    for hit in newest[:LATEST]:
        version = hit.paragraph.language_version.version  # type: ignore[attr-defined]
        feed.add_item(
            title=headline(version),
            link=absolute(line(hit, query).address),  # type: ignore[arg-type]
            description=visible("".join(piece.text for piece in hit.pieces)),  # type: ignore[attr-defined]
            unique_id=version.statement.permanent_address,
            pubdate=version.public_from,
            updateddate=version.public_from,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    if not found.is_complete:
        response["Cache-Control"] = "no-store"
    return response
