"""A document as the public reads it: what holds now, what stands beside it, its files, its permanent address.

What never was public answers like what does not exist (R09-5); a version that was replaced leads on to what holds.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comity.languages import page_language, reader_language
from comity.papers import shown
from comity.papers.models import DocumentLanguage, DocumentVersion
from comity.papers.shown import Shown
from comity.texts.model import LANGUAGES
from comity.web.site import reading
from comity.web.site.statement import GONE, KINDS, Download, private, taken


def found(ref: str) -> Shown:
    one = shown.find(ref, at=timezone.now())
    if one is None:
        raise Http404
    return one


@require_safe
def document(request: HttpRequest, ref: str) -> HttpResponse:
    """The version that holds now, or the tombstone."""
    one = found(ref)
    if one.version is None:
        return render(request, "site/documents/gone.html", facts(one), status=GONE)
    return page(request, one, one.version)


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A version that is public now, an addendum among them; of one that was replaced, the way to what holds."""
    one = found(ref)
    wanted = one.public(number)
    if wanted is not None:
        return page(request, one, wanted)
    once = one.once_public(number)
    if once is None:
        raise Http404
    return private(render(request, "site/documents/gone.html", {**facts(one), "earlier": once}, status=GONE))


@require_safe
def file(request: HttpRequest, ref: str, number: int, language: str) -> HttpResponseBase:
    """A file of a version that is public now, exactly as it was added, as a download."""
    wanted = found(ref).public(number)
    received = in_language(shown.languages(wanted), language) if wanted else None
    if received is None:
        raise Http404
    return taken(received)


def in_language(languages: list[DocumentLanguage], wanted: str) -> DocumentLanguage | None:
    return next((one for one in languages if one.language == wanted), None)


def facts(one: Shown) -> dict[str, Any]:
    return {"shown": one, "document": one.document, "meeting": one.document.meeting, "history": one.history}


def page(request: HttpRequest, one: Shown, wanted: DocumentVersion) -> HttpResponse:
    """One version in the language asked for, else the reader's, else the original."""
    ref = one.document.ref
    main, text = texts(request, wanted)
    downloads = [
        download(each, reverse("site:document_file", args=[ref, wanted.number, each.language]))
        for each in main
    ]
    return render(
        request,
        "site/documents/document.html",
        {
            **facts(one),
            "version": wanted,
            "is_main": wanted == one.version,
            "addenda": one.addenda,
            **text,
            "downloads": downloads,
            "main_download": next(each for each in downloads if each.received == text["main"]),
            "alternates": alternates(one, wanted),
        },
    )


def texts(
    request: HttpRequest, wanted: DocumentVersion, *, may_be_cited: bool = True
) -> tuple[list[DocumentLanguage], dict[str, Any]]:
    """The languages of a version, and what the page shows of them. Where the permanent address opens nothing to
    others, nothing is cited by it."""
    languages = shown.languages(wanted)
    main = in_language(languages, request.GET.get("language", "")) or in_language(
        languages, reader_language()
    )
    main = main or languages[0]
    other = in_language(languages, request.GET.get("beside", ""))
    other = other if other != main else None
    query = request.GET if may_be_cited else {}
    return languages, {"languages": languages, "main": main, "text": reading.of(query, main, other)}


def download(received: DocumentLanguage, address: str) -> Download:
    return Download(received, KINDS.get(received.file.media_type, ""), address)


def alternates(one: Shown, wanted: DocumentVersion) -> list[tuple[str, str]]:
    """(language, permanent address in it) of the official languages in which the version that holds is there."""
    if wanted != one.version:
        return []
    home = one.document.permanent_address
    return [
        (page_language(each.language), f"{home}?language={each.language}")
        for each in shown.languages(wanted)
        if each.language in LANGUAGES
    ]
