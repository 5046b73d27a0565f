"""The life of a statement in a real browser: from an Arabic PDF to a page that anybody finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.arabic import arabic_pdf
from tests.journeys.conftest import Person
from tests.web.acting import Postbox

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
NEW_YORK = ZoneInfo("America/New_York")
Begin = Callable[..., Person]


def begins(delegate: Person) -> None:
    delegate.opens("/en/portal/")
    delegate.page.get_by_role("link", name="Submit a statement").first.click()
    delegate.page.get_by_label("Aspect one").check()
    delegate.page.get_by_label("Session").select_option("First session")
    delegate.presses("Save and go on")


def gives_conditions(delegate: Person) -> None:
    delegate.follows("Go on")
    delegate.page.get_by_label("written only").check()
    delegate.page.get_by_label("no embargo").check()
    delegate.page.get_by_label("UNCLASSIFIED").check()
    delegate.page.get_by_label("We agree that it is published").check()
    delegate.presses("Save and go on")


def sends(delegate: Person) -> str:
    """The number of the receipt."""
    delegate.presses("Send to the secretariat")
    delegate.page.wait_for_url("**/receipts/**")
    number = re.search(r"SM2016-R\d{5}", delegate.page.inner_text("main"))
    assert number
    return number.group()


def public(reader: Person, ref: str) -> list[bool]:
    """Whether page, list and search show it to anybody."""
    page = reader.page.goto(f"{reader.site.address}/en/statements/{ref}/")
    assert page
    shown = [page.status == 200]
    for path in ("/en/statements/", "/en/search/?q=%D8%A7%D9%84%D8%AA%D9%84%D8%A7%D9%85%D9%8A%D8%B0"):
        reader.opens(path)
        shown.append(ref in reader.page.content())
    return shown


def test_an_arabic_statement_is_returned_replaced_embargoed_and_found(
    person: Begin, postbox: Postbox, tmp_path: Path
) -> None:
    """R09-3 to R09-6, R09-12."""
    delegate, desk, reader = person(), person(), person()
    delegate.signs_in("norway")
    begins(delegate)
    delegate.page.locator("#id_file").set_input_files(arabic_pdf(tmp_path))
    delegate.presses("Add the files")
    expect(delegate.page.get_by_text("was read: \u2068العربية\u2069, 5 paragraphs.")).to_be_visible()
    said = delegate.page.locator(".said")
    expect(said).to_have_attribute("dir", "rtl")
    assert "يميزون الخبر الصحيح من الخبر الكاذب" in said.inner_text()
    assert said.locator("cite.known").count() == 2
    gives_conditions(delegate)
    first = sends(delegate)
    assert [(to, first in subject) for to, subject, _ in postbox.arrived(1)] == [("norway@example.org", True)]
    delegate.page.reload()
    assert delegate.sees("This receipt was sent to norway@example.org.")
    assert re.search(r"\b[0-9a-f]{64}\b", delegate.page.inner_text("main"))
    ref = str(delegate.page.locator("a:has-text('sm2016-')").first.inner_text())

    desk.signs_in("desk")
    desk.follows("Norway")
    desk.presses("Take into review")
    desk.page.get_by_text("Return for correction").first.click()
    desk.page.get_by_label("What should the delegation correct?").fill("Please add a closing paragraph.")
    desk.presses("Return for correction")
    assert desk.sees("Returned. The delegation is told by mail.")
    assert "Please add a closing paragraph." in postbox.arrived(2)[-1][2]

    delegate.opens(f"/en/portal/statements/{ref}/")
    assert delegate.sees("Please add a closing paragraph.")
    delegate.follows("Replace it")
    delegate.presses("Go on to the files")
    closing = (
        "ونحن مستعدون لتبادل خبرتنا مع من يرغب فيها، ويسعد خبراؤنا أن يزوروا من يدعوهم وأن يستقبلوا في مدارسنا من يود أن "
        "يرى البرنامج بعينيه، ونشكر الجميع على حسن الاستماع."
    )
    delegate.page.locator("#id_file").set_input_files(arabic_pdf(tmp_path, closing))
    delegate.presses("Add the files")
    expect(delegate.page.get_by_text("6 paragraphs.", exact=False).first).to_be_visible()
    gives_conditions(delegate)
    assert sends(delegate) != first

    desk.opens("/en/desk/")
    desk.follows("Norway")
    desk.follows("What changed from v1 to v2")
    assert "ويسعد خبراؤنا" in desk.page.locator("ins").first.inner_text()
    desk.page.go_back()
    desk.presses("Take into review")
    ends = datetime.now(NEW_YORK) + timedelta(seconds=14)
    desk.page.get_by_label("until a date and time").check()
    desk.page.get_by_label("Until (time of the meeting's place)").fill(f"{ends:%Y-%m-%dT%H:%M:%S}")
    desk.presses("Accept")
    desk.presses("Publish")
    assert desk.sees("Published, at once or when its embargo ends.")
    if datetime.now(NEW_YORK) < ends - timedelta(seconds=4):
        assert public(reader, ref) == [False, False, False]
    else:
        pytest.fail("the machine was too slow for an embargo of seconds")

    sleep(max(0.0, (ends - datetime.now(NEW_YORK)).total_seconds()))
    until = monotonic() + 5
    while (shown := public(reader, ref)) != [True, True, True] and monotonic() < until:
        sleep(0.2)
    assert shown == [True, True, True]
    reader.opens("/en/search/?q=%D8%A7%D9%84%D8%AA%D9%84%D8%A7%D9%85%D9%8A%D8%B0")
    reader.page.locator(f"a[href*='{ref}']").first.click()
    expect(reader.page.locator(":target")).to_contain_text("التلاميذ")


def test_several_files_are_dropped_at_once_and_one_bad_one_is_explained(
    person: Begin, tmp_path: Path
) -> None:
    delegate = person()
    delegate.signs_in("norway")
    begins(delegate)
    contents = {
        "en.txt": "Thank you, Chair. Our schools teach their pupils to tell what is true.",
        "fr.txt": "Merci, Madame la Présidente. Nos écoles apprennent aux élèves à reconnaître le vrai.",
        "empty.txt": "",
    }
    transfer = delegate.page.evaluate_handle(
        """files => { const data = new DataTransfer();
        for (const [name, text] of Object.entries(files)) data.items.add(new File([text], name));
        return data; }""",
        contents,
    )
    delegate.page.locator("form[data-drop]").dispatch_event("drop", {"dataTransfer": transfer})
    expect(delegate.page.locator(".error-summary")).to_contain_text("“empty.txt” is empty")
    expect(delegate.page.locator(".error-summary")).to_be_focused()
    assert delegate.page.locator("section.read").count() == 2
    assert delegate.sees("“en.txt” was read: English")
    delegate.page.locator(".error-summary a").first.click()
    expect(delegate.page.locator("#id_file")).to_be_focused()


def test_a_statement_is_sent_without_script_and_by_keyboard_alone(person: Begin, tmp_path: Path) -> None:
    """R09-3: no script, no mouse."""
    delegate = person(java_script_enabled=False)
    delegate.signs_in("norway")
    keys = delegate.page.keyboard

    def go(words: str) -> None:
        """Tab on until the element of these words has the focus; every stop on the way shows that it has it."""
        for _ in range(80):
            keys.press("Tab")
            focused = delegate.page.locator(":focus")
            if not focused.count():
                continue  # in the browser's own bar
            name = focused.evaluate(
                "e => (e.labels && e.labels.length ? e.labels[0] : e).innerText || e.value || ''"
            )
            shown = focused.evaluate(
                "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert shown, f"nothing shows that {name!r} has the focus"
            if words in name:
                return
        raise AssertionError(f"{words!r} cannot be reached by the Tab key")

    def enter() -> None:
        with delegate.page.expect_navigation():
            keys.press("Enter")

    delegate.opens("/en/portal/")
    go("Submit a statement")
    enter()
    go("Aspect one")
    keys.press("Space")
    go("Save and go on")
    enter()
    file = tmp_path / "plain.txt"
    file.write_text("Thank you, Chair.\n\nWe share what works without any script at all.\n", encoding="utf-8")
    delegate.page.locator("#id_file").set_input_files(file)  # the system's own window opens the file
    go("Add the files")
    enter()
    assert delegate.sees("“plain.txt” was read: English, 2 paragraphs.")
    go("Go on")
    enter()
    go("We agree that it is published")
    keys.press("Space")
    go("Save and go on")
    enter()
    delegate.page.wait_for_url("**/check/")
    go("Send to the secretariat")
    enter()
    delegate.page.wait_for_url("**/receipts/**")
    assert delegate.sees("Received")
