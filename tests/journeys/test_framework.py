"""A number of the framework is moved by keyboard alone, in a browser that runs no script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from comity.framework import placing
from tests.framework.makers import a_framework, a_guideline, an_element
from tests.practices.makers import the_rapporteur
from tests.web.test_every_page import CHROMIUM, SWITCHES

pytestmark = [pytest.mark.browser, pytest.mark.no_database, pytest.mark.django_db(transaction=True)]


def test_a_guideline_moves_up_by_keyboard_without_script(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R04-1, RX-9"""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

    element = an_element("Law")
    first, second = a_guideline(element, "One"), a_guideline(element, "Two")
    signed = Client()
    signed.force_login(the_rapporteur())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = browser.new_context(java_script_enabled=False)
        context.add_cookies(
            [{"name": "sessionid", "value": signed.cookies["sessionid"].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/en/desk/meetings/sm2016/framework/")
        button = page.get_by_role("button", name=f"Move {second.number} up")
        button.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/framework/#n-{second.number}")
        assert page.get_by_role("button", name=f"Move {first.number} up").is_visible()
        browser.close()
    assert [one.number for one in placing.siblings(a_framework(), element)] == [second.number, first.number]
