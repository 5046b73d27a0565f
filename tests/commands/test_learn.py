from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.cli import main
from tests.commands.test_group import answers, encoded

pytestmark = pytest.mark.no_database

LINES = [
    *(
        {"text": f"The lake of town {place} is deep.", "label": "practice", "source": place % 3}
        for place in range(9)
    ),
    *(
        {"text": f"The hill of town {place} is high.", "label": "other", "source": place % 3}
        for place in range(9)
    ),
]


def written(folder: Path, *lines: object) -> Path:
    path = folder / "examples.jsonl"
    path.write_bytes(b"".join(encoded(*lines)))
    return path


def test_a_model_is_learnt_and_its_worth_told(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """R12-2: fits the suggestion model on reviewers' own decisions; prints held-out figures."""
    examples, model = written(tmp_path, *LINES), tmp_path / "model"
    assert main(["learn", "--examples", str(examples), "--model", str(model), "--json"]) == 0
    assert [(one["label"], one["examples"]) for one in answers(capsysbinary)] == [
        ("practice", 9),
        ("other", 9),
    ]
    assert sorted(path.name for path in model.iterdir()) == ["arrays.npz", "model.json"]


def test_a_person_reads_what_it_is_worth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["learn", "--examples", str(written(tmp_path, *LINES)), "--model", str(tmp_path / "model")]) == 0
    )
    told = capsys.readouterr().out
    assert "Learnt from 18 examples" in told
    assert "practice" in told


def test_an_unknown_label_is_refused_and_the_rest_learnt(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    examples = written(tmp_path, {"text": "a", "label": "nonsense"}, *LINES)
    assert main(["learn", "--examples", str(examples), "--model", str(tmp_path / "model"), "--json"]) == 1
    first = json.loads(capsysbinary.readouterr().out.splitlines()[0])
    assert (first["line"], first["error"]["code"]) == (1, "unknown_label")


@pytest.mark.parametrize("lines", [[], LINES[:9]])
def test_where_nothing_can_be_learnt_it_says_so(
    lines: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(["learn", "--examples", str(written(tmp_path, *lines)), "--model", str(tmp_path / "model")]) == 2
    )
    assert "at least two labels" in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_missing_file_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "--examples", str(tmp_path / "none"), "--model", str(tmp_path / "model")]) == 2
    assert "No such file" in capsys.readouterr().err
