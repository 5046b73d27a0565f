"""`comity serve` in a process of its own: the pages with what they need, until somebody stops it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.smtp import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.no_database


def asked(port: int, path: str) -> tuple[int, bytes]:
    """Waits until somebody answers."""
    for _ in range(600):
        link = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            link.request("GET", path)
            answer = link.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            time.sleep(0.1)
        finally:
            link.close()
    raise AssertionError("nobody answers")


def stream_process(port: int) -> int:
    """Of the stream that listens on the port; waits until there is one."""
    wanted = "\0".join(["config.asgi", "--with-parent", "--host", "127.0.0.1", "--port", str(port)])
    for _ in range(600):
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if wanted in (folder / "cmdline").read_text():
                    return int(folder.name)
        time.sleep(0.1)
    raise AssertionError("no stream is there")


def test_the_stream_beside_it_is_begun_again_when_it_dies_and_ends_with_the_server(tmp_path: Path) -> None:
    """RX-6: also with a server that is killed."""
    port, stream = free_port(), free_port()
    environment = {**os.environ, "COMITY_HOME": str(tmp_path)}
    environment.pop("COMITY_DATABASE_URL", None)
    command = ["manage.py", "serve", "--port", str(port), "--workers", "1", "--stream-port", str(stream)]
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            first = stream_process(stream)
            asked(stream, "/stream/health")
            os.kill(first, signal.SIGKILL)
            asked(stream, "/stream/health")
            second = stream_process(stream)
            assert second != first
            os.kill(server.pid, signal.SIGKILL)
            for _ in range(300):
                if not Path(f"/proc/{second}").exists():
                    break
                time.sleep(0.1)
            assert not Path(f"/proc/{second}").exists()
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)


def test_the_site_is_served_with_its_style_until_it_is_stopped(tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "COMITY_HOME": str(tmp_path)}
    environment.pop("COMITY_DATABASE_URL", None)
    with subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            style = (ROOT / "comity/web/shared/static/comity.css").read_bytes()
            assert asked(port, "/static/comity.css") == (200, style)
        finally:
            server.send_signal(signal.SIGINT)
        try:
            said, _ = server.communicate(timeout=60)
        finally:
            server.kill()
    assert said.startswith(f"Serving on http://127.0.0.1:{port}/ with 1 workers.")
    assert server.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port).connect()
