"""A paper by the link of a letter: for its addressee alone, whether or not it is posted anywhere (R09-7)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comity.papers import clearance, links, shown
from comity.papers.links import Ended
from comity.papers.models import Addressee
from comity.web.shared.files import attachment
from comity.web.site.documents.page import download, in_language, texts
from comity.web.site.statement import private


@never_cache
@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent; that it was opened is kept. A link that opens nothing, or has ended, says how to go on and nothing
    of the paper."""
    try:
        to = addressee(request, token)
    except Ended as ended:
        return private(render(request, "site/documents/ended.html", status=ended.status))
    if to is None:
        return private(render(request, "site/documents/closed.html", status=404))
    version = to.circulation.version
    clearance.note_opening(version.document, by=to.person, at=timezone.now())
    languages, text = texts(request, version, may_be_cited=False)
    downloads = [
        download(each, reverse("site:paper_file", args=[token, each.language])) for each in languages
    ]
    newest = version.document.versions.filter(number__gt=version.number, circulations__isnull=False)
    return private(
        render(
            request,
            "site/documents/sent.html",
            {
                "document": version.document,
                "meeting": version.document.meeting,
                "version": version,
                "to": to,
                **text,
                "downloads": downloads,
                "main_download": next(each for each in downloads if each.received == text["main"]),
                "replaced": newest.exists(),
            },
        )
    )


@never_cache
@require_safe
def file(request: HttpRequest, token: str, language: str) -> HttpResponseBase:
    to = addressee(request, token)
    received = in_language(shown.languages(to.circulation.version), language) if to else None
    if received is None:
        raise Http404
    return attachment(received)


def addressee(request: HttpRequest, token: str) -> Addressee | None:
    return links.opened(token, by=request.user, at=timezone.now())
