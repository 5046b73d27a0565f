"""The real server (`comity serve`) in a process and a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.conftest import TEMPLATE
from tests.smtp import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "c" * 32


class Site:
    """A server with its home, and the way in which one signed-in person speaks to it without a browser."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "COMITY_HOME": str(home),
            "COMITY_DEMO": "1",
            "COMITY_PUBLIC_ADDRESS": self.address,
            **settings,
        }
        self.environment.pop("COMITY_DATABASE_URL", None)
        if template := os.environ.get(TEMPLATE):
            home.mkdir(parents=True)
            shutil.copyfile(template, home / "comity.sqlite3")
        self.session = ""
        self.cast: dict[str, str] = {}

    def run(self, module: str, *words: str) -> Any:
        """What a module of the tests says as JSON when it runs in the home of the site."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
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
        link = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            link.request(method, path, body, self.headers(kind))
            answer = link.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode()
        finally:
            link.close()

    def headers(self, kind: str = "") -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": kind or "application/x-www-form-urlencoded",
        }
