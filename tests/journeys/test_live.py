"""A rehearsal that runs on while Redis and the server are killed: no screen ever shows what is not so."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Person
from tests.journeys.serving import ROOT, Site
from tests.smtp import free_port

pytestmark = [pytest.mark.browser, pytest.mark.no_database]
PLACE = "sample-rehearsal/s1/"
SPEED = 120
"""A member of three minutes has one and a half seconds."""
LATE = 8.0
"""Seconds within which a screen shows what is, or says that it is stale, on a machine that does other things too; that
it takes five at most is asked of the screen itself."""
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("live");
  window.once = window.once || Math.random();
  if (!live) return;
  window.changes = [];
  window.lag = 0; // by how much the machine, busy with other things, runs our timers late
  let due = performance.now() + 100;
  setInterval(() => {
    window.lag = Math.max(window.lag, performance.now() - due);
    due = performance.now() + 100;
  }, 100);
  new MutationObserver(() => window.changes.push([Date.now(), live.classList.contains("is-stale")]))
    .observe(live, { attributes: true, attributeFilter: ["class"] });
});
"""
SEEN = """() => {
  const live = document.getElementById("live");
  const name = live ? live.querySelector('[data-live="name"]') : document.querySelector(".now-name");
  const root = live || document.getElementById("console");
  return {
    number: Number(root.dataset.number ?? -1), name: name && !name.hidden ? name.textContent.trim() : "",
    stale: live ? live.classList.contains("is-stale") : document.getElementById("said").classList.contains("refused"),
    once: window.once, next: [...root.querySelectorAll("#live-list bdi")].map((one) => one.textContent),
  };
}"""


@contextmanager
def a_redis(port: int) -> Iterator[subprocess.Popen[bytes]]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield server
        finally:
            server.kill()


@pytest.fixture(scope="module")
def redis() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    with a_redis(port) as server:
        yield port, server


@pytest.fixture(scope="module")
def site(redis: tuple[int, subprocess.Popen[bytes]], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A server of its own, with its stream and its Redis, which the journey kills."""
    found = Site(
        tmp_path_factory.mktemp("live") / "home",
        COMITY_REDIS_URL=f"redis://127.0.0.1:{redis[0]}/0",
        COMITY_STREAM_PORT=str(free_port()),
        COMITY_LOG_LEVEL="CRITICAL",
    )
    found.run("tests.journeys.rehearsed")
    return found


@contextmanager
def rehearsing(site: Site) -> Iterator[subprocess.Popen[bytes]]:
    """`comity rehearse` beside the server, which it does not need."""
    words = ["--meeting", "sample", "--session", "s1", "--speed", str(SPEED), "--shown", "--delegates"]
    with subprocess.Popen(
        [sys.executable, "manage.py", "rehearse", *words],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.DEVNULL,
    ) as play:
        try:
            yield play
        finally:
            play.kill()


@dataclass
class Truth:
    """What the database has said so far: number of the act -> who has the floor, in every language; and when that was
    first seen."""

    path: Path
    names: dict[int, dict[str, str]] = field(default_factory=dict)
    since: list[tuple[float, int]] = field(default_factory=list)

    def look(self) -> int:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=20)) as database:
            number, names = database.execute(NOW).fetchone() or (0, None)
        if number not in self.names:
            self.names[number] = json.loads(names or "{}")
            self.since.append((time.monotonic(), number))
        return int(number)

    def before(self, seconds: float) -> int:
        """The number that stood so long ago, by what was seen."""
        until = time.monotonic() - seconds
        return max((number for instant, number in self.since if instant <= until), default=0)


NOW = """
SELECT floor.number, body.names FROM comity_floor floor
JOIN comity_session session ON session.id = floor.session_id
JOIN comity_meeting meeting ON meeting.id = session.meeting_id AND meeting.rehearses_id IS NOT NULL
LEFT JOIN comity_intervention turn ON turn.floor_id = floor.id AND turn.ended_at IS NULL AND NOT turn.interrupted
LEFT JOIN comity_delegation delegation ON delegation.id = turn.delegation_id
LEFT JOIN comity_body body ON body.id = delegation.body_id
"""


@dataclass
class Screen:
    name: str
    page: Page
    language: str
    names: set[str] = field(default_factory=set)
    """Of speakers that it has shown."""

    def seen(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(SEEN)
        self.names |= {found["name"]} - {""}
        return found


def wrong(screens: list[Screen], truth: Truth) -> list[str]:
    """Faults of all screens against the database, at one look."""
    found = []
    for screen in screens:
        due = truth.before(LATE)
        shown = screen.seen()
        truth.look()
        if shown["number"] < 0:
            continue  # as the server wrote it, before the first word of the stream
        told = truth.names.get(shown["number"])
        if told is not None and not shown["name"].startswith(told.get(screen.language, "")):
            found.append(f"{screen.name}: {shown} but {told}")
        if told == {} and screen.name != "console" and shown["name"]:
            found.append(f"{screen.name}: {shown} but nobody")
        if not shown["stale"] and shown["number"] < due:
            found.append(f"{screen.name} is late: {shown['number']} but {due}")
    return found


def stale_since(changes: list[tuple[float, bool]], killed: float) -> float:
    """When a screen said after the kill that it is stale; one that said so before goes on saying it, and tells no change.
    In milliseconds."""
    before = [is_stale for at, is_stale in changes if at <= killed]
    after = [at for at, is_stale in changes if is_stale and at > killed]
    return killed if before and before[-1] else after[0]


def watched(screens: list[Screen], truth: Truth, seconds: float) -> list[str]:
    until, faults = time.monotonic() + seconds, []
    while time.monotonic() < until:
        faults += wrong(screens, truth)
        screens[0].page.wait_for_timeout(100)
    return faults


def test_no_screen_is_wrong_while_redis_and_the_server_are_killed(
    person: Callable[..., Person], site: Site, redis: tuple[int, subprocess.Popen[bytes]]
) -> None:
    """R09-1, RX-6: console, room screen, a delegate's phone in Arabic, and the public, through a rehearsal."""
    truth = Truth(Path(site.environment["COMITY_HOME"]) / "comity.sqlite3")
    with site.serving() as server:
        desk, room, delegate, public = (person() for _one in range(4))
        desk.signs_in("desk")
        delegate.page.set_viewport_size({"width": 375, "height": 700})
        with rehearsing(site) as play:
            while truth.look() < 1:
                desk.page.wait_for_timeout(100)
            for one in (room, delegate, public):
                one.page.add_init_script(WATCH)
            desk.page.add_init_script(WATCH)
            desk.opens(f"/en/floor/{PLACE}")
            room.opens(f"/en/live/{PLACE}screen/?look=dark")
            public.opens(f"/fr/live/{PLACE}")
            os.kill(redis[1].pid, signal.SIGKILL)
            delegate.signs_in("egy")
            delegate.opens(f"/ar/live/{PLACE}")
            screens = [
                Screen("console", desk.page, "en"),
                Screen("room screen", room.page, "en"),
                Screen("delegate", delegate.page, "ar"),
                Screen("public", public.page, "fr"),
            ]
            first = [screen.seen()["once"] for screen in screens]
            assert watched(screens, truth, 6) == []

            killed = time.time()
            os.killpg(server.pid, signal.SIGKILL)
            assert watched(screens, truth, 6) == []
            expect(desk.page.locator("#said")).to_have_class(re.compile("refused"), timeout=LATE * 1000)
            for screen in screens[1:]:
                expect(screen.page.locator("#live-stale")).to_be_visible(timeout=LATE * 1000)
                changes, lag = screen.page.evaluate("[window.changes, window.lag]")
                assert (stale_since(changes, killed * 1000) - lag) / 1000 - killed <= 5.0, screen.name

            with site.serving():
                for screen in screens[1:]:
                    expect(screen.page.locator("#live-stale")).to_be_hidden()
                expect(desk.page.locator("#said")).not_to_have_class("console-said refused")
                assert watched(screens, truth, 5) == []
                play.kill()
                the_same_in_the_end(screens, site, truth)
                assert [screen.seen()["once"] for screen in screens] == first
    assert all(screen.names for screen in screens)


FLIPS = """
window.flips = {};
addEventListener("DOMContentLoaded", () => {
  const time = document.querySelector(".live-time bdi");
  const took = () => (window.flips[time.textContent] = performance.timeOrigin + performance.now());
  new MutationObserver(took).observe(time, { childList: true, characterData: true, subtree: true });
});
"""
WRONG_CLOCK = """
const now = Date.now;
Date.now = () => now() - 5 * 60 * 1000;
"""


def test_all_screens_show_the_same_second_whatever_their_machines_say(
    person: Callable[..., Person], site: Site
) -> None:
    """R09-1: counted from the server's time; a machine whose clock is five minutes late shows the same."""
    site.run("tests.journeys.rehearsed", "speak")
    with site.serving():
        right, late = person().page, person().page
        late.add_init_script(WRONG_CLOCK)
        for page in (right, late):
            page.add_init_script(FLIPS)
            page.goto(f"{site.address}/en/live/sample/s1/screen/")
        right.wait_for_function("() => Object.keys(window.flips).length > 8")
        here, there = right.evaluate("window.flips"), late.evaluate("window.flips")
    apart = [abs(here[figure] - there[figure]) for figure in here.keys() & there.keys()]
    assert len(apart) > 3
    assert median(apart) <= 200


def the_same_in_the_end(screens: list[Screen], site: Site, truth: Truth) -> None:
    """Whatever was played last: every screen shows what the site itself says of it."""
    last = truth.look()
    for screen in screens:
        screen.page.wait_for_function(
            "number => Number((document.getElementById('live') || document.getElementById('console')).dataset.number) === number",
            arg=last,
        )
    told = site.run("tests.journeys.rehearsed", "look")
    for screen in screens[1:]:
        shown, should = screen.seen(), told[screen.language]
        assert (shown["number"], shown["name"]) == (should["number"], should["name"])
        assert shown["next"] == [one["name"] for one in should["next"]]
