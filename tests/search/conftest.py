"""Every test of searching has an index of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the index of this test lies."""
    settings.SEARCH_INDEX = tmp_path / "search"
    return tmp_path / "search"
