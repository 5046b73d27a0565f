"""Somebody follows a session from her browser; the secretariat moves it; the mail says what was and what is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import icalendar
import pytest
import vobject
from playwright.sync_api import expect

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
    """A meeting of its own, which is still to come."""
    with listening(box) as port:
        found = Site(
            tmp_path_factory.mktemp("following") / "home", COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}"
        )
        found.run("tests.journeys.following")
        with found.serving():
            yield found


def text(mail: Message) -> str:
    part = mail.get_payload()[0] if mail.is_multipart() else mail
    words = part.get_payload(decode=True)  # type: ignore[union-attr]
    assert isinstance(words, bytes)
    return words.decode().replace("\r\n", "\n")


def links(mail: Message) -> list[str]:
    return re.findall(r"http://localhost:\d+(\S+)", text(mail))


def test_following_a_session_that_is_moved_from_the_page_to_the_mail_and_out_again(
    person: Callable[..., Person], site: Site, box: Letterbox
) -> None:
    """R11-1, R11-2."""
    reader = person()
    reader.opens("/en/programme/")
    reader.page.locator("#s1 .follow a").click()
    reader.page.get_by_label("E-mail address").fill("reader@example.org")
    reader.page.get_by_role("button", name="Follow", exact=True).press("Enter")
    expect(reader.page.get_by_role("heading", name="Look into your mails")).to_be_visible()
    (asked,) = box.arrived(1)
    assert asked["To"] == "reader@example.org"
    (confirm,) = links(asked)
    reader.opens(confirm)
    reader.presses("Yes, tell me")
    expect(reader.page.get_by_role("heading", name="Confirmed")).to_be_visible()

    with urlopen(site.address + "/en/calendars/soon/s1.ics") as answer:
        before = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")[0]

    desk = person()
    desk.signs_in("desk")
    desk.opens("/en/desk/meetings/soon/programme/sessions/s1/")
    section = desk.page.locator("section", has=desk.page.locator("#move"))
    section.get_by_label("Room").select_option(label="Conference Room 2")
    section.get_by_role("button", name="Move", exact=True).click()
    notice_of(desk, "Other room: First session, now Conference Room 2")
    expect(desk.page.locator(".mail-body")).to_contain_text("Was:")
    desk.page.get_by_role("link", name="العربية", exact=True).last.click()
    expect(desk.page.locator(".mail[dir=rtl]")).to_contain_text("قاعة الاجتماع 2")
    desk.presses("Tell now")

    told = {mail["To"]: mail for mail in box.arrived(3)[1:]}
    assert sorted(told) == ["desk@example.org", "reader@example.org"]
    mail = told["reader@example.org"]
    words = text(mail)
    assert mail["Subject"] == "Other room: First session, now Conference Room 2"
    assert re.search(r"^Was: .* UTC\), Conference Room 4$", words, re.MULTILINE)
    assert re.search(r"^Is now: .* UTC\), Conference Room 2$", words, re.MULTILINE)
    attached = mail.get_payload()[1].get_payload(decode=True)  # type: ignore[union-attr]
    with urlopen(site.address + "/en/calendars/soon/s1.ics") as answer:
        served = answer.read()
    after = icalendar.Calendar.from_ical(served).walk("VEVENT")[0]
    in_mail = icalendar.Calendar.from_ical(attached).walk("VEVENT")[0]
    assert before["UID"] == after["UID"] == in_mail["UID"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"]), int(in_mail["SEQUENCE"])) == (0, 1, 1)
    assert str(after["LOCATION"]) == "Conference Room 2"
    assert vobject.readOne(served.decode()).vevent.location.value == "Conference Room 2"

    reader.opens("/en/changes/")
    assert reader.sees("Other room: First session, now Conference Room 2")

    stop = mail["List-Unsubscribe"].strip().strip("<>")  # what the button of a mail reader does (RFC 8058)
    with urlopen(Request(stop, data=b"List-Unsubscribe=One-Click", method="POST")) as answer:
        assert answer.status == 200
    address = urlsplit(stop)
    reader.opens(f"{address.path}?{address.query}")
    expect(reader.page.get_by_role("heading", name="You get no more of these mails")).to_be_visible()

    desk.opens("/en/desk/meetings/soon/programme/sessions/s1/")
    section.get_by_label("Room").select_option(label="Conference Room 4")
    section.get_by_role("button", name="Move", exact=True).click()
    notice_of(desk, "Other room: First session, now Conference Room 4")
    desk.presses("Tell now")
    assert [mail["To"] for mail in box.arrived(4)[3:]] == ["desk@example.org"]


def notice_of(desk: Person, title: str) -> None:
    """Open the notice as soon as it is there."""
    for _ in range(60):
        desk.opens("/en/desk/meetings/soon/notices/")
        link = desk.page.get_by_role("link", name=title)
        if link.count():
            link.first.click()
            expect(desk.page.get_by_role("heading", name=title)).to_be_visible()
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError("no notice came")


def test_a_phone_in_arabic_follows_the_meeting_by_keyboard_alone(
    person: Callable[..., Person], box: Letterbox
) -> None:
    reader = person(viewport={"width": 390, "height": 800})
    reader.opens("/ar/follow/?meeting=soon")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.page.locator("html").get_attribute("dir") == "rtl"
    before = len(box.messages)
    reader.page.locator("#id_email").focus()
    reader.page.keyboard.type("phone@example.org")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("h1")).to_be_visible()
    mail = box.arrived(before + 1)[before]
    assert mail["To"] == "phone@example.org"
    (confirm,) = links(mail)
    assert confirm.startswith("/ar/")
    reader.opens(confirm)
    reader.page.locator("main button").press("Enter")
    expect(reader.page.locator("main .success")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "room"), [("en", "Conference Room"), ("ar", "قاعة الاجتماع")], ids=["en", "ar"]
)
def test_a_calendar_is_taken_down_as_a_file_by_keyboard(
    language: str, room: str, person: Callable[..., Person], tmp_path: Path
) -> None:
    """R11-1: the events are in the language of the page, and two readers of calendars understand them."""
    reader = person(accept_downloads=True)
    reader.opens(f"/{language}/follow/?meeting=soon")
    link = reader.page.locator("main a[download]")
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        if link.evaluate("one => document.activeElement === one"):
            break
    with reader.page.expect_download() as taken:
        reader.page.keyboard.press("Enter")
    taken.value.save_as(tmp_path / "soon.ics")
    content = (tmp_path / "soon.ics").read_bytes()
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["LOCATION"]).startswith(room)
    assert vobject.readOne(content.decode()).vevent.uid.value == str(event["UID"])
    address = reader.page.locator("main a.button[href^='webcal://']").get_attribute("href")
    assert address is not None
    assert f"/{language}/calendars/soon" in address
