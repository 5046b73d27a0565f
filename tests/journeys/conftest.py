"""One server, one browser, one postbox and one OpenID Connect provider for all journeys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.cast import PASSWORD
from tests.journeys.serving import Site
from tests.smtp import free_port, listening
from tests.web.acting import Postbox

CHROMIUM = os.environ.get("COMITY_CHROMIUM", "/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def letters() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with listening(box) as port:
        yield box, port


@pytest.fixture(scope="package")
def provider() -> Iterator[str]:
    """An OpenID Connect provider that knows Kenya's delegate and somebody whom nobody invited."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(port)]
    for name in ("kenya", "mallory"):
        known = {"sub": name, "email": f"{name}@example.org", "email_verified": True, "name": name.title()}
        command += ["--user-claims", json.dumps(known)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield f"http://localhost:{port}"
    server.kill()
    server.wait()


@pytest.fixture(scope="package")
def site(
    letters: tuple[Postbox, int], provider: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    found = Site(
        tmp_path_factory.mktemp("site") / "home",
        COMITY_MAIL_URL=f"smtp://127.0.0.1:{letters[1]}",
        COMITY_OIDC_ADDRESS=provider,
        COMITY_OIDC_NAME="Mission account",
        COMITY_OIDC_CLIENT="comity",
        COMITY_OIDC_SECRET="not-a-secret",
    )
    found.cast = found.run("tests.journeys.cast")
    found.session = found.cast["session"]
    with found.serving():
        yield found


@pytest.fixture
def postbox(letters: tuple[Postbox, int]) -> Postbox:
    box, _port = letters
    box.mails.clear()
    return box


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield found
        found.close()


class Person:
    """Somebody at a browser of her own. No page may reach another machine or log an error."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.site = site
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)  # a machine that does other things too takes its time
        expect.set_options(timeout=30_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security" in said.text else None
        )

    def opens(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def signs_in(self, name: str, password: str = PASSWORD) -> None:
        self.opens("/en/accounts/login/")
        self.page.get_by_label("Email").fill(f"{name}@example.org")
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, words: str) -> bool:
        self.page.wait_for_load_state()
        return words in self.page.inner_text("main")


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[Callable[..., Person]]:
    people: list[Person] = []

    def begin(**options: Any) -> Person:
        context = browser.new_context(locale="en", timezone_id="America/New_York", **options)
        people.append(Person(context, site))
        return people[-1]

    yield begin
    for one in people:
        one.context.close()
    assert [fault for one in people for fault in one.faults] == []
