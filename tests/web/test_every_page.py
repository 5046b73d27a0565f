"""What holds on every page, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils.translation import trans_real
from html5lib.html5parser import ParseError
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from comity.languages import NATIVE_NAMES
from comity.participants.models import Person
from tests.web import whole_site

CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
ELSEWHERE = re.compile(
    rb"""<(?:script|img|iframe|link rel="stylesheet")[^>]+(?:src|href)=["'](?:https?:)?//"""
)
INLINE = re.compile(
    rb"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*(?:src=|application/(?:ld\+)?json))"""
)


@pytest.mark.no_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "of_each"), [("en", 3), ("ar", 3), ("zh-hans", 1), ("fr", 1), ("ru", 1), ("es", 1)]
)
def test_every_page_is_valid_html_and_asks_nothing_of_other_sites(language: str, of_each: int) -> None:
    """R13-3, RX-9."""
    found, closed = whole_site.pages(whole_site.a_world(), language, of_each=of_each)

    assert closed == []
    assert len(found) > 30
    faults = {}
    for page in found:
        try:
            html5lib.HTMLParser(strict=True).parse(page.content)
        except ParseError as fault:
            faults[page.address] = str(fault)
        if b"<!doctype html>" not in page.content[:200].lower():
            faults[page.address] = "is no whole page"
        if ELSEWHERE.search(page.content) or INLINE.search(page.content):
            faults[page.address] = "loads from elsewhere or holds inline script or style"
    assert faults == {}


@pytest.mark.no_database
@pytest.mark.django_db
def test_nothing_stays_in_english_on_an_arabic_page() -> None:
    """R13-3: a label that was put into words before the reader's language was known would."""
    translated = {
        words for words in catalogue("ar") if isinstance(words, str) and re.search("[A-Za-z]{3}", words)
    }
    world = whole_site.a_world()
    found, _closed = whole_site.pages(world, "ar", of_each=1)

    translated -= {*Person.objects.values_list("name", flat=True), *NATIVE_NAMES.values()}
    assert len(translated) > 400
    assert len([page for page in found if page.address.startswith("/ar/")]) > 30
    assert {page.address: left for page in found if (left := texts(page.content) & translated)} == {}


def catalogue(language: str) -> set[Any]:
    """What is said in English and otherwise in the language."""
    known = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    return {words for words, said in known.items() if said and said != words}


def texts(content: bytes) -> set[str]:
    """Each stretch of words on a page that is not marked as being of another language."""
    page = html5lib.parse(content, namespaceHTMLElements=False)
    return set(words_in(page.find("body")))


def words_in(element: Any) -> Iterator[str]:
    if element.tag in ("script", "code", "bdi") or element.get("lang", "ar") != "ar":
        return
    yield " ".join((element.text or "").split())
    for child in element:
        yield from words_in(child)
        yield " ".join((child.tail or "").split())


@pytest.mark.no_database
@pytest.mark.django_db
def test_no_page_for_everybody_leaves_a_cookie() -> None:
    """The page cache serves anonymous readers one copy."""
    found, _closed = whole_site.pages(whole_site.a_world(), of_each=1)

    public = [page.address for page in found if page.name.startswith("site:")]
    assert len(public) >= 10
    assert {address for address in public if Client().get(address).cookies} == set()


@pytest.mark.browser
@pytest.mark.no_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_any_page_light_or_dark(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """R13-3 (WCAG 2.2 AA)."""
    # Playwright's loop runs in this thread; what Django does here is over before a page is opened.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    world = whole_site.a_world()
    found, _closed = whole_site.pages(world, language, of_each=2)
    cookies = {
        who: client.cookies["sessionid"].value if who else ""
        for who, client in whole_site.signed_in(world).items()
    }
    faults: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for who, cookie in cookies.items():
            opened = a_tab(browser, live_server.url, cookie)
            for page in found:
                if page.who == who and (wrong := violations(opened, live_server.url + page.address)):
                    faults[f"{page.name} {page.address}"] = wrong
        browser.close()
    assert faults == {}, "\n".join(f"{page}: {wrong}" for page, wrong in faults.items())


def a_tab(browser: Browser, address: str, cookie: str) -> Page:
    context = browser.new_context()
    if cookie:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    return context.new_page()


def violations(tab: Page, address: str) -> list[str]:
    """What axe finds in light and dark, and whether the page can be scrolled sideways on a phone."""
    wrong = []
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(address)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        if scheme == "light":
            found = Axe().run(tab, options=RULES).response
        else:
            found = tab.evaluate("options => axe.run(document, options)", COLOURS)  # is in the page by now
        for one in found["violations"]:
            wrong.append(f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:160]}")
    tab.set_viewport_size({"width": 390, "height": 800})
    if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("is wider than a phone")
    return wrong
