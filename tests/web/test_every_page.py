"""What holds on every page, whoever wrote it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.utils.translation import trans_real
from html5lib.html5parser import ParseError
from playwright.sync_api import Browser, Page, sync_playwright

from comity.languages import NATIVE_NAMES
from comity.participants.models import Person
from tests.web import whole_site
from tests.web.outline import outline
from tests.web.shown import shown

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


@dataclass(frozen=True, slots=True)
class Walk:
    english: list[whole_site.Page]
    arabic: list[whole_site.Page]
    others: list[whole_site.Page]
    closed: list[str]
    """Routes whose pages nobody could open."""
    strange: set[str]
    """Words that are English and have no place on an Arabic page."""


@cache
def walked() -> Walk:
    """Every page, rendered once for the tests of this file, which one process runs. In languages on one database: what
    is read does not depend on them."""
    world = whole_site.a_world()
    clients = whole_site.signed_in(world)
    english, closed = whole_site.pages(world, clients, of_each=3)
    others = [code for code, _name in settings.LANGUAGES if code not in ("en", "ar")]
    if connection.vendor != "sqlite":
        return Walk(english, [], [], closed, set())
    return Walk(
        english,
        [*whole_site.in_language(english, "ar", clients, of_each=3)],
        [page for code in others for page in whole_site.in_language(english, code, clients, of_each=1)],
        closed,
        words_left_in_english(),
    )


@pytest.mark.django_db
def test_every_page_opens_for_somebody() -> None:
    """Whatever it asks of the database, on both."""
    walk = walked()
    assert walk.closed == []
    assert len(walk.english) > 30


@pytest.mark.no_database
@pytest.mark.django_db
def test_every_page_in_every_language_is_sound() -> None:
    """R13-3, RX-9: valid HTML that asks nothing of other sites; no English on an Arabic page, where a label that was
    put into words before the reader's language was known would be; no cookie on a page for everybody, of which the
    page cache gives all readers one copy."""
    walk = walked()
    public = [page for page in walk.english if page.name.startswith("site:") and not page.who]
    assert len(public) >= 10
    assert {page.address for page in public if page.cookies} == set()
    faults = [(page.address, wrong) for page in walk.english for wrong in faults_of(page.content)]
    faults += [
        (page.address, wrong) for page in walk.arabic for wrong in faults_of(page.content, walk.strange)
    ]
    sound = {outline(page.content.decode()) for page in (*walk.english, *walk.arabic)} - {None}
    for page in walk.others:
        if outline(page.content.decode()) not in sound or out_of_place(page.content):
            faults += [(page.address, wrong) for wrong in faults_of(page.content)]
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
    if out_of_place(content):
        yield "loads from elsewhere or holds inline script or style"


def out_of_place(content: bytes) -> bool:
    return bool(ELSEWHERE.search(content) or INLINE.search(content))


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
@pytest.mark.django_db
def test_axe_finds_nothing_on_any_page_light_or_dark(monkeypatch: pytest.MonkeyPatch) -> None:
    """R13-3 (WCAG 2.2 AA): up to two pages of each route in English, the first of them in Arabic. A page that differs
    from an earlier one in its words alone is as free of barriers as that one; whether it fits a phone is seen."""
    # Playwright's loop runs in this thread; what Django does here is over before a page is opened.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    walk = walked()
    found = [*first(walk.english, 2), *first(walk.arabic, 1)]
    seen: set[str | None] = {None}
    faults: dict[str, list[str]] = {}
    with shown({page.address: page.content for page in found}) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        tab = browser.new_page()
        for page in found:
            about = outline(page.content.decode())
            is_new = about is None or about not in seen
            seen.add(about)
            if wrong := violations(tab, address + page.address, whole=is_new):
                faults[f"{page.name} {page.address}"] = wrong
        browser.close()
    assert faults == {}, "\n".join(f"{page}: {wrong}" for page, wrong in faults.items())


def first(found: list[whole_site.Page], number: int) -> Iterator[whole_site.Page]:
    """So many pages of each route."""
    taken: Counter[str] = Counter()
    for page in found:
        taken[page.name] += 1
        if taken[page.name] <= number:
            yield page


def a_tab(browser: Browser, address: str, cookie: str) -> Page:
    context = browser.new_context()
    if cookie:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    return context.new_page()


def violations(tab: Page, address: str, *, whole: bool = True) -> list[str]:
    """What axe finds in light and dark, and whether the page can be scrolled sideways on a phone."""
    wrong = []
    tab.set_viewport_size({"width": 1280 if whole else 390, "height": 900})
    tab.emulate_media(color_scheme="light")
    tab.goto(address)
    if whole:
        found = [("light", Axe().run(tab, options=RULES).response)]
        tab.emulate_media(color_scheme="dark")
        found.append(
            ("dark", tab.evaluate("options => axe.run(document, options)", COLOURS))
        )  # is there by now
        for scheme, told in found:
            for one in told["violations"]:
                wrong.append(f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:160]}")
    tab.set_viewport_size({"width": 390, "height": 800})
    if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("is wider than a phone")
    return wrong
