"""A rapporteur reads with keys, mouse and touch, and nothing is loaded anew."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import Person
from tests.journeys.serving import Site
from tests.journeys.test_quoting import SELECT

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
Begin = Callable[..., Person]
READING = "/en/desk/meetings/sm2016/reading/"


@pytest.fixture(scope="module")
def ref(site: Site) -> str:
    return str(site.run("tests.journeys.read")["ref"])


def a_reader(person: Begin, **options: object) -> Person:
    reader = person(**options)
    reader.signs_in("rapporteur")
    reader.page.wait_for_url(lambda address: "/login/" not in address)
    return reader


def at_the_top(reader: Person, ref: str) -> None:
    """At the second paragraph of Norway's statement; the first is a courtesy."""
    reader.opens(f"{READING}?way={ref}")
    reader.page.evaluate("window.sameDocument = true")


def press(reader: Person, *keys: str) -> None:
    for key in keys:
        reader.page.keyboard.press(key)


def says(reader: Person, words: str) -> None:
    expect(reader.page.locator("#said")).to_contain_text(words)


def reads(reader: Person, words: str) -> None:
    expect(reader.page.locator("#words")).to_contain_text(words)


def has_flags(reader: Person, number: int) -> None:
    expect(reader.page.locator(".reading-flags")).to_have_count(number)


def test_words_are_flagged_coded_and_undone_with_keys_on_one_page(person: Begin, ref: str) -> None:
    """R12-1, R12-3: exact to the code point past a control sign and a letter outside the basic plane."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    reads(reader, "We train judges")
    reader.page.evaluate(SELECT, ["train", "prosecutors"])
    press(reader, "p")
    says(reader, "Flagged as practice.")
    assert reader.page.locator(".reading-flags .words").inner_text() == "train judges \u202eand 𝒳 prosecutors"
    press(reader, "t", "2")
    says(reader, "Coded.")
    pressed = reader.page.locator("#codes-threats [aria-pressed=true]")
    expect(pressed).to_have_count(1)
    press(reader, "3")
    expect(pressed).to_have_count(2)
    press(reader, "u", "u", "u")
    has_flags(reader, 0)
    assert reader.page.evaluate("window.sameDocument") is True


def test_a_candidate_is_started_with_its_title_by_keys_alone(person: Begin, ref: str) -> None:
    """R12-4: the title is written before it starts, for the proposals of groups go by it."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    press(reader, "p")
    says(reader, "Flagged as practice.")
    press(reader, "n")
    expect(reader.page.locator("#title")).to_be_focused()
    reader.page.keyboard.type("Train judges")
    press(reader, "Enter")
    says(reader, "A candidate is started: “Train judges”.")
    press(reader, "u", "u")
    has_flags(reader, 0)


def test_a_decision_goes_on_and_back_leads_back(person: Begin, ref: str) -> None:
    """R12-3: no reload, no lost place."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    press(reader, "x", "2")
    says(reader, "Rejected.")
    reads(reader, "contact point")
    press(reader, "k")
    reads(reader, "We train judges")
    press(reader, "u")
    says(reader, "Undone.")
    assert reader.page.evaluate("window.sameDocument") is True
    reader.opens(READING)
    reads(reader, "We train judges")


def test_words_are_chosen_without_a_mouse(person: Begin, ref: str) -> None:
    """R13-3: by sentence, then by word."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    press(reader, "w", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft")
    chosen = reader.page.locator("#chosen").inner_text()
    assert chosen == "Chosen: States should publish figures each"
    press(reader, "r")
    says(reader, "Flagged as recommendation.")
    assert reader.page.locator(".reading-flags .words").inner_text() == "States should publish figures each"
    press(reader, "u")
    says(reader, "Undone.")


def test_an_alignment_takes_one_key(person: Begin, ref: str) -> None:
    """R12-5."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    press(reader, "s")
    reads(reader, "contact point")
    press(reader, "s")
    reads(reader, "aligns itself")
    expect(reader.page.locator("[data-key=y]")).to_be_visible()
    press(reader, "y")
    says(reader, "The alignment is on record.")
    press(reader, "u", "u", "u")
    reads(reader, "We train judges")


def test_keys_that_are_switched_off_do_nothing(person: Begin, ref: str) -> None:
    """R13-3: WCAG 2.1.4."""
    reader = a_reader(person)
    at_the_top(reader, ref)
    reader.page.locator("#keys > summary").click()
    reader.presses("Switch single keys off")
    reads(reader, "We train judges")
    press(reader, "s")
    reader.page.wait_for_timeout(300)
    reads(reader, "We train judges")
    reader.page.locator("#keys > summary").click()
    reader.presses("Switch single keys on")
    reader.page.wait_for_selector("#workspace.with-keys")


def test_what_the_server_refuses_is_told_and_nothing_written_is_lost(person: Begin, ref: str) -> None:
    reader = a_reader(person)
    at_the_top(reader, ref)
    reader.page.locator("#reject > summary").click()
    reader.page.locator("#reject").get_by_role("button", name="Reject", exact=True).click()
    reader.page.get_by_text("Say why the paragraph is rejected").wait_for()
    reader.page.route("**/reading/**", lambda route: route.abort())
    reader.page.get_by_label("Another reason").fill("Rain only.")
    reader.page.locator("#reject").get_by_role("button", name="Reject", exact=True).click()
    says(reader, "Nothing is lost")
    assert reader.page.get_by_label("Another reason").input_value() == "Rain only."


def test_without_script_sentences_are_ticked_and_the_next_paragraph_follows(person: Begin, ref: str) -> None:
    reader = a_reader(person, java_script_enabled=False)
    reader.opens(f"{READING}?way={ref}")
    reader.page.get_by_text("Choose whole sentences").click()
    reader.page.get_by_label("States should publish figures each year.").check()
    reader.page.locator("#kind-practice").click()
    assert reader.sees("Flagged as practice.")
    reader.presses("Take the flag back")
    assert reader.sees("The flag is taken back.")
    reader.page.locator(".decide").get_by_role("button", name=re.compile("Set aside")).click()
    assert reader.sees("contact point that answers at any hour")
    reader.page.locator("#undo").click()
    assert reader.sees("Undone.")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_blind_rapporteur_meets_no_barrier(language: str, scheme: str, person: Begin, ref: str) -> None:
    """R13-3."""
    reader = a_reader(person, color_scheme=scheme)
    reader.opens(f"/{language}/desk/meetings/sm2016/reading/?way={ref}")
    press(reader, "p")
    has_flags(reader, 1)
    press(reader, "?", "t")
    reader.page.wait_for_selector("#codes-threats[open]")
    faults = Axe().run(reader.page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in faults] == []
    reader.page.set_viewport_size({"width": 390, "height": 800})
    assert reader.page.evaluate("document.documentElement.scrollWidth") == 390
    press(reader, "u")
    has_flags(reader, 0)
    for path in ("sum/", "aside/"):
        reader.opens(f"/{language}/desk/meetings/sm2016/reading/{path}")
        faults = Axe().run(reader.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in faults] == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 390
