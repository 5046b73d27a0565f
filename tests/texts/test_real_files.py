"""Files that others made, where COMITY_DATA names the folder that holds them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comity.texts.detect import detect
from comity.texts.formats import extract
from comity.texts.model import Unreadable

DATA = Path(os.environ.get("COMITY_DATA", "no such folder"))
pytestmark = pytest.mark.skipif(
    not (DATA / "format-torture").is_dir(), reason="COMITY_DATA names no test files"
)


def test_official_texts_in_six_languages_are_read_exactly() -> None:
    """R09-12."""
    from bench.formats import docx_six_languages

    assert docx_six_languages(DATA) == 1.0


def status(path: Path) -> str:
    content = path.read_bytes()
    try:
        media_type = detect(content, path.name)
        return "read" if extract(content, media_type) else ""
    except Unreadable as refusal:
        return refusal.code


def test_every_hostile_or_odd_file_is_read_or_refused_with_a_reason() -> None:
    """R09-12."""
    files = [
        path
        for path in (DATA / "format-torture").glob("*.*")
        if path.suffix in (".docx", ".doc", ".rtf", ".odt")
    ]
    found = {path.name: status(path) for path in files}
    assert set(found.values()) <= {"read", "unsupported", "encrypted", "damaged", "empty"}
    locked = {name for name, code in found.items() if code == "encrypted"}
    assert locked == {
        name for name in found if "assword-is" in name or "password_" in name or "protected_" in name
    }
