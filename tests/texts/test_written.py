"""Readings as JSON objects and back."""

from __future__ import annotations

import json

import pytest

from comity.texts import read
from comity.texts.written import as_record, from_record

REPORT = b"""1. Ratify the Convention against Torture (Chile);

2. Strengthen the national mechanism of resolution 2178 (2014) for its implementation."""


def test_a_reading_survives_as_json() -> None:
    reading = read(REPORT, "s.txt")
    record = json.loads(json.dumps(as_record(reading)))
    assert from_record(record, [one.level for one in reading.paragraphs]) == reading


def test_only_an_attributed_paragraph_names_its_authors() -> None:
    first, second = as_record(read(REPORT, "s.txt"))["paragraphs"]
    assert first["attributed_to"] == ["Chile"]
    assert "attributed_to" not in second


def test_a_record_of_another_shape_is_an_error() -> None:
    record = as_record(read(REPORT, "s.txt"))
    with pytest.raises(KeyError):
        from_record({"file": "s.txt"})
    with pytest.raises(ValueError, match="zip"):
        from_record(record, [0])
    with pytest.raises(TypeError):
        from_record(record | {"warnings": [{"code": "x"}]})
