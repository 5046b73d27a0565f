"""A release at the end of its embargo, while the server is killed at that very instant and once more while it sends."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.journeys.serving import Site
from tests.journeys.test_killed_mail import wait
from tests.smtp import listening
from tests.web.acting import Letterbox

pytestmark = pytest.mark.no_database
READERS = 150
AHEAD = 20.0


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def releases(box: Letterbox) -> list[Message]:
    return [mail for mail in [*box.messages] if "press." in mail.get("List-Id", "")]


def test_a_release_is_out_to_the_minute_and_mailed_once_through_two_kills(tmp_path: Path) -> None:
    """R13-2: never early, in no mail and on no page; killed as the embargo ends, and while mails are sent."""
    box = Letterbox()
    with listening(box) as port:
        site = Site(tmp_path / "home", COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        told = site.run("tests.journeys.pressing", str(READERS), str(AHEAD))
        page = f"{site.address}/en/press/releases/{told['ref']}/"
        with site.serving() as server:
            assert time.time() < told["opens"], "the machine is too slow for this test"
            before = status(page)
            assert time.time() < told["opens"]
            early = len(releases(box))
            while time.time() < told["opens"]:
                time.sleep(0.001)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        site.run("tests.journeys.hurry")
        with site.serving() as server:
            after = status(page)
            wait(box, 20)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        site.run("tests.journeys.hurry")
        with site.serving():
            wait(box, READERS + 1, patience=180)  # and that of the statement
            time.sleep(2)
            left = site.run("tests.journeys.pressing", "look")
    assert (before, early, after) == (404, 0, 200)
    assert left == {"mails": READERS, "sent": READERS, "waiting": 0}
    once = {mail["Message-ID"]: mail["To"] for mail in releases(box)}
    assert sorted(once.values()) == sorted(f"r{number}@example.org" for number in range(READERS))
    twice = [to for to, times in Counter(mail["To"] for mail in releases(box)).items() if times > 1]
    assert len(twice) <= 4  # at most one letter in flight for each worker and kill
