"""The register's desk in a browser: axe, a phone, and the button that cites a source where one writes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from comity.participants.models import Person
from comity.practices import drafting, safeguards
from comity.practices.models import Excerpt
from tests.makers import NOW
from tests.practices import makers
from tests.web.acting import signed_in
from tests.web.test_every_page import CHROMIUM, SWITCHES, a_tab, violations

pytestmark = [pytest.mark.browser, pytest.mark.no_database, pytest.mark.django_db(transaction=True)]


def pages() -> dict[Person, list[str]]:
    """Who opens which pages: a draft in two languages with a sealed source, a review, loose words, an answer."""
    sealed = makers.an_excerpt("egy", "ندرب القضاة كل عام.", language="ar")
    draft = makers.a_drafted(makers.an_excerpt("nor"), sealed)
    Excerpt.objects.filter(pk=sealed.pk).update(attribution="non_attributed")
    drafting.write(
        makers.the_wording(draft),
        language="ar",
        title="نقطة",
        what="جملة بلا مصدر.",
        by=makers.the_rapporteur(),
        at=NOW,
    )
    makers.an_excerpt("swe", "We keep a contact point that answers requests at night.")
    reviewed = makers.a_finished(
        makers.an_excerpt("fra", "Un point de contact répond à toute heure.", language="fr")
    )
    safeguards.start(makers.the_wording(reviewed), by=makers.the_reviewer(), at=NOW)
    asked = (
        makers.a_confirming(makers.an_excerpt("che", "Other words of ours."))
        .versions.get()
        .confirmations.get()
    )
    return {
        makers.the_rapporteur(): [
            f"/desk/practices/{draft.ref}/",
            f"/desk/practices/{draft.ref}/?language=ar",
            "/desk/meetings/sm2016/practices/loose/",
        ],
        makers.the_reviewer(): [f"/desk/practices/{reviewed.ref}/safeguards/"],
        makers.one_for(asked.delegation): [f"/portal/confirmations/{asked.pk}/"],
    }


def test_axe_and_a_phone_find_nothing_in_english_and_arabic(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R13-3 (WCAG 2.2 AA)."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    opened = [(signed_in(who).cookies["sessionid"].value, addresses) for who, addresses in pages().items()]
    faults = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for cookie, addresses in opened:
            tab = a_tab(browser, live_server.url, cookie)
            for address in [f"/{language}{one}" for language in ("en", "ar") for one in addresses]:
                if wrong := violations(tab, live_server.url + address):
                    faults[address] = wrong
        browser.close()
    assert faults == {}


def test_a_source_is_cited_by_its_button_and_saved(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    draft = makers.a_drafted(makers.an_excerpt("nor"), what="Somebody answers.")
    cookie = signed_in(makers.the_rapporteur()).cookies["sessionid"].value
    address = reverse("desk:practice", args=[draft.ref])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        tab = a_tab(browser, live_server.url, cookie)
        tab.goto(live_server.url + address)
        assert tab.locator("#unsupported li").count() == 1
        field = tab.locator("textarea[name=what]")
        field.focus()
        tab.keyboard.press("Control+End")
        tab.get_by_role("button", name="Cite [1]").click()
        assert field.input_value() == "Somebody answers. [1]"
        tab.get_by_role("button", name="Save the text").click()
        tab.wait_for_url("**#text")
        assert tab.locator("#unsupported").count() == 0
        browser.close()
