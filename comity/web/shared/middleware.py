"""What every answer passes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comity.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., HttpResponse])

FILES_AT_ONCE = 6
"""One for each official language."""

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def takes_files(view: View) -> View:
    """Marks the view that may be sent files; it must be the outermost decorator."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class ContentSecurityPolicy:
    """No page may load anything from elsewhere, nor run a script that is not a file of ours."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class BodyLimit:
    """Refuses a body that is larger than its page takes before a byte of it is read; files from people who have
    signed in only."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        welcome = getattr(view, "takes_files", False) and request.user.is_authenticated
        if (
            welcome
            and int(length) <= FILES_AT_ONCE * settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        ):
            return None
        sentence = _(
            "This is too much at once. One file may have %(limit)d MB; send large files one by one."
        ) % {"limit": settings.UPLOAD_LIMIT // 1024**2}
        return render(request, "refused.html", {"sentence": sentence}, status=413)


class Refusals:
    """Shows a `Refused` as a page with its sentence and status."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"sentence": exception.sentence}, status=exception.status)
        return None
