"""The moderator's console by keyboard alone, with a second moderator, and with a server that is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Person
from tests.journeys.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
CONSOLE = "/en/floor/today/s1/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A server of its own, which the journey kills: nothing else runs on it."""
    found = Site(tmp_path_factory.mktemp("console") / "home")
    found.run("tests.journeys.sitting")
    return found


def speaks(page: Page, name: str) -> None:
    expect(page.locator(".now-name")).to_have_text(name)


def says(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_contain_text(words)


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} by keyboard")


def test_a_session_is_conducted_by_keyboard_and_no_act_is_lost_when_the_server_is_killed(
    person: Callable[..., Person], site: Site
) -> None:
    """R08-2, RX-6: from opening the list to adjourning; SIGKILL to the server while a speaker has the floor."""
    with site.serving() as server:
        chair, desk = person(), person()
        for one, name in ((chair, "chair"), (desk, "desk")):
            one.signs_in(name)
            one.opens(CONSOLE)
        press = chair.page.keyboard.press

        press("o")
        says(chair.page, "The list of speakers is open.")
        press("n")
        says(chair.page, "The session is called to order.")
        press("i")
        chair.page.keyboard.type("Kenya")
        tab_to(chair.page, "[name=aspects]")
        press("Space")
        press("Enter")
        says(chair.page, "Inscribed.")

        press("n")
        speaks(chair.page, "Norway")
        speaks(desk.page, "Norway")
        says(desk.page, "Chair: the floor was given to the next speaker.")
        press("u")
        says(chair.page, "Undone.")
        expect(desk.page.locator(".now-label")).to_have_text("The floor is free")
        press("n")
        speaks(desk.page, "Norway")

        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        says(chair.page, "The connection is lost.")
        press("n")
        says(chair.page, "The connection is lost.")
        speaks(chair.page, "Norway")

    with site.serving():
        says(chair.page, "The connection is back.")
        press("n")
        speaks(chair.page, "Chile")
        speaks(desk.page, "Chile")
        desk.page.keyboard.press("t")
        expect(chair.page.locator(".clock-note")).to_have_text("the clock stands")
        held: list[Route] = []
        chair.page.route(f"**{CONSOLE}", lambda route: held.append(route))
        desk.page.keyboard.press("t")
        for _ in range(100):
            chair.page.wait_for_timeout(0 if held else 100)
        press("e")  # while the page is being read anew: neither is the act dropped, nor shown what is old
        says(chair.page, "The intervention has ended.")
        assert held
        chair.page.unroute(f"**{CONSOLE}")  # what was held arrives now
        chair.page.wait_for_timeout(500)
        expect(chair.page.locator(".now-label")).to_have_text("The floor is free")
        press("n")
        speaks(chair.page, "Kenya")
        press("e")
        expect(chair.page.locator(".now-label")).to_have_text("The floor is free")
        press("a")
        press("Enter")
        says(chair.page, "The session is adjourned.")
        expect(desk.page.locator(".console-states")).to_contain_text("adjourned")

    assert site.run("tests.journeys.sitting", "look") == [
        *("asked for the floor", "asked for the floor"),
        *("opened the list of speakers", "called to order", "asked for the floor"),
        *("gave the floor to the next (undone)", "undid", "gave the floor to the next"),
        *("gave the floor to the next", "stopped the clock"),
        *("started the clock", "ended an intervention"),
        *("gave the floor to the next", "ended an intervention", "adjourned the session"),
    ]
