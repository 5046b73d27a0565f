"""What holds on every page, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
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
def test_every_page_in_every_language_is_sound() -> None:
    """R13-3, RX-9: valid HTML that asks nothing of other sites; no English on an Arabic page, where a label that was
    put into words before the reader's language was known would be; no cookie on a page for everybody, of which the
    page cache gives all readers one copy."""
    world = whole_site.a_world()
    clients = whole_site.signed_in(world)
    english, closed = whole_site.pages(world, clients, of_each=3)

    assert closed == []
    assert len(english) > 30
    public = [page for page in english if page.name.startswith("site:") and not page.who]
    assert len(public) >= 10
    assert {page.address for page in public if page.cookies} == set()
    faults = [(page.address, wrong) for page in english for wrong in faults_of(page.content)]
    for language in [code for code, _name in settings.LANGUAGES if code != "en"]:
        strange = words_left_in_english() if language == "ar" else set()
        of_each = 3 if language == "ar" else 1
        for page in whole_site.in_language(english, language, clients, of_each=of_each):
            faults += [(page.address, wrong) for wrong in faults_of(page.content, strange)]
    assert faults == []


def faults_of(content: bytes, strange: AbstractSet[str] = frozenset()) -> Iterator[object]:
    """What is wrong with the HTML of a page, on which none of the strange words may stand."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        page = parser.parse(content)
    except ParseError as fault:
        yield str(fault)
    else:
        if found := strange and set(words_in(page.find("body"))) & strange:
            yield found
    if b"<!doctype html>" not in content[:200].lower():
        yield "is no whole page"
    if ELSEWHERE.search(content) or INLINE.search(content):
        yield "loads from elsewhere or holds inline script or style"


def words_left_in_english() -> set[str]:
    """What is said in English and otherwise in Arabic."""
    translated = {
        words for words in catalogue("ar") if isinstance(words, str) and re.search("[A-Za-z]{3}", words)
    }
    assert len(translated) > 400
    return translated - {*Person.objects.values_list("name", flat=True), *NATIVE_NAMES.values()}


def catalogue(language: str) -> set[Any]:
    """What is said in English and otherwise in the language."""
    known = trans_real.translation(language)._catalog  # type: ignore[attr-defined]
    return {words for words, said in known.items() if said and said != words}


def words_in(element: Any) -> Iterator[str]:
    """Each stretch of words of a page that is not marked as being of another language."""
    if element.tag in ("script", "code", "bdi") or element.get("lang", "ar") != "ar":
        return
    yield " ".join((element.text or "").split())
    for child in element:
        yield from words_in(child)
        yield " ".join((child.tail or "").split())


@pytest.mark.browser
@pytest.mark.no_database
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_any_page_light_or_dark(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13-3 (WCAG 2.2 AA): up to two pages of each route in English, the first of them in Arabic."""
    # Playwright's loop runs in this thread; what Django does here is over before a page is opened.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    world = whole_site.a_world()
    clients = whole_site.signed_in(world)
    english, _closed = whole_site.pages(world, clients, of_each=2)
    found = [*english, *whole_site.in_language(english, "ar", clients, of_each=1)]
    cookies = {who: client.cookies["sessionid"].value if who else "" for who, client in clients.items()}
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
