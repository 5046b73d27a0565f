"""The process of the stream beside the server of the pages: begun with it, begun again when it dies, ended with it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE = 0.5
"""Seconds before it is begun again."""
STOPS_WITHIN = 5


class Beside:
    """Keeps one process going. It reads our end of a pipe, so it also ends when we are killed."""

    def __init__(self, host: str, port: int) -> None:
        words = ["--with-parent", "--host", host, "--port", str(port)]
        self.command = [sys.executable, "-m", "config.asgi", *words]
        self.ending = threading.Event()
        self.process = self.begin()
        self.watch = threading.Thread(target=self.keep_going, name="stream", daemon=True)

    def begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command, stdin=subprocess.PIPE)

    def keep_going(self) -> None:
        while True:
            self.process.wait()
            time.sleep(PAUSE)
            if self.ending.is_set():
                return
            self.process = self.begin()

    def end(self) -> None:
        self.ending.set()
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()


@contextmanager
def beside(host: str, port: int) -> Iterator[None]:
    kept = Beside(host, port)
    kept.watch.start()
    try:
        yield
    finally:
        kept.end()
