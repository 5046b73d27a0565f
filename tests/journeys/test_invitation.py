"""A panellist is invited at the desk and accepts by the link in the mail, with the keyboard alone, in both directions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person
from tests.journeys.serving import Site
from tests.smtp import listening
from tests.web.acting import Letterbox

pytestmark = [pytest.mark.browser, pytest.mark.no_database]


@pytest.fixture(scope="module")
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture(scope="module")
def site(box: Letterbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A meeting of its own, whose registration is open."""
    with listening(box) as port:
        home = tmp_path_factory.mktemp("inviting") / "home"
        found = Site(home, COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        found.run("tests.journeys.registering")
        with found.serving():
            yield found


def link_in(box: Letterbox, to: str, number: int) -> str:
    """The way of the link in the last of so many mails to the address."""
    until = time.monotonic() + 30
    while len(mails := [mail for mail in box.messages if mail["To"] == to]) < number:
        assert time.monotonic() < until, f"no mail to {to}"
        time.sleep(0.05)
    words = mails[number - 1].get_payload(decode=True)
    assert isinstance(words, bytes)
    (link,) = re.findall(r"http://localhost:\d+(\S+)", words.decode())
    return str(link)


def tab_to(page: Page, words: str) -> None:
    """Go with the tab key to the control of that name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"
        )
        if words in here:
            return
    raise AssertionError(f"no way to {words} by keyboard")


def test_a_panellist_is_invited_and_accepts_by_the_link_in_the_mail(
    person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    """R10-3, RX-3: she answers without an account, says what may be public, and the public sees it at once."""
    desk = person()
    desk.signs_in("desk")
    desk.opens("/en/desk/meetings/soon/panels/s1/")
    expect(desk.page.locator("main")).to_contain_text("Samira Haddad")
    tab_to(desk.page, "Invite")
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("heading", name="Invite Samira Haddad")).to_be_visible()
    assert desk.page.locator("figure [dir=rtl]").count() == 2
    tab_to(desk.page, "Send the invitation")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".messages")).to_contain_text("on its way to Samira Haddad")

    link = link_in(box, "samira@example.org", 1)
    assert link.startswith("/ar/people/me/")
    guest = person()
    guest.opens(link)
    assert guest.page.evaluate("document.documentElement.dir") == "rtl"
    guest.opens(link.replace("/ar/", "/en/"))
    expect(guest.page.locator("main")).to_contain_text("Schools")
    tab_to(guest.page, "A word to the secretariat")
    guest.page.keyboard.type("Gladly.")
    tab_to(guest.page, "Accept")
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator(".messages")).to_contain_text("you have accepted")

    reader = person()
    reader.opens("/en/participants/")
    assert not reader.sees("Samira Haddad")
    guest.page.get_by_label("stand in the public list of participants").check()
    guest.page.get_by_label("be named on public pages and papers").check()
    guest.presses("Save what you agree to")
    expect(guest.page.locator(".messages")).to_contain_text("What is public has followed")
    reader.page.wait_for_timeout(600)  # the page cache looks four times a second
    reader.page.reload()
    assert reader.sees("Samira Haddad")
    guest.page.get_by_label("be named on public pages and papers").uncheck()
    guest.presses("Save what you agree to")
    reader.page.wait_for_timeout(600)
    reader.page.reload()
    assert not reader.sees("Samira Haddad")

    desk.opens("/en/desk/meetings/soon/panels/s1/")
    expect(desk.page.locator("main")).to_contain_text("Gladly.")
    desk.page.get_by_role("button", name=re.compile("Confirm.*Samira")).click()
    expect(desk.page.locator("main .list li", has_text="Samira")).to_contain_text("confirmed")


@pytest.mark.parametrize(
    ("language", "name", "address"),
    [("en", "Anna Brook", "anna@example.org"), ("ar", "Jun Ito", "jun@example.org")],
)
def test_invitation_and_answer_by_keyboard_in_the_language_of_each_page(
    language: str, name: str, address: str, person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    """R10-3, R11-1: the desk and the panellist both work in the language, and no word of another is needed."""
    desk = person()
    desk.signs_in("desk")
    desk.page.wait_for_load_state()
    desk.opens(f"/{language}/desk/meetings/soon/panels/s1/")
    goes_to(desk.page, f"li:has-text('{name}') a.button")
    goes_to(desk.page, "main form p button:not([name])")
    expect(desk.page.locator(".messages")).to_contain_text(name)

    link = link_in(box, address, 1)
    assert link.startswith(f"/{language}/people/me/")
    guest = person(viewport={"width": 375, "height": 800})
    guest.opens(link)
    assert guest.page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    goes_to(guest.page, "button[name=accept]")
    expect(guest.page.locator(".messages")).to_be_visible()
    desk.opens(f"/{language}/desk/meetings/soon/panels/s1/")
    goes_to(desk.page, f"li:has-text('{name}') form[action*='/confirm/'] button")
    expect(desk.page.locator(f"li:has-text('{name}') .tag-published")).to_be_visible()


def goes_to(page: Page, selector: str) -> None:
    """Tab to the control and press Enter; waits for the page that follows."""
    wanted = page.locator(selector).element_handle()
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_somebody_registers_and_is_approved(
    person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    guest = person()
    guest.opens("/en/people/soon/register/")
    guest.page.get_by_label("Your name").fill("Bo Li")
    guest.page.get_by_label("E-mail address").fill("bo@example.org")
    guest.page.get_by_label("I come from").select_option(label="Academia")
    guest.page.get_by_label("I would take part as").select_option(label="observer")
    guest.page.get_by_label("Title or function").fill("Passport 12345678")
    guest.presses("Send the registration")
    expect(guest.page.locator(".error-summary")).to_contain_text("must not be kept here")
    guest.page.get_by_label("Title or function").fill("Lecturer")
    guest.presses("Send the registration")
    expect(guest.page.get_by_role("heading", name="Your registration came in")).to_be_visible()
    desk = person()
    desk.signs_in("desk")
    desk.opens("/en/desk/meetings/soon/participants/pending/")
    desk.page.get_by_label("Choose Bo Li").check()
    desk.presses("Approve those chosen")
    expect(desk.page.locator(".messages")).to_contain_text("1 participant approved")
    guest.opens(link_in(box, "bo@example.org", 2))
    assert guest.sees("Bo Li")
    guest.follows("Have it erased")
    guest.presses("Erase everything")
    expect(guest.page.get_by_role("heading", name="Your data have been erased")).to_be_visible()
