"""What every test stands on: a home of its own (tests/environment.py), no network but loopback, the clock passed in."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

DATA = Path(os.environ.get("COMITY_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
"""Real material, outside the project; tests that need it skip where it is absent."""


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is tested may speak to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip("COMITY_DATA is not there")
    return DATA
