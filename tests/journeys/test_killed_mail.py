"""A thousand mails while the server is killed twice: each address gets its mail once."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.serving import Site
from tests.smtp import listening
from tests.web.acting import Letterbox

pytestmark = pytest.mark.no_database
FOLLOWERS = 1_000


def test_every_mail_arrives_once_although_the_server_is_killed_twice(tmp_path: Path) -> None:
    """R11-2: killed while letters are written, and while they are sent; what was taken twice within the instant between
    the mail server's answer and our note of it bears the same Message-ID."""
    box = Letterbox()
    with listening(box) as port:
        site = Site(tmp_path / "home", COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        site.run("tests.journeys.following", "many", str(FOLLOWERS))
        killed_with = []
        for enough in (30, 400):
            site.run("tests.journeys.hurry")
            with site.serving() as server:
                wait(box, enough)
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
            killed_with.append(site.run("tests.journeys.following", "look"))
        site.run("tests.journeys.hurry")
        with site.serving():
            wait(box, FOLLOWERS + 1, patience=240)
            time.sleep(2)
            left = site.run("tests.journeys.following", "look")
    assert [one["sent"] < FOLLOWERS for one in killed_with] == [True, True]
    assert (left["letters"], left["addresses"]) == (FOLLOWERS + 1, FOLLOWERS + 1)
    assert (left["sent"], left["waiting"]) == (FOLLOWERS + 1, 0)
    raw = [mail["To"] for mail in box.messages]
    once = {mail["Message-ID"]: mail["To"] for mail in box.messages}
    expected = sorted([*(f"n{number}@example.org" for number in range(FOLLOWERS)), "desk@example.org"])
    assert sorted(once.values()) == expected
    twice = [to for to, times in Counter(raw).items() if times > 1]
    assert len(twice) <= 4  # two workers, two kills: at most one letter in flight each


def wait(box: Letterbox, number: int, *, patience: float = 120) -> None:
    until = time.monotonic() + patience
    while len({mail["Message-ID"] for mail in list(box.messages)}) < number and time.monotonic() < until:
        time.sleep(0.02)
