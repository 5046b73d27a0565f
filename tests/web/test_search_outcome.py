"""The page of the search: what the meeting brought out stands beside the paragraphs, and can be searched alone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from comity.practices.models import Practice
from comity.press.models import ReleaseVersion
from comity.web.front import Edition, PageCache
from tests.framework import makers as framework
from tests.makers import NOW
from tests.practices.makers import a_published, an_excerpt
from tests.press import makers as press
from tests.summary import makers as summary
from tests.web.test_embargo import body_of, told_by

pytestmark = pytest.mark.django_db
SECRET = "Quetzalbeacon"
NUMBERS = count()
UNTIL = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The instant at which the site believes to be."""
    hands = {"at": NOW}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    return hands


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.SEARCH_INDEX = tmp_path / "search"
    press.the_meeting()


def page(language: str = "en", **query: Any) -> str:
    answer = Client().get(f"/{language}/search/", query)
    assert answer.status_code == 200
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return html


def opened(html: str) -> list[str]:
    """Addresses of what was found in the outcome."""
    section = re.search(r'aria-labelledby="in-outcome".*?</section>', html, re.DOTALL)
    found = re.findall(r'<a (?:class="name" )?href="(/[^"]+)"', section[0] if section else "")
    return [unescape(one) for one in found]


def a_draft(**parts: str) -> ReleaseVersion:
    """On words of its own: what is sent twice is sent once."""
    source = press.a_source(f"We keep the beacon of a draft {next(NUMBERS)}.", "fra")
    return press.a_draft(press.a_highlight(source), **parts)


def a_practice() -> Practice:
    return a_published(an_excerpt("che"))


def an_outcome() -> None:
    """The word "lighthouse" in each kind."""
    summary.a_sentence("One speaker reported a lighthouse.")
    summary.an_issued()
    framework.a_settled(title="Keep a lighthouse")
    framework.an_item(a_practice(), titles={"en": "Visit a lighthouse"})
    framework.issued(NOW)
    press.a_release(a_draft(headline="A lighthouse for evidence"))


def test_each_kind_is_listed_with_what_it_is_and_opens_at_its_place() -> None:
    """R12-7."""
    an_outcome()
    html = page(q="lighthouses")
    for words in ("In the outcome", "lighthouses", "Framework</a> 1", "Press releases</a> 1"):
        assert words in html
    assert len(opened(html)) == 3
    for kind, what in (
        ("framework", "guideline 2"),
        ("summary", "Measures and good practices reported"),
        ("press", "press release"),
        ("future-work", "Proposal for future work"),
    ):
        html = page(q="lighthouses", **{"in": kind})
        (address,) = opened(html)
        assert what in html
        assert 'class="chain"' not in html
        parts = urlsplit(address)
        there = Client().get(parts.path).content.decode()
        assert "lighthouse" in there
        if parts.fragment:
            assert f'id="{parts.fragment}"' in there
    assert "Nothing there answers to this." in page(q="zebra", **{"in": "press"})
    assert opened(page(q="lighthouse", **{"in": "statements"})) == []


def test_what_may_be_searched_alone_is_offered_once_it_is_there() -> None:
    assert 'name="in"' not in page()
    an_outcome()
    html = page()
    for kind in ("framework", "summary", "press", "future-work", "practices", "statements"):
        assert f'<option value="{kind}">' in html


def test_many_hits_of_a_kind_stand_on_pages() -> None:
    for number in range(25):
        summary.a_sentence(f"One speaker reported lighthouse {number}.")
    summary.an_issued()
    first, second = (
        page(q="lighthouse", **{"in": "summary"}),
        page(q="lighthouse", **{"in": "summary", "page": 2}),
    )
    assert (len(opened(first)), len(opened(second))) == (20, 5)
    assert '<ol class="list" start="21">' in second
    assert not set(opened(first)) & set(opened(second))


def test_a_hit_in_another_language_opens_in_it() -> None:
    """R13-3."""
    sentence = summary.a_sentence("One speaker reported a lighthouse.")
    summary.wrote(sentence, "أفاد متكلم بوجود منارة.", "ar")
    summary.an_issued()
    assert opened(page(q="منارة")) == ["/ar/summary/sm2016/1/#s1"]
    assert opened(page(q="lighthouse")) == ["/en/summary/sm2016/1/#s1"]
    assert opened(page("fr", q="lighthouse")) == ["/en/summary/sm2016/1/#s1"]


def hidden() -> None:
    """The secret word in everything that is not out yet."""
    sentence = summary.a_sentence(f"One speaker reported a {SECRET}.")
    summary.a_cleared()
    summary.wrote(sentence, f"One speaker drafted a {SECRET}.")
    framework.a_settled(title=f"Keep a {SECRET}")
    framework.an_option(titles={"en": SECRET})
    framework.an_item(a_practice(), titles={"en": SECRET})
    a_draft(headline=SECRET)
    press.a_release(a_draft(headline=f"{SECRET} of tomorrow"), until=UNTIL)


def test_nothing_of_what_is_not_out_is_found_or_counted_on_any_route(clock: dict[str, datetime]) -> None:
    """R09-5."""
    hidden()
    clock["at"] = UNTIL - timedelta(seconds=1)
    for route in ("/en/search/", "/ar/search/", "/en/search.atom", "/api/search", "/en/follow/"):
        for kind in ("", "framework", "summary", "press", "future-work", "practices", "statements"):
            address = f"{route}?q={SECRET}&in={kind}"
            told = body_of(Client(), address, SECRET)
            assert "tomorrow" not in told, address
            assert "in-outcome" not in told, address
            assert 'value="press">' not in told, address
    clock["at"] = UNTIL
    assert len(opened(page(q=SECRET))) == 1


def test_kept_pages_find_a_release_at_the_minute_and_forget_it_when_it_is_withdrawn(
    clock: dict[str, datetime],
) -> None:
    """R09-5: through the page cache."""
    version = press.a_release(a_draft(headline=f"{SECRET} of tomorrow"), until=UNTIL)
    from django.core.wsgi import get_wsgi_application

    cache = PageCache(get_wsgi_application(), edition=Edition(interval=0))
    clock["at"] = UNTIL - timedelta(seconds=1)
    assert "tomorrow" not in told_by(cache, f"/en/search/?q={SECRET}")
    clock["at"] = UNTIL
    assert "tomorrow" in told_by(cache, f"/en/search/?q={SECRET}")
    clock["at"] = UNTIL + timedelta(seconds=1)
    press.publication.withdraw(version.release, reason="Wrong.", by=press.the_officer(), at=clock["at"])
    assert "tomorrow" not in told_by(cache, f"/en/search/?q={SECRET}")


@pytest.mark.parametrize("rows", [1, 12])
def test_more_that_is_issued_asks_the_database_no_more(rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        summary.a_sentence(f"One speaker reported lighthouse {number}.")
        framework.a_settled(title=f"Keep lighthouse {number}")
        press.a_release(a_draft(headline=f"Lighthouse {number}"))
    summary.an_issued()
    framework.issued(NOW)
    page(q="lighthouse")
    with django_assert_max_num_queries(22):
        Client().get("/en/search/", {"q": "lighthouse"})
