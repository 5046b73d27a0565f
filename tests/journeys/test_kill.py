"""Power loss in the middle of a crowd: a receipt that was shown is there afterwards, and nothing is half-stored."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.crowd import DRAFTS

ROOT = Path(__file__).resolve().parent.parent.parent
ENOUGH = 25
"""Receipts shown before the server is killed: most of the crowd is then still on its way."""
TOKEN = "c" * 32
BOUNDARY = "a-line-that-no-statement-holds"

pytestmark = pytest.mark.no_database


class Site:
    """The server with its home, and one delegate's way of speaking to it."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = {**os.environ, "COMITY_HOME": str(home), "COMITY_DEMO": "1"}
        self.environment.pop("COMITY_DATABASE_URL", None)
        self.session = ""

    def crowd(self, command: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.crowd", command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )
        return json.loads(done.stdout)

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--workers", "2"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            self.wait()
            yield server
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def wait(self) -> None:
        for _ in range(300):
            try:
                self.ask("GET", "/en/portal/")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str, str]:
        """(status, address to go on to, page). Raises OSError or HTTPException when the connection is lost."""
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": kind or "application/x-www-form-urlencoded",
        }
        link = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode()
        finally:
            link.close()

    def submit(self, ref: str) -> tuple[str, str]:
        """Upload a file and send it; returns the receipt's number and the SHA-256 as the page shows them."""
        content = words(ref)
        form = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="language"\r\n\r\nen\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{ref}.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n"
        )
        status, _, page = self.ask(
            "POST",
            f"/en/portal/statements/{ref}/files/",
            form.encode(),
            f"multipart/form-data; boundary={BOUNDARY}",
        )
        assert status == 302, page
        status, receipt, page = self.ask("POST", f"/en/portal/statements/{ref}/check/")
        assert status == 302, page
        status, _, page = self.ask("GET", receipt)
        assert status == 200
        number, sha256 = re.search(r"SM2016-R\d+", page), re.search(r"\b[0-9a-f]{64}\b", page)
        assert number
        assert sha256
        return number.group(), sha256.group()


def words(ref: str) -> str:
    return (
        f"Statement {ref}\n\nThank you, Chair. We report on resolution 1373 (2001).\n\n"
        "Our experience shows that schools, parents and companies should speak early and often.\n"
    )


def test_every_receipt_shown_survives_a_kill_and_nothing_is_half_stored(tmp_path: Path) -> None:
    """R09-3: SIGKILL in the middle of 200 concurrent submissions over real sockets."""
    site = Site(tmp_path / "home")
    start = site.crowd("fill")
    site.session = start["session"]
    shown: dict[str, str] = {}
    lost: list[str] = []

    def delegate(ref: str) -> None:
        try:
            number, sha256 = site.submit(ref)
        except (OSError, HTTPException):
            lost.append(ref)
        else:
            shown[number] = sha256

    with site.serving() as server:
        crowd = [threading.Thread(target=delegate, args=[ref]) for ref in start["refs"]]
        for one in crowd:
            one.start()
        until = time.monotonic() + 120
        while len(shown) < ENOUGH and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(server.pid, signal.SIGKILL)
        for one in crowd:
            one.join()

    assert ENOUGH <= len(shown) < DRAFTS
    assert len(shown) + len(lost) == DRAFTS
    stored = site.crowd("look")
    assert stored["faults"] == []
    assert shown.items() <= stored["receipts"].items()
    hashes = {hashlib.sha256(words(ref).encode()).hexdigest() for ref in start["refs"]}
    assert set(stored["receipts"].values()) <= hashes

    with site.serving():
        for number, sha256 in shown.items():
            status, _, page = site.ask("GET", f"/en/portal/receipts/{number}/")
            assert (status, sha256 in page) == (200, True)
        unsent = [ref for ref in lost if is_draft(site, ref)]
        again = dict(site.submit(ref) for ref in unsent[:3])
    assert len(again) == 3
    assert not again.keys() & stored["receipts"].keys()


def is_draft(site: Site, ref: str) -> bool:
    return site.ask("GET", f"/en/portal/statements/{ref}/files/")[0] == 200
