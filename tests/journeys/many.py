"""Registrations from a CSV file, approved and mailed through a real mail server, while the server is killed."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.journeys.serving import Site
from tests.smtp import listening
from tests.web.acting import Letterbox

BOUNDARY = "a-line-that-no-list-holds"
PLACE = "/en/desk/meetings/soon/participants"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the addressees got, and how long each step took in seconds."""

    left: dict[str, Any]
    killed_at: list[int]
    """Letters sent when the server was killed."""
    once: Counter[str]
    """Address -> different mails to it, by Message-ID."""
    raw: Counter[str]
    """Address -> deliveries, also of the same mail."""
    seconds: dict[str, float]


def table(number: int) -> bytes:
    """Delegates of many States and guests of every other category, in six languages."""
    states = ("nor", "tcd", "deu", "chn", "egy", "mex", "fra", "ken", "ury", "jpn")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "email", "category", "body", "kind", "language"])
    for one in range(number):
        language = ("en", "fr", "es", "ru", "ar", "zh")[one % 6]
        row = ["civil_society", "", "otherwise"] if one % 3 else ["", states[one % len(states)], "delegate"]
        writer.writerow([f"Guest {one}", f"guest-{one}@example.org", *row, language])
    return out.getvalue().encode()


def registered(home: Path, number: int, kills: Sequence[int]) -> Outcome:
    """Import, approve and mail `number` registrations; the server is killed once so many mails arrived, and begun
    anew."""
    box, seconds, killed_at = Letterbox(), {}, []
    with listening(box) as port:
        site = Site(home, COMITY_MAIL_URL=f"smtp://127.0.0.1:{port}")
        site.session = site.run("tests.journeys.registering")["session"]
        for turn, enough in enumerate([*kills, number]):
            with site.serving() as server:
                if turn == 0:
                    seconds |= brought_in(site, table(number))
                    begun = time.monotonic()
                wait(box, enough)
                if turn < len(kills):
                    os.killpg(server.pid, signal.SIGKILL)
                    server.wait()
                else:
                    time.sleep(2)  # what would come twice comes now
            killed_at.append(site.run("tests.journeys.registering", "look")["sent"])
            site.run("tests.journeys.hurry")
        seconds["mailing"] = time.monotonic() - begun
        left = site.run("tests.journeys.registering", "look")
    return Outcome(left, killed_at[:-1], *counted(box.messages), seconds)


def brought_in(site: Site, content: bytes) -> dict[str, float]:
    """The list through the pages of the desk: sent, looked at, taken in; then everybody approved."""
    times = [time.monotonic()]
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{content.decode()}\r\n--{BOUNDARY}--\r\n"
    ).encode()
    status, preview, page = site.ask(
        "POST", f"{PLACE}/import/", body, f"multipart/form-data; boundary={BOUNDARY}"
    )
    assert status == 302, page
    status, _, page = site.ask("GET", preview)
    assert status == 200, page
    times.append(time.monotonic())
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    status, _, page = site.ask("POST", preview, urlencode({"seen": seen.group(1)}).encode())
    assert status == 302, page
    times.append(time.monotonic())
    status, _, page = site.ask("POST", f"{PLACE}/approve/", b"all=1")
    assert status == 302, page
    times.append(time.monotonic())
    steps = ("looking at the list", "taking it in", "approving")
    return {name: after - before for name, before, after in zip(steps, times, times[1:], strict=False)}


def wait(box: Letterbox, number: int, *, patience: float = 300) -> None:
    until = time.monotonic() + patience
    while len({mail["Message-ID"] for mail in list(box.messages)}) < number and time.monotonic() < until:
        time.sleep(0.02)


def counted(messages: list[Message]) -> tuple[Counter[str], Counter[str]]:
    once = {mail["Message-ID"]: mail["To"] for mail in messages}
    return Counter(once.values()), Counter(mail["To"] for mail in messages)
