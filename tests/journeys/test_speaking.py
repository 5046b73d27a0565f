"""A delegate in the room with a phone, in Arabic: she asks for the floor and puts a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person
from tests.journeys.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
PHONE = {"viewport": {"width": 375, "height": 780}}
QUESTION = "كيف تحمون خصوصية التلاميذ؟"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("speaking") / "home")
    found.cast = found.run("tests.journeys.sitting", "sits")
    with found.serving():
        yield found


def fits(page: Page) -> None:
    """Written from right to left, and nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_delegate_on_a_phone_in_arabic_asks_for_the_floor_and_writes_what_was_ruled_out(
    person: Callable[..., Person], site: Site
) -> None:
    """R09-1, R09-2: her own place in the list, a question ruled out with a reason, a written statement of it."""
    delegate = person(**PHONE)
    page, floor = delegate.page, f"/ar/portal/delegations/{site.cast['ken']}/floor/{site.cast['session']}/"
    delegate.signs_in("kenya")
    delegate.opens(floor)
    fits(page)
    page.locator("a[href$='/ask/']").click()
    page.wait_for_url("**/ask/")
    fits(page)
    page.locator("[name=aspects]").first.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{floor}")
    expect(page.locator("#yours")).to_have_attribute("data-told", re.compile(r"[3٣]"))
    fits(page)
    site.run("tests.journeys.sitting", "next")  # the page learns of it by itself, and tells it aloud
    expect(page.locator("#yours")).to_have_attribute("data-told", re.compile(r"[2٢]"))
    expect(page.locator("#said")).to_have_text(re.compile(r"[2٢]"))

    page.locator("a[href$='/question/']").click()
    page.wait_for_url("**/question/")
    fits(page)
    page.locator("[name=text]").fill(QUESTION)
    page.locator("[name=aspects]").first.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{floor}")
    expect(page.locator("blockquote")).to_have_text(QUESTION)

    site.run("tests.journeys.sitting", "rule")
    expect(page.locator("main")).to_contain_text("Beside the declared aspects.")
    fits(page)
    page.locator("form[action*='/rulings/'] button").click()
    page.wait_for_url("**/files/")
    expect(page.locator(".said")).to_have_text(re.compile(QUESTION))
    fits(page)
