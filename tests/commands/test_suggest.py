from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.cli import main
from comity.commands.suggest import suggest
from comity.texts.finding.suggest import Suggester
from tests.commands.test_group import answers, encoded

pytestmark = pytest.mark.no_database

LINES = [
    {"id": "a", "text": "We call upon Member States to establish contact points.", "language": "en-GB"},
    {"id": 2, "text": "Благодарю вас, господин Председатель."},
]


def test_each_line_is_scored_with_its_reasons(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """R12-2: score, label, and words that a person can check."""
    assert suggest(encoded(*LINES), Suggester(), as_json=True) == 0
    first, second = answers(capsysbinary)
    assert list(first) == ["id", "score", "label", "reasons", "chances", "engine"]
    assert (first["id"], first["label"], second["id"], second["label"]) == ("a", "recommendation", 2, "other")
    assert {"code": "verb", "words": "call upon", "start": 3, "end": 12} in first["reasons"]
    assert first["score"] > 0.5 > second["score"]


def test_the_same_input_gives_the_same_bytes(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    suggest(encoded(*LINES), Suggester(), as_json=True)
    first = capsysbinary.readouterr().out
    suggest(encoded(*LINES), Suggester(), as_json=True)
    assert capsysbinary.readouterr().out == first


def test_a_bad_line_is_refused_in_its_place_and_the_rest_done(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert suggest([*encoded(LINES[0]), b"?\n", *encoded(LINES[1])], Suggester(), as_json=True) == 1
    captured = capsysbinary.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [one.get("id") for one in found] == ["a", None, 2]
    assert found[1]["error"]["code"] == "not_json"
    assert b"comity suggest: line 2:" in captured.err


def test_a_person_reads_a_table(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    suggest(encoded(*LINES), Suggester(), as_json=False)
    told = capsysbinary.readouterr().out.decode()
    assert "recommendation" in told
    assert "verb: call upon" in told


def test_a_folder_without_a_model_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--model", str(tmp_path)]) == 2
    assert "model.json" in capsys.readouterr().err
