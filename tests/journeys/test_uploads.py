"""Uploads over real sockets that end in the middle, are too large, or are sent twice at the same instant."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.journeys.serving import Site

pytestmark = pytest.mark.no_database
BOUNDARY = "a-line-that-no-statement-holds"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def form(name: str, content: bytes) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def head(site: Site, path: str, length: int) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: localhost:{site.port}", f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in site.headers(KIND).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def files(site: Site) -> str:
    return f"/en/portal/statements/{site.cast['ref']}/files/"


@pytest.mark.parametrize("size", [20_000, 5_000_000])
def test_an_upload_that_breaks_off_leaves_nothing(size: int, site: Site) -> None:
    """R09-3: a stump is never taken for the file; small ones stay in memory, large ones on disk."""
    body = form("broken.txt", b"These words were cut off in the middle.\n\n" * (size // 41))
    with socket.create_connection(("127.0.0.1", site.port)) as link:
        link.sendall(head(site, files(site), len(body)) + body[: len(body) // 2])
        time.sleep(0.3)
    time.sleep(1.0)
    status, _, page = site.ask("GET", files(site))
    assert (status, "broken.txt" in page, "en.txt" in page) == (200, False, True)


def test_a_body_over_the_limit_is_refused_before_it_was_sent(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as link:
        link.sendall(head(site, files(site), 10**10) + b"x" * 1000)
        assert link.recv(100).startswith(b"HTTP/1.1 413")


def test_a_button_pressed_twice_at_the_same_instant_gives_one_receipt(site: Site) -> None:
    status, _, page = site.ask("POST", files(site), form("twice.txt", b"Merci. Voici ce qui marche."), KIND)
    assert status == 302, page
    ways: list[str] = []
    check = files(site).replace("/files/", "/check/")
    presses = [threading.Thread(target=lambda: ways.append(site.ask("POST", check)[1])) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    receipts = {way for way in ways if "/receipts/" in way}
    assert len(ways) == 4
    assert len(receipts) == 1
    assert set(ways) <= receipts | {f"/en/portal/statements/{site.cast['ref']}/"}
