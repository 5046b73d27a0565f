"""The page cache in front of Django: an anonymous reader is answered from memory.

A page stays in memory as long as nothing has happened: every change leaves an act in the record or an entry in
the publication log, so one small query, asked at most four times a second, tells whether any page may have
changed. An embargo that ends is an entry whose time has come, and is seen the same way. Browsers keep what they got and
ask each time whether it still holds, which costs a few bytes. Docs: decisions/0005.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from comity.web.kept import Headers, Page, StartResponse, answer, is_for_all, made, may_be_kept, weight

Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

PERSONAL = ("sessionid=", "messages=")
"""Cookies that make an answer somebody's own."""
LATEST_ACTS = 64
"""How many of the newest rows are compared: a row committed late has a lower number than the newest."""


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
        if environ["REQUEST_METHOD"] != "GET":
            return self.application(environ, start_response)
        number = self.edition.current()
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("HTTP_X_FORWARDED_PROTO", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        page = self._pages.get(key)
        if (
            page is not None
            and page.number == number
            and time.monotonic() - page.kept_at < self.lifetime
            and (page.is_for_all or not is_personal(environ.get("HTTP_COOKIE", "")))
        ):
            return answer(page, environ, start_response)
        return self._ask(key, number, environ, start_response)

    def _ask(
        self, key: tuple[str, ...], number: int, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        kept: Headers = []

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            # Whoever brings a cookie may be answered with a form that holds her own secret, and no Set-Cookie tells.
            if may_be_kept(status, headers) and (is_for_all(headers) or not environ.get("HTTP_COOKIE")):
                kept[:] = headers
                return None
            return start_response(status, headers, *rest)

        chunks = self.application(environ, start)
        if not kept:
            return chunks
        try:
            body = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        page = made(body, kept, number)
        self._keep(key, page)
        return answer(page, environ, start_response)

    def _keep(self, key: tuple[str, ...], page: Page) -> None:
        # Kept only if nothing happened while the page was written.
        if self.edition.current() != page.number:
            return
        with self._changing:
            if page.number != self._number:
                self._pages, self._size, self._number = OrderedDict(), 0, page.number
            before = self._pages.pop(key, None)
            self._size += weight(key, page) - (weight(key, before) if before else 0)
            self._pages[key] = page
            while self._size > self.limit:
                self._size -= weight(*self._pages.popitem(last=False))


def is_personal(cookies: str) -> bool:
    return bool(cookies) and any(name in cookies for name in PERSONAL)
