"""Answers as they are kept in memory: whole, plain and packed, with all that is sent beside them."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.http import parse_etags

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

CACHEABLE = (
    "text/html",
    "text/calendar",
    "application/atom+xml",
    "application/xml",
    "application/json",
    "text/plain",
)
NOW = "Comity-Now"
"""Header of an answer that is nothing without the server's clock: milliseconds, written anew each time it is given."""
STILL = ("cache-control", "etag", "expires", "vary")
"""What an answer without the page says of it (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, ready to be sent. `is_for_all`: to whoever has signed in as well."""

    plain: bytes
    packed: bytes
    plain_headers: Headers
    packed_headers: Headers
    still_headers: Headers
    tag: str
    is_for_all: bool
    bears_time: bool
    number: int
    kept_at: float


def made(body: bytes, headers: Headers, number: int) -> Page:
    """The answer with all that is sent beside it, for readers who take it packed, plain, or have it already."""
    packed = gzip.compress(body, 5, mtime=0)
    own = {name.lower(): value for name, value in headers}
    tag = own.get("etag") or f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    shared = [
        *((name, value) for name, value in headers if name.lower() not in ("content-length", "vary", "etag")),
        ("Vary", ", ".join(filter(None, [own.get("vary"), "Accept-Encoding"]))),
        ("ETag", tag),
    ]
    if "cache-control" not in own:  # what was withdrawn must not come out of a browser's drawer
        shared.append(("Cache-Control", "no-cache"))
    bears_time = NOW.lower() in own
    if bears_time:
        shared = [(name, value) for name, value in shared if name.lower() != NOW.lower()]
    return Page(
        plain=body,
        packed=packed,
        plain_headers=[*shared, ("Content-Length", str(len(body)))],
        packed_headers=[*shared, ("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")],
        still_headers=[(name, value) for name, value in shared if name.lower() in STILL],
        tag=tag,
        is_for_all=is_for_all(headers),
        bears_time=bears_time,
        number=number,
        kept_at=time.monotonic(),
    )


def weight(key: tuple[str, ...], page: Page) -> int:
    """Bytes that a kept page takes up, its address among them: that one may be longer than the page."""
    return len(page.plain) + len(page.packed) + sum(map(len, key))


def is_for_all(headers: Headers) -> bool:
    """Whether the answer says of itself that it is the same for everybody, signed in or not."""
    values = {name.lower(): value.lower() for name, value in headers}
    return "public" in values.get("cache-control", "") and "cookie" not in values.get("vary", "")


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
    """The page, or that the reader's copy of it still holds."""
    status, headers, body = "200 OK", page.plain_headers, page.plain
    if has_it(page, environ.get("HTTP_IF_NONE_MATCH", "")):
        status, headers, body = "304 Not Modified", page.still_headers, b""
    elif "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers, body = page.packed_headers, page.packed
    if page.bears_time:
        headers = [*headers, (NOW, now())]
    start_response(status, headers)
    return [body]


def has_it(page: Page, tags: str) -> bool:
    """Whether the tag of the page is among those that the reader names: plain and packed say the same (weak tags)."""
    if tags in ("", page.tag):
        return bool(tags)
    wanted = page.tag.removeprefix("W/")
    return any(tag == "*" or tag.removeprefix("W/") == wanted for tag in parse_etags(tags))


def now() -> str:
    """Of the server's clock, in milliseconds."""
    return str(round(time.time() * 1000))
