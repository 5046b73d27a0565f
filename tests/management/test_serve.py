"""`comity serve` in a process of its own: the pages with what they need, until somebody stops it."""

from __future__ import annotations

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
