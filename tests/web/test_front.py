"""The page cache in front of Django."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from comity.record.models import Act
from comity.web.front import Edition, PageCache


class Site:
    """An application that counts how often it was asked."""

    def __init__(self, headers: list[tuple[str, str]] | None = None, status: str = "200 OK") -> None:
        self.asked = 0
        self.status = status
        self.headers = headers or [("Content-Type", "text/html; charset=utf-8")]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, list(self.headers))
        return [f"page {self.asked}".encode()]


class FixedEdition:
    def __init__(self) -> None:
        self.number = 1

    def current(self) -> int:
        return self.number


def ask(cache: PageCache, path: str = "/en/", **extra: str) -> tuple[str, dict[str, str], bytes]:
    seen: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "here", **extra}
    body = b"".join(cache(environ, lambda status, headers, *rest: seen.extend([status, headers])))
    return seen[0], dict(seen[1]), body


def a_cache(site: Site, edition: Any = None, **options: Any) -> PageCache:
    return PageCache(site, edition=edition or FixedEdition(), **options)


def test_an_anonymous_reader_is_answered_from_memory() -> None:
    site = Site()
    cache = a_cache(site)
    assert ask(cache)[2] == ask(cache)[2] == b"page 1"
    assert site.asked == 1


def test_a_reader_who_takes_gzip_gets_the_same_words_packed() -> None:
    cache = a_cache(Site())
    ask(cache)
    status, headers, body = ask(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert status == "200 OK"
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Length"] == str(len(body))
    assert gzip.decompress(body) == b"page 1"


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_COOKIE": "csrftoken=x; sessionid=abc"},
        {"HTTP_COOKIE": "messages=abc"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
    ],
)
def test_what_is_somebodys_own_is_never_kept_nor_answered_from_memory(extra: dict[str, str]) -> None:
    site = Site()
    cache = a_cache(site)
    ask(cache)
    assert ask(cache, **extra)[2] == b"page 2"
    assert ask(cache)[2] == b"page 1"


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Type", "text/html"), ("Set-Cookie", "a=b")],
        [("Content-Type", "text/html"), ("Vary", "Cookie, Accept-Language")],
        [("Content-Type", "text/html"), ("Cache-Control", "private")],
        [("Content-Type", "application/pdf")],
        [("Content-Type", "text/plain"), ("Content-Disposition", "attachment")],
    ],
)
def test_an_answer_that_depends_on_more_than_its_address_is_not_kept(headers: list[tuple[str, str]]) -> None:
    site = Site(headers)
    cache = a_cache(site)
    ask(cache)
    assert ask(cache)[2] == b"page 2"


def test_a_refusal_is_not_kept() -> None:
    site = Site(status="404 Not Found")
    cache = a_cache(site)
    ask(cache)
    assert ask(cache)[2] == b"page 2"


def test_addresses_and_hosts_do_not_mix() -> None:
    site = Site()
    cache = a_cache(site)
    bodies = {
        ask(cache)[2],
        ask(cache, "/fr/")[2],
        ask(cache, HTTP_HOST="there")[2],
        ask(cache, QUERY_STRING="q=a")[2],
    }
    assert len(bodies) == 4


def test_a_new_edition_empties_the_memory() -> None:
    edition = FixedEdition()
    cache = a_cache(Site(), edition)
    ask(cache)
    edition.number += 1
    assert ask(cache)[2] == b"page 2"


def test_a_page_written_while_something_changed_is_not_kept() -> None:
    edition = FixedEdition()

    class Changing(Site):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            edition.number += 1
            return super().__call__(environ, start_response)

    site = Changing()
    cache = a_cache(site, edition)
    ask(cache)
    assert ask(cache)[2] == b"page 2"


def test_memory_is_bounded() -> None:
    site = Site()
    cache = a_cache(site, limit=100)
    for number in range(10):
        ask(cache, f"/{number}/")
    asked = site.asked
    ask(cache, "/9/")
    assert site.asked == asked
    ask(cache, "/0/")
    assert site.asked == asked + 1


def test_a_page_that_is_written_anew_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a quiet day fills the memory with pages that are no longer there, and nothing is kept any more."""
    now = 0.0
    monkeypatch.setattr("comity.web.front.time.monotonic", lambda: now)
    site = Site()
    cache = a_cache(site, limit=200, lifetime=60.0)
    for _ in range(20):
        now += 61
        ask(cache)
    asked = site.asked
    ask(cache)
    assert site.asked == asked == 20


def test_long_addresses_count_as_memory() -> None:
    site = Site()
    cache = a_cache(site, limit=500)
    ask(cache)
    ask(cache, QUERY_STRING="q=" + "x" * 1000)
    asked = site.asked
    ask(cache, QUERY_STRING="q=" + "x" * 1000)
    assert site.asked == asked + 1


def test_what_a_reader_with_cookies_gets_is_for_nobody_else() -> None:
    """A form holds the secret of the cookie that the reader already has, and no Set-Cookie gives it away."""
    site = Site()
    cache = a_cache(site)
    assert ask(cache, HTTP_COOKIE="csrftoken=mine")[2] == b"page 1"
    assert ask(cache)[2] == b"page 2"
    assert ask(cache, HTTP_COOKIE="csrftoken=other")[2] == b"page 2"


def test_caches_on_the_way_are_told_that_a_page_comes_packed_too() -> None:
    cache = a_cache(Site([("Content-Type", "text/html"), ("Vary", "Cookie")]))
    ask(cache)
    assert ask(cache)[1]["Vary"] == "Cookie, Accept-Encoding"
    assert ask(cache, HTTP_ACCEPT_ENCODING="gzip")[1]["Vary"] == "Cookie, Accept-Encoding"


@pytest.mark.django_db
def test_every_act_in_the_record_starts_a_new_edition() -> None:
    edition = Edition(interval=0)
    first = edition.current()
    assert edition.current() == first
    Act.objects.create(
        at=datetime(2016, 12, 1, tzinfo=UTC), by=None, verb="published", object_type="x", object_id="1"
    )
    assert edition.current() == first + 1
    assert edition.current() == first + 1


def test_whoever_has_the_page_is_told_that_it_still_holds() -> None:
    site = Site([("Content-Type", "text/html"), ("Content-Security-Policy", "none"), ("Vary", "Cookie")])
    cache = a_cache(site)
    tag = ask(cache)[1]["ETag"]
    assert tag == ask(cache, HTTP_ACCEPT_ENCODING="gzip")[1]["ETag"]
    for known in (tag, "*", f'"other", {tag}', tag.removeprefix("W/")):
        status, headers, body = ask(cache, HTTP_IF_NONE_MATCH=known)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers == {"ETag": tag, "Vary": "Cookie, Accept-Encoding", "Cache-Control": "no-cache"}
    assert ask(cache, HTTP_IF_NONE_MATCH='W/"other"')[2] == b"page 1"


def test_whoever_has_the_page_of_yesterday_gets_the_new_one() -> None:
    edition = FixedEdition()
    cache = a_cache(Site(), edition)
    tag = ask(cache)[1]["ETag"]
    edition.number += 1
    assert ask(cache, HTTP_IF_NONE_MATCH=tag)[::2] == ("200 OK", b"page 2")


def test_browsers_must_ask_whether_a_page_still_holds_unless_it_says_how_long() -> None:
    assert ask(a_cache(Site()))[1]["Cache-Control"] == "no-cache"
    said = Site([("Content-Type", "text/html"), ("Cache-Control", "max-age=5")])
    assert ask(a_cache(said))[1]["Cache-Control"] == "max-age=5"


def test_what_says_that_it_is_for_everybody_is_given_to_whoever_has_signed_in_too() -> None:
    cache = a_cache(Site([("Content-Type", "application/json"), ("Cache-Control", "public, max-age=1")]))
    assert ask(cache, HTTP_COOKIE="sessionid=abc")[2] == ask(cache)[2] == b"page 1"
    own = [("Content-Type", "text/html"), ("Cache-Control", "public"), ("Vary", "Cookie")]
    cache = a_cache(Site(own))
    assert ask(cache, HTTP_COOKIE="sessionid=abc")[2] == b"page 1"
    assert ask(cache)[2] == b"page 2"


def test_the_servers_clock_is_that_of_each_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = a_cache(Site([("Content-Type", "application/json"), ("Comity-Now", "17")]))
    monkeypatch.setattr("comity.web.kept.time.time", lambda: 1.0)
    assert ask(cache)[1]["Comity-Now"] == "1000"
    monkeypatch.setattr("comity.web.kept.time.time", lambda: 2.5)
    status, headers, _body = ask(cache, HTTP_IF_NONE_MATCH="*")
    assert (status, headers["Comity-Now"]) == ("304 Not Modified", "2500")
