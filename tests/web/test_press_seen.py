"""The press office and its releases as a browser shows and prints them, in every state of a release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from comity.meetings.models import Meeting
from comity.participants.models import Person
from tests import makers
from tests.press import makers as press
from tests.web.shared_press import HIDDEN, Press, of
from tests.web.test_every_page import CHROMIUM, SWITCHES, a_tab, violations

pytestmark = [pytest.mark.browser, pytest.mark.no_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


def a_room(at: datetime) -> Press:
    meeting = makers.a_meeting(
        statements_due_at=at + timedelta(days=5), convened_by={"en": "The Committee", "ar": "اللجنة"}
    )
    desk = makers.the_desk(meeting)
    delegation = makers.a_delegation(meeting)
    source = makers.a_published_statement(delegation, press.WORDS, by=desk, at=at, delivery="written_only")
    return of(meeting, source, desk=desk, at=at)


def signed_in(browser: Browser, server: LiveServer, person: Person) -> Page:
    client = Client()
    client.force_login(person)
    return a_tab(browser, server.url, client.cookies["sessionid"].value)


def test_axe_finds_nothing_on_a_release_in_any_state(live_server: LiveServer, browser: Browser) -> None:
    """R13-2, R13-3 (WCAG 2.2 AA): draft with something to mend, cleared, under embargo, corrected, withdrawn; in both
    directions, light and dark, and on a phone."""
    at = timezone.now() - timedelta(hours=2)
    room = a_room(at)
    cleared = press.cleared(press.a_draft(room.highlight, at=at), at=at)
    wrong = press.a_draft(room.highlight, at=at, body="“Words that nobody ever said” [7]")
    refs = [one.release.ref for one in (room.released, room.draft, room.embargoed, cleared, wrong)]
    office = signed_in(browser, live_server, makers.the_desk(room.released.meeting))
    faults = {}
    for language in ("en", "ar"):
        for path in (
            *(f"desk/press/releases/{ref}/" for ref in (*refs, room.refs[4])),
            f"press/releases/{room.refs[4]}/",
        ):
            if found := violations(office, f"{live_server.url}/{language}/{path}"):
                faults[f"{language} {path}"] = found
    assert faults == {}


def printed(tab: Page, address: str) -> str:
    tab.goto(address)
    made = pypdfium2.PdfDocument(tab.pdf(format="A4"))
    assert len(made) == 1
    return re.sub(r"\s+", " ", made[0].get_textpage().get_text_range())


def test_a_release_on_paper_is_a_press_release_and_nothing_else(
    live_server: LiveServer, browser: Browser
) -> None:
    """R13-2, DOMAIN.md A.5: on one sheet, from the public's page and from the desk, where the embargo stands above."""
    room = a_room(timezone.now() - timedelta(hours=2))
    meeting: Meeting = room.released.meeting
    office = signed_in(browser, live_server, makers.the_desk(meeting))
    public = printed(office, f"{live_server.url}/en/press/releases/{room.released.release.ref}/")
    desk = printed(office, f"{live_server.url}/en/desk/press/releases/{room.embargoed.release.ref}/")
    for words, headline in ((public, "States share what works"), (desk, f"{HIDDEN} of tomorrow")):
        for told in ("The Committee", "Press release", headline, "NEW YORK, 1 December 2016", press.WORDS):
            assert told in words
        assert "For information media. Not an official record." in words
        for around in ("Programme", "Press office ·", "Clearance", "Withdraw", "Also in", "DOCX", "Versions"):
            assert around not in words, around
    assert "The day is put right." in public
    assert "EMBARGOED" not in public
    assert words_before(desk, headline_of(room)).count("EMBARGOED UNTIL") == 1


def headline_of(room: Press) -> str:
    return str(room.embargoed.texts.get().headline)


def words_before(text: str, words: str) -> str:
    return text.partition(words)[0]


def test_the_preview_card_tells_the_headline_in_the_language_of_the_page(
    live_server: LiveServer, browser: Browser
) -> None:
    """R13-2: Open Graph as readers of links ask for it."""
    room = a_room(timezone.now() - timedelta(hours=2))
    tab = a_tab(browser, live_server.url, "")
    tab.goto(f"{live_server.url}/en/press/releases/{room.released.release.ref}/")
    card = {
        one.get_attribute("property"): one.get_attribute("content")
        for one in tab.locator("meta[property^='og:']").all()
    }
    assert card["og:title"] == "States share what works"
    assert card["og:locale"] == "en_GB"
    assert card["og:type"] == "article"
    assert str(card["og:url"]).endswith(f"/en/press/releases/{room.released.release.ref}/")
    assert str(card["og:description"]).startswith("States share what works, said a speaker")
