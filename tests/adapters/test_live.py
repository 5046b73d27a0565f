"""Bells between those who act on a floor and the streams that show it: heard at once, and never in the way."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from comity.adapters import live
from tests.smtp import free_port

pytestmark = pytest.mark.no_database
LONG = "a-long-name-" * 9


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Deeper than an address of a socket can say."""
    found = tmp_path / LONG
    found.mkdir()
    monkeypatch.setattr(settings, "HOME", found)
    monkeypatch.setattr(live, "_others", None)
    return found


def hears(ring: Callable[[asyncio.Event], Awaitable[None]], within: float = 5.0) -> bool:
    """Whether a listener is rung when that is done."""

    async def story() -> bool:
        rung = asyncio.Event()
        listener = asyncio.create_task(live.hear(rung.set))
        await asyncio.sleep(0.05)
        await ring(rung)
        try:
            await asyncio.wait_for(rung.wait(), within)
        except TimeoutError:
            return False
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
        return True

    return asyncio.run(story())


async def announced(rung: asyncio.Event) -> None:
    live.announce(7)


def test_the_stream_of_this_node_hears_at_once(home: Path) -> None:
    assert hears(announced)
    assert [*home.iterdir()] == []


def test_a_socket_that_a_killed_stream_left_is_taken_over(home: Path) -> None:
    subprocess.run(
        ["python3", "-c", "import socket; socket.socket(socket.AF_UNIX, 2).bind('live.sock')"],
        cwd=home,
        check=True,
    )
    assert hears(announced)


def test_nobody_needs_to_hear() -> None:
    live.announce(7)


@pytest.mark.parametrize("refuses", [True, False])
def test_a_redis_that_is_not_there_delays_nobody(refuses: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that refuses nor one that says nothing; the stream of this node hears all the same."""
    silent = socket.create_server(("127.0.0.1", 0))
    port = free_port() if refuses else silent.getsockname()[1]
    monkeypatch.setattr(settings, "REDIS", f"redis://127.0.0.1:{port}/0")
    with silent:
        delays_nobody()


def delays_nobody() -> None:
    began = time.monotonic()
    for _time in range(2 * live.WAITING):
        live.announce(7)
    assert time.monotonic() - began < 2
    assert hears(announced)


@contextmanager
def a_redis(port: int) -> Iterator[None]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server on this machine")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            yield
        finally:
            server.kill()


def test_streams_of_other_nodes_hear_through_a_redis_that_may_go_and_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = free_port()
    monkeypatch.setattr(settings, "REDIS", f"redis://127.0.0.1:{port}/0")
    monkeypatch.setattr(live, "ring_here", lambda session: None)  # on another node
    monkeypatch.setattr(live, "PAUSE", 0.05)

    async def again_and_again(rung: asyncio.Event) -> None:
        for _time in range(100):
            if not rung.is_set():
                live.announce(7)
                await asyncio.sleep(0.05)

    for _life in range(2):
        with a_redis(port):
            assert hears(again_and_again)
