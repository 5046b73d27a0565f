"""What every answer of the interface passes through.

Here a programme is known by its token alone: cookies of a browser mean nothing, so no other site can make one act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit  # the public way to it counts no GET
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from comity.languages import page_language
from comity.participants import tokens
from comity.texts.model import LANGUAGES
from comity.web.api import problems

PREFIX = "/api/"
HARVEST = "/api/oai"
"""Answers in a language of its own, XML."""
A_MINUTE = "60"
ANONYMOUS, WITH_TOKEN = "api", "api_token"
"""Names of the limits (settings: ACCOUNT_RATE_LIMITS)."""


class Interface:
    """Who asks, in which language, how often, and what caches may do with the answer."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.answer(request)
        request.COOKIES.clear()
        speak(request)
        refusal = know(request) or unreadable(request)
        response = refusal or as_problem(request, self.answer(request))
        return finished(request, response)


def speak(request: HttpRequest) -> None:
    """In the language of `?language=`, else the best one of Accept-Language."""
    asked = request.GET.get("language", "")
    code = page_language(asked) if asked in LANGUAGES else translation.get_language_from_request(request)
    translation.activate(code)
    request.LANGUAGE_CODE = code


def know(request: Any) -> HttpResponse | None:
    """Put who asks on the request; the answer where that is no good token, or too often."""
    at = timezone.now()
    request.user, request.token = AnonymousUser(), None
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        request.token = tokens.find(secret.strip(), at=at)
        if request.token is None:
            return problems.answer(
                401,
                "bad-token",
                _("It is unknown, revoked or over. Make a new one on the page of your account."),
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        request.user = request.token.person
        tokens.note_use(request.token, at=at)
    return None if may_ask(request) else too_often()


def unreadable(request: HttpRequest) -> HttpResponse | None:
    """PostgreSQL takes U+0000 in no text: nothing is called so, and nothing is looked for by it."""
    if request.path_info.startswith(HARVEST):
        return None
    if "\0" in request.path_info:
        return problems.answer(404, "not-found")
    sentence = _("Null characters are not allowed.")
    wrong = {name: [sentence] for name, values in request.GET.lists() if "\0" in "".join((name, *values))}
    return problems.of_fields(wrong) if wrong else None


def may_ask(request: Any) -> bool:
    """Counted in the cache that all workers share (decision 24)."""
    action = WITH_TOKEN if request.token else ANONYMOUS
    key = request.token.hash if request.token else None
    return bool(ratelimit.consume(request, app="allauth.account", action=action, key=key, limit_get=True))


def too_often() -> HttpResponse:
    sentence = _(
        "Wait a minute. With a token more is allowed; what does not change can be asked for with its ETag."
    )
    return problems.answer(429, "too-often", sentence, headers={"Retry-After": A_MINUTE})


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was refused before a route was reached, as a page, is told as a problem too."""
    if response.status_code < 400 or request.path_info.startswith(HARVEST):
        return response
    if response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
        return response
    kind = problems.BY_STATUS.get(
        response.status_code, "malformed" if response.status_code < 500 else "fault"
    )
    kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
    return problems.answer(response.status_code, kind, sentence_of(response), headers=kept)


def sentence_of(response: HttpResponse) -> str:
    if response.status_code == 413:
        return _("One file may have %(limit)d MB; send large files one by one.") % {
            "limit": settings.UPLOAD_LIMIT // 1024**2
        }
    return ""


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Every cache asks anew each time, and is told in few bytes that nothing has changed."""
    patch_vary_headers(response, ["Authorization", "Accept-Language"])
    patch_cache_control(response, private=True, no_cache=True)
    if request.method not in ("GET", "HEAD") or response.status_code != 200 or response.streaming:
        return response
    if "ETag" not in response.headers:
        response.headers["ETag"] = etag(response.content)
    found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    if found is not None and found.status_code == 412:
        return problems.answer(412, "lost-update", _("It is not what you have read. Read it again."))
    return response if found is None else found


def etag(content: bytes, state: str = "") -> str:
    """Of exactly these bytes; `state` is that of the thing they are about, whatever the language."""
    whole = hashlib.sha256(content).hexdigest()[:24]
    return f'"{state}.{whole}"' if state else f'"{whole}"'
