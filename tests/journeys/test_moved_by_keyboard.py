"""A session is moved by keyboard alone, in both directions, and whoever follows it reads the notice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email.message import Message

import pytest
from playwright.sync_api import Locator, Page, expect

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
    with listening(box) as port:
        home = tmp_path_factory.mktemp("moving") / "home"
        found = Site(home, COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        found.run("tests.journeys.following")
        with found.serving():
            yield found


def mail(box: Letterbox, to: str, number: int) -> tuple[Message, str]:
    """The last of so many mails to the address, with its words."""
    until = time.monotonic() + 60
    while len(found := [one for one in box.messages if one["To"] == to]) < number:
        assert time.monotonic() < until, f"no mail to {to}"
        time.sleep(0.05)
    last = found[number - 1]
    part = last.get_payload()[0] if last.is_multipart() else last
    words = part.get_payload(decode=True)  # type: ignore[union-attr]
    assert isinstance(words, bytes)
    return last, words.decode().replace("\r\n", "\n")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def choose(page: Page, wanted: str) -> None:
    """Go with the arrows to the option of the list that has the focus."""
    page.keyboard.press("Home")
    for _ in range(10):
        if wanted in page.evaluate("document.activeElement.selectedOptions[0].text"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way to {wanted} by keyboard")


ROOMS = {"en": "Conference Room", "ar": "قاعة الاجتماع"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_session_moved_by_keyboard_is_told_in_the_language_of_who_follows(
    language: str, person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    """R11-1, R11-2."""
    reader, address = person(), f"reader-{language}@example.org"
    reader.opens(f"/{language}/follow/?meeting=soon&session=s1")
    tab_to(reader.page, "#id_email")
    reader.page.keyboard.type(address)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("#id_email")).to_have_count(0)
    _asked, words = mail(box, address, 1)
    (confirm,) = re.findall(r"http://localhost:\d+(\S+)", words)
    reader.opens(confirm)
    tab_to(reader.page, "main button")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("main .success")).to_be_visible()

    desk = person()
    desk.signs_in("desk")
    desk.page.wait_for_load_state()
    desk.opens(f"/{language}/desk/meetings/soon/programme/sessions/s1/")
    tab_to(desk.page, "select[name$=room]")
    now = desk.page.evaluate("document.activeElement.selectedOptions[0].text")
    room = f"{ROOMS[language]} {2 if now.endswith('4') else 4}"
    choose(desk.page, room)
    tab_to(desk.page, "section:has(#move) button")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".messages")).to_be_visible()
    notice = waiting(desk, language, room)
    notice.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("button[name=now]")).to_be_visible()
    tab_to(desk.page, "button[name=now]")
    desk.page.keyboard.press("Enter")

    _told, words = mail(box, address, 2)
    assert room in words
    assert "UTC" in words
    assert f"/{language}/" in words


def waiting(desk: Person, language: str, room: str) -> Locator:
    """The link to the notice, as soon as it is there."""
    for _ in range(60):
        desk.opens(f"/{language}/desk/meetings/soon/notices/")
        link = desk.page.locator("main a[href*='/notices/']", has_text=room)
        if link.count():
            return link.first
        desk.page.wait_for_timeout(500)
    raise AssertionError("no notice came")
