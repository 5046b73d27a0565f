"""Power loss in the middle of a crowd: a receipt that was shown is there afterwards, and nothing is half-stored."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.journeys.crowd import DRAFTS
from tests.journeys.serving import Site

ENOUGH = 25
"""Receipts shown before the server is killed: most of the crowd is then still on its way."""
BOUNDARY = "a-line-that-no-statement-holds"

pytestmark = pytest.mark.no_database


class Crowd(Site):
    """The site as one delegate speaks to it."""

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
    site = Crowd(tmp_path / "home")
    start = site.run("tests.journeys.crowd", "fill")
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
    stored = site.run("tests.journeys.crowd", "look")
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


def is_draft(site: Crowd, ref: str) -> bool:
    return site.ask("GET", f"/en/portal/statements/{ref}/files/")[0] == 200
