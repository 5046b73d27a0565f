"""Words are selected in a browser, cited, and their link followed back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Person
from tests.journeys.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
Begin = Callable[..., Person]

SELECT = """(words) => {
  const [first, last] = words;
  const home = [...document.querySelectorAll('[data-from]')].find((one) => one.textContent.includes(first));
  const nodes = [];
  const walker = document.createTreeWalker(home, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const begins = nodes.find((one) => one.data.includes(first));
  const ends = nodes.find((one) => one.data.includes(last));
  const range = document.createRange();
  range.setStart(begins, begins.data.indexOf(first));
  range.setEnd(ends, ends.data.indexOf(last) + last.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def ref(site: Site) -> str:
    return str(site.run("tests.journeys.quoted")["ref"])


def test_selected_words_are_cited_exactly_and_their_link_shows_them_again(person: Begin, ref: str) -> None:
    """R09-9: past a flag, a control sign and a letter outside the basic plane, to the code point."""
    reader = person(permissions=["clipboard-read", "clipboard-write"])
    reader.opens(f"/en/statements/{ref}/")
    reader.page.evaluate(SELECT, ["2178", "works"])
    reader.page.locator(".quote-words").click()
    box = reader.page.locator("#reference")
    box.wait_for()
    box.get_by_role("button", name="Copy the annotation").click()
    box.get_by_text("Copied.").wait_for()
    annotation = json.loads(reader.page.evaluate("navigator.clipboard.readText()"))
    words = "2178 (2013) we \u202eshare 𝒳 what works"
    assert annotation["target"]["selector"][0]["exact"] == words
    assert annotation["target"]["digest"] == f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"
    box.get_by_role("link", name="Shows the words marked").click()
    reader.page.wait_for_url("**/statements/**sha256=**")
    assert reader.sees("exactly as quoted")
    marked = "".join(reader.page.locator(".statement-text mark").all_inner_texts())
    assert marked == "2178 (2013) we [RLO]share 𝒳 what works"


def test_a_paragraph_is_cited_in_place_and_the_box_is_closed_again(person: Begin, ref: str) -> None:
    reader = person()
    reader.opens(f"/en/statements/{ref}/?language=fr")
    handle = reader.page.get_by_role("link", name="Cite the paragraph at place 2")
    handle.press("Enter")
    box = reader.page.locator("#reference")
    box.wait_for()
    assert "Merci." in box.inner_text()
    assert "cite=" not in reader.page.url
    box.get_by_role("link", name="Close").click()
    assert box.count() == 0
    assert reader.page.evaluate("document.activeElement.className") == "number"


def test_a_link_to_a_paragraph_that_is_gone_says_so(person: Begin, ref: str) -> None:
    """R09-9: never silently."""
    reader = person()
    reader.opens(f"/en/statements/{ref}/#p-zzzzzz")
    assert reader.sees("The link leads to a paragraph that is not in this text")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_blind_reader_meets_no_barrier(language: str, scheme: str, person: Begin, ref: str) -> None:
    """R13-3: WCAG 2.2 AA as far as axe can tell."""
    reader = person(color_scheme=scheme)
    for path in (
        f"statements/{ref}/",
        f"statements/{ref}/?language=en&beside=fr",
        f"statements/{ref}/?quote=zzzzzz&start=0&end=1&sha256={'0' * 64}",
        "search/",
        "search/?q=share",
        "search/?q=share&language=en",
        "search/?q=giraffe",
    ):
        reader.opens(f"/{language}/{path}")
        faults = Axe().run(reader.page).response["violations"]
        assert [(one["id"], one["help"]) for one in faults] == [], path


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_sticks_out_on_a_phone(language: str, person: Begin, ref: str) -> None:
    reader = person(viewport={"width": 390, "height": 800})
    for path in (
        f"statements/{ref}/",
        f"statements/{ref}/?language=en&beside=fr",
        f"statements/{ref}/?quote=zzzzzz",
        "search/?q=share",
    ):
        reader.opens(f"/{language}/{path}")
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 390, path


def test_without_script_a_paragraph_is_cited_by_a_link(person: Begin, ref: str) -> None:
    reader = person(java_script_enabled=False)
    reader.opens(f"/en/statements/{ref}/")
    reader.follows("Cite the paragraph at place 2")
    assert reader.sees("Suggested citation")
    assert not reader.sees("Copy the citation")
    reader.follows("Shows the words marked, or says that they have changed")
    assert reader.sees("exactly as quoted")
