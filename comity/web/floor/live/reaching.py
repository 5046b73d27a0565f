"""Where a page finds the stream, and the leave to follow it that the page gives its script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from comity.languages import reader_language
from comity.meetings.models import Session
from comity.web.shared.middleware import POLICY


def origin(request: HttpRequest) -> str:
    """Scheme, host and port of the stream; "" where it stands below the address of the site itself."""
    if settings.STREAM_ADDRESS or not settings.STREAM_PORT:
        return str(settings.STREAM_ADDRESS)
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.STREAM_PORT}"


def address(request: HttpRequest, session: Session) -> str:
    """Of the stream of the session in the reader's language; "" where no stream is served."""
    if not (settings.STREAM_PORT or settings.STREAM_ADDRESS):
        return ""
    base = "" if settings.STREAM_ADDRESS == "/" else origin(request)
    return f"{base}/stream/{reader_language()}/{session.meeting.slug}/{session.code}"


View = Callable[..., HttpResponse]


def follows_stream(view: View) -> View:
    """The page may listen to the stream, although that may have another port."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        where = origin(request)
        if where.startswith("http"):
            response.headers["Content-Security-Policy"] = f"{POLICY}; connect-src 'self' {where}"
        return response

    return answered
