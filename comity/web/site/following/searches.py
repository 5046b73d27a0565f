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
from comity.papers.models import Document, DocumentVersion
from comity.search.find import Found, Hit, find
from comity.statements.models import Statement
from comity.texts.safe import visible
from comity.web.shared.works import AnyVersion
from comity.web.site import filters
from comity.web.site.feeds import absolute, headline
from comity.web.site.search import line, typed

BEST = 200
"""Hits among which the newest are listed."""
LATEST = 50


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The statements and documents in which the search finds something, the newest first; each once, with the words
    that it found."""
    query, at = typed(request.GET.get("q", "")), timezone.now()
    feed = Atom1Feed(
        title=_("Search: %(query)s") % {"query": query},
        link=f"{absolute(reverse('site:search'))}?{request.GET.urlencode()}",
        description="",
        language=get_language() or "en",
        feed_url=absolute(request.get_full_path()),
    )
    found = find(query, at=at, language=reader_language(), filters=filters.chosen(request.GET), limit=BEST)
    for version, hit in newest(found):
        feed.add_item(
            title=title(version),
            link=absolute(line(hit, query).address),
            description=visible("".join(piece.text for piece in hit.pieces)),
            unique_id=work(version).permanent_address,
            pubdate=version.public_from,
            updateddate=version.public_from,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    if not found.is_complete:
        response["Cache-Control"] = "no-store"
    return response


def newest(found: Found) -> list[tuple[AnyVersion, Hit]]:
    """Each version once, with its best hit; the newest first."""
    best: dict[AnyVersion, Hit] = {}
    for hit in found.hits:
        best.setdefault(hit.paragraph.language_version.version, hit)  # type: ignore[attr-defined]
    return sorted(best.items(), key=lambda pair: str(pair[0].public_from), reverse=True)[:LATEST]


def work(version: AnyVersion) -> Statement | Document:
    return version.document if isinstance(version, DocumentVersion) else version.statement


def title(version: AnyVersion) -> str:
    if isinstance(version, DocumentVersion):
        return visible(" ".join(filter(None, [str(version.document), version.suffix])))
    return headline(version)
