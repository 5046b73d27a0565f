"""The page cache in front of Django: an anonymous reader is answered from memory.

A page stays in memory as long as nothing has happened: every change leaves an act in the record or an entry in
the publication log, so one small query, asked at most four times a second, tells whether any page may have
changed. An embargo that ends is an entry whose time has come, and is seen the same way. Docs: decisions/0005.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.utils import timezone

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

PERSONAL = ("sessionid=", "messages=")
"""Cookies that make an answer somebody's own."""
CACHEABLE = (
    "text/html",
    "text/calendar",
    "application/atom+xml",
    "application/xml",
    "application/json",
    "text/plain",
)
LATEST_ACTS = 64
"""How many of the newest rows are compared: a row committed late has a lower number than the newest."""


@dataclass(frozen=True, slots=True)
class Page:
    plain: bytes
    packed: bytes
    plain_headers: Headers
    packed_headers: Headers
    number: int
    kept_at: float


class Edition:
    """Tells whether the public site may have changed since it was last asked."""

    def __init__(self, interval: float = 0.25) -> None:
        self.interval = interval
        self.number = 0
        self._asked = 0.0
        self._at: datetime | None = None
        self._state: object = None
        self._changing = threading.Lock()

    def current(self) -> int:
        """Number of the edition; the database is asked at most once an interval."""
        now = time.monotonic()
        if now - self._asked >= self.interval:
            self._asked = now
            try:
                self._look(timezone.now())
            except Error:
                # Without a database nothing in memory can be vouched for.
                with self._changing:
                    self.number += 1
        return self.number

    def _look(self, at: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM comity_act ORDER BY id DESC LIMIT %s", [LATEST_ACTS])
            acts = cursor.fetchall()
            cursor.execute("SELECT id FROM comity_publicationentry ORDER BY id DESC LIMIT %s", [LATEST_ACTS])
            entries = cursor.fetchall()
            due = False
            if self._at is not None:
                cursor.execute(
                    "SELECT 1 FROM comity_publicationentry WHERE effective_at > %s AND effective_at <= %s LIMIT 1",
                    [self._at, at],
                )
                due = cursor.fetchone() is not None
                cursor.execute(
                    "SELECT 1 FROM comity_releaseversion WHERE public_from > %s AND public_from <= %s LIMIT 1",
                    [self._at, at],
                )
                due = due or cursor.fetchone() is not None
        state = (acts, entries)
        with self._changing:  # two threads that each saw a change must not make one edition of both
            if due or state != self._state:
                self.number += 1
            self._state, self._at = state, at


class PageCache:
    """WSGI application around another one. `limit` bounds the memory in bytes, `lifetime` in seconds."""

    def __init__(
        self,
        application: Application,
        *,
        edition: Edition | None = None,
        limit: int = 64 * 1024 * 1024,
        lifetime: float = 60.0,
    ) -> None:
        self.application = application
        self.edition = edition or Edition()
        self.limit = limit
        self.lifetime = lifetime
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._size = 0
        self._number = -1
        self._changing = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or is_personal(environ.get("HTTP_COOKIE", "")):
            return self.application(environ, start_response)
        number = self.edition.current()
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        page = self._pages.get(key)
        if page is not None and page.number == number and time.monotonic() - page.kept_at < self.lifetime:
            return answer(page, environ, start_response)
        return self._ask(key, number, environ, start_response)

    def _ask(
        self, key: tuple[str, ...], number: int, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        seen: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            seen[:] = [status, headers]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        chunks = self.application(environ, start)
        # Whoever brings a cookie may be answered with a form that holds her own secret, and no Set-Cookie tells.
        if environ.get("HTTP_COOKIE") or not seen or not may_be_kept(seen[0], seen[1]):
            return chunks
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        self._keep(key, number, body, seen[1])
        return [body]

    def _keep(self, key: tuple[str, ...], number: int, body: bytes, headers: Headers) -> None:
        # Kept only if nothing happened while the page was written.
        if self.edition.current() != number:
            return
        packed = gzip.compress(body, 5, mtime=0)
        shared = varying([(name, value) for name, value in headers if name.lower() != "content-length"])
        page = Page(
            plain=body,
            packed=packed,
            plain_headers=[*shared, ("Content-Length", str(len(body)))],
            packed_headers=[*shared, ("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")],
            number=number,
            kept_at=time.monotonic(),
        )
        with self._changing:
            if number != self._number:
                self._pages, self._size, self._number = OrderedDict(), 0, number
            before = self._pages.pop(key, None)
            self._size += weight(key, page) - (weight(key, before) if before else 0)
            self._pages[key] = page
            while self._size > self.limit:
                self._size -= weight(*self._pages.popitem(last=False))


def weight(key: tuple[str, ...], page: Page) -> int:
    """Bytes that a kept page takes up, its address among them: that one may be longer than the page."""
    return len(page.plain) + len(page.packed) + sum(map(len, key))


def varying(headers: Headers) -> Headers:
    """The headers, with what tells caches on the way that the same page comes plain and packed."""
    vary = ", ".join([*(value for name, value in headers if name.lower() == "vary"), "Accept-Encoding"])
    return [*((name, value) for name, value in headers if name.lower() != "vary"), ("Vary", vary)]


def is_personal(cookies: str) -> bool:
    return bool(cookies) and any(name in cookies for name in PERSONAL)


def may_be_kept(status: str, headers: Headers) -> bool:
    """A complete, public answer that depends on its address alone."""
    if not status.startswith("200"):
        return False
    values: dict[str, str] = {name.lower(): value.lower() for name, value in headers}
    return (
        values.get("content-type", "").startswith(CACHEABLE)
        and "set-cookie" not in values
        and "content-encoding" not in values
        and "content-disposition" not in values
        and "accept-language" not in values.get("vary", "")
        and not any(word in values.get("cache-control", "") for word in ("no-store", "private", "no-cache"))
    )


def answer(page: Page, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        start_response("200 OK", page.packed_headers)
        return [page.packed]
    start_response("200 OK", page.plain_headers)
    return [page.plain]
