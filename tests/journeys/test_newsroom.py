"""A press office at work in browsers of its own, and a reader with a phone in Arabic, from a highlight to a correction."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Person
from tests.journeys.newsroom import ARABIC, ENGLISH
from tests.journeys.serving import Site
from tests.smtp import listening
from tests.web.acting import Letterbox

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
OFFICE = "/en/desk/meetings/sm2016/press/"
HEADLINE, ARABIC_HEADLINE = "States keep evidence at any hour", "دول تحفظ الأدلة في كل ساعة"
TEXTS = {
    "en": {
        "Headline": HEADLINE,
        "Dateline": "NEW YORK, 1 December 2016",
        "Lead": "Delegations told in New York how they keep evidence.",
        "Body": "Kenya said:\n\n[1]",
        "Contacts": "Press office",
    },
    "ar": {
        "Headline": ARABIC_HEADLINE,
        "Dateline": "نيويورك، 1 كانون الأول/ديسمبر 2016",
        "Lead": "عرضت الوفود في نيويورك كيف تحفظ الأدلة.",
        "Body": "وقالت كينيا:\n\n[1]",
        "Contacts": "المكتب الصحفي",
    },
}


@pytest.fixture(scope="module")
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture(scope="module")
def site(box: Letterbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A meeting of its own."""
    with listening(box) as port:
        found = Site(tmp_path_factory.mktemp("newsroom") / "home", COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        found.run("tests.journeys.newsroom")
        with found.serving():
            yield found


def searched(officer: Person, words: str) -> None:
    """The index follows by itself, a moment after the server has begun."""
    for _ in range(60):
        officer.opens(f"{OFFICE}highlights/?q={words}")
        if officer.page.get_by_role("link", name="Choose words of it").count():
            return
        officer.page.wait_for_timeout(500)
    raise AssertionError("the statement was not found")


def picks(officer: Person) -> None:
    """Words of a search, in both languages of the statement, approved."""
    searched(officer, "evidence")
    officer.page.get_by_role("link", name="Choose words of it").first.click()
    expect(officer.page.get_by_label("The words")).to_have_value(re.compile("contact point|مركز اتصال"))
    officer.page.get_by_label("What they are about").fill("At any hour")
    officer.presses("Keep as a highlight")
    officer.page.get_by_role("button", name="Approve At any hour").click()
    officer.page.get_by_role("link", name=re.compile("العربية|English")).last.click()
    officer.presses("Add these words")
    expect(officer.page.locator(".highlight blockquote")).to_have_count(2)


def writes(officer: Person, language: str) -> None:
    officer.page.get_by_role("navigation", name="Languages of the text").get_by_role(
        "link", name={"en": "English", "ar": "العربية"}[language]
    ).click()
    for label, words in TEXTS[language].items():
        officer.page.get_by_label(label, exact=True).fill(words)
    officer.presses("Save")
    expect(officer.page.get_by_text("As it will read")).to_be_visible()


def clears(person: Callable[..., Person], names: tuple[str, ...], path: str) -> None:
    for name, side in zip(names, ("Chair", "Executive Directorate"), strict=True):
        somebody = person()
        somebody.signs_in(name)
        somebody.opens(path)
        somebody.page.get_by_role("button", name=f"Clear it for: {side}").click()
        expect(somebody.page.get_by_text("Cleared.")).to_be_visible()


def test_from_a_highlight_to_a_release_that_goes_out_by_itself_and_is_corrected(
    person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    """R13-1, R13-2, RX-9: cleared by both, under embargo, out to the minute while a reader in Arabic waits on a phone,
    mailed once, corrected."""
    officer = person()
    officer.signs_in("press-officer")
    picks(officer)
    officer.opens(OFFICE)
    officer.page.get_by_label("Language of the original").select_option("en")
    officer.presses("Begin a release")
    path = officer.page.url.removeprefix(site.address)
    ref = path.rstrip("/").rpartition("/")[2]
    officer.page.get_by_role("button", name="Quote", exact=False).first.click()
    for language in ("en", "ar"):
        writes(officer, language)
    expect(officer.page.locator(".finding-stop")).to_have_count(0)
    clears(person, ("chair", "desk"), path)

    officer.opens(path)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    officer.page.get_by_label("Under embargo until: day").fill(f"{tomorrow:%Y-%m-%d}")
    officer.page.get_by_label("Hour").fill("15:00")
    officer.presses("Release")
    assert officer.sees("Goes out by itself at")

    reader = person(viewport={"width": 390, "height": 800})
    reader.opens(f"/ar/press/releases/{ref}/")
    assert not reader.sees(ARABIC_HEADLINE)
    reader.opens("/ar/press/")
    assert not reader.sees(ARABIC_HEADLINE)
    opens = float(site.run("tests.journeys.newsroom", "opens", "4", ref)["opens"])
    appears(reader, opens)
    reader.page.get_by_role("link", name=ARABIC_HEADLINE).click()
    quote = reader.page.locator("blockquote[lang=ar][dir=rtl]")
    expect(quote).to_have_text(ARABIC)
    assert not reader.sees(ENGLISH)
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    title = reader.page.locator("meta[property='og:title']").get_attribute("content")
    assert title == ARABIC_HEADLINE
    assert mailed(box, 1) == ["ana.reporter@example.org"]

    officer.page.reload()
    officer.presses("Begin a correction")
    officer.page.get_by_label("What is put right (English)").fill("The hour is put right.")
    officer.page.get_by_label("What is put right (العربية)").fill("صححت الساعة.")
    officer.page.locator("#more").locator("xpath=..").get_by_role("button", name="Save", exact=True).click()
    clears(person, ("chair", "desk"), path)
    officer.opens(path)
    officer.presses("Release")
    assert officer.sees("released")
    reader.page.reload()
    assert reader.sees("صححت الساعة.")
    assert mailed(box, 2) == ["ana.reporter@example.org"] * 2


def mailed(box: Letterbox, number: int) -> list[str]:
    """To whom the mails of releases went, once so many have come or half a minute is over."""
    until = time.monotonic() + 30
    while True:
        found = [str(one["To"]) for one in [*box.messages] if "press." in one.get("List-Id", "")]
        if len(found) >= number or time.monotonic() > until:
            return found
        time.sleep(0.05)


def appears(reader: Person, opens: float) -> None:
    """Not before its time, then without anybody's doing."""
    while time.time() < opens + 20:
        asked = time.time()
        reader.page.reload()
        if reader.sees(ARABIC_HEADLINE):
            assert time.time() >= opens
            return
        assert asked < opens + 10, "it is late"
        reader.page.wait_for_timeout(250)
    raise AssertionError("it did not appear")
