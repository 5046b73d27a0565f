"""A statement as the public reads it: its current version, its files, its permanent address.

What never was public answers like what does not exist (R09-5). The history line is public, earlier versions are for
staff (R09-6): their address says so and leads on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from comity.languages import localized, reader_language
from comity.papers import shown as papers
from comity.participants import panellists
from comity.practices import resting
from comity.statements import authority, shown
from comity.statements.models import LanguageVersion, Statement, Version
from comity.statements.shown import Shown
from comity.web.shared import works
from comity.web.shared.files import attachment
from comity.web.site import linked_data, reading
from comity.web.site.framework import places as framework
from comity.web.site.press import places as press
from comity.web.site.register import practices as register

GONE = 410
HANDED_ON = ("language", "beside", "cite", "quote", "start", "end", "sha256", "q")
"""What a permanent address may carry."""


KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/msword": "DOC",
    "application/rtf": "RTF",
    "text/rtf": "RTF",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/markdown": "Markdown",
    "message/rfc822": "EML",
}


@dataclass(frozen=True, slots=True)
class Download:
    received: works.Text
    kind: str
    address: str


def found(ref: str) -> Shown:
    one = shown.find(ref, at=timezone.now())
    if one is None:
        raise Http404
    return one


@require_safe
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """The version that is public now, or the tombstone."""
    one = found(ref)
    if one.version is None:
        return render(request, "site/tombstone.html", facts(request, one), status=GONE)
    return page(request, one, one.version)


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The current version by its number; an earlier one for staff, and for others the way to the current one."""
    one = found(ref)
    wanted = one.once_public(number)
    if wanted is None:
        raise Http404
    if one.version is not None and wanted == one.version:
        return page(request, one, wanted)
    if may_read_earlier(request, one.statement):
        return private(page(request, one, wanted))
    return private(
        render(request, "site/earlier.html", {**facts(request, one), "version": wanted}, status=GONE)
    )


@require_safe
def file(request: HttpRequest, ref: str, language: str, number: int | None = None) -> HttpResponseBase:
    """A file of the current version exactly as received, as a download; of an earlier one for staff."""
    one = found(ref)
    wanted = one.version if number is None else one.once_public(number)
    if wanted is None or (wanted != one.version and not may_read_earlier(request, one.statement)):
        raise Http404
    received = next((each for each in shown.languages(wanted) if each.language == language), None)
    if received is None:
        raise Http404
    return taken(received)


def taken(received: works.Text) -> HttpResponseBase:
    """Every request asks anew, so that a withdrawal holds in the caches between us and the reader."""
    response = attachment(received)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def permanent(request: HttpRequest, ref: str) -> HttpResponse:
    """Leads to the page of a statement, document, practice, challenge, initiative or number of a framework in the
    reader's language; browsers carry the `#p-...` over."""
    handed_on = {name: request.GET[name] for name in HANDED_ON if name in request.GET}
    at = timezone.now()
    if shown.find(ref, at=at) is not None:
        address = reverse("site:statement", args=[ref])
    elif papers.find(ref, at=at) is not None:
        address = reverse("site:document", args=[ref])
    else:
        address = register.permanent(ref) or framework.permanent(ref) or press.permanent(ref)
    if not address:
        raise Http404
    response = HttpResponseRedirect(f"{address}?{urlencode(handed_on)}" if handed_on else address)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def data(request: HttpRequest, ref: str) -> HttpResponse:
    """The current version as JSON: what is said, paragraph by paragraph, with citations."""
    one = found(ref)
    if one.version is None:
        return JsonResponse(linked_data.tombstone(one), status=GONE)
    return JsonResponse(
        linked_data.whole(one, one.version), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def may_read_earlier(request: HttpRequest, statement: Statement) -> bool:
    return authority.may_with(request.user, authority.Act.READ_UNPUBLISHED, statement=statement)


def private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def page(request: HttpRequest, one: Shown, wanted: Version) -> HttpResponse:
    """The page of one version in the language asked for, else the reader's, else the original."""
    languages = shown.languages(wanted)
    for each in languages:
        each.version = wanted
    main = chosen(languages, request.GET.get("language", ""))
    rest = resting.on(one.statement, at=timezone.now(), language=reader_language())
    text = reading.of(request.GET, main, beside(languages, main, request.GET.get("beside", "")), rest)
    return render(
        request,
        "site/statement.html",
        {
            **facts(request, one),
            "version": wanted,
            "presented_by": presented_by(one.statement),
            "is_current": wanted == one.version,
            "languages": languages,
            "main": main,
            "downloads": [download(each, is_current=wanted == one.version) for each in languages],
            "main_download": download(main, is_current=wanted == one.version),
            "text": text,
            "resting": list({each.ref: each for each in reversed(rest)}.values())[::-1],
            "canonical": linked_data.canonical(wanted, languages),
            "alternates": linked_data.alternates(wanted, languages),
            "linked_data": linked_data.script(one, wanted, languages),
        },
    )


def presented_by(statement: Statement) -> str:
    """The panellist whose text it is, while she agrees to be named."""
    who = statement.delegation.panellist_id
    return localized(panellists.public_names([who]).get(who, {})) if who else ""


def facts(request: HttpRequest, one: Shown) -> dict[str, Any]:
    return {
        "shown": one,
        "may_read_earlier": may_read_earlier(request, one.statement),
        "statement": one.statement,
        "meeting": one.statement.meeting,
        "history": one.history,
    }


def download(received: LanguageVersion, *, is_current: bool) -> Download:
    ref, number = received.version.statement.ref, received.version.number
    address = (
        reverse("site:file", args=[ref, received.language])
        if is_current
        else reverse("site:version_file", args=[ref, number, received.language])
    )
    return Download(received, KINDS.get(received.file.media_type, ""), address)


def chosen(languages: list[LanguageVersion], wanted: str) -> LanguageVersion:
    by_language = {each.language: each for each in languages}
    return by_language.get(wanted) or by_language.get(reader_language()) or languages[0]


def beside(languages: list[LanguageVersion], main: LanguageVersion, wanted: str) -> LanguageVersion | None:
    return next((each for each in languages if each.language == wanted and each != main), None)
