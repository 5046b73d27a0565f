from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.cli import main
from comity.commands.group import group
from comity.commands.lines import space

pytestmark = pytest.mark.no_database

PASSAGES = [
    {"en": "The zorbline watches the borders.", "ru": "Зорблин наблюдает за границами."},
    {
        "en": "A zorbline watches all borders of the region.",
        "ru": "Зорблин наблюдает за всеми границами региона.",
    },
]


def written(path: Path, *given: object) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in given), encoding="utf-8")
    return path


def test_own_translations_are_learnt_and_used_by_group(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """R12-1: a secretariat can add its own parallel texts."""
    texts = written(tmp_path / "texts.jsonl", *PASSAGES, {"en": "alone"})
    assert main(["parallel", "--texts", str(texts), "--model", str(tmp_path / "space")]) == 1
    told = capsysbinary.readouterr()
    assert told.out.startswith(f"{tmp_path / 'space'}: 2 passages, ".encode())
    assert b"line 3: Give text in two languages" in told.err
    asked = [
        json.dumps(line).encode()
        for line in (
            {"id": 1, "text": "zorbline", "language": "en"},
            {"id": 2, "text": "зорблин", "group": "g"},
        )
    ]
    scores = []
    for model in (None, tmp_path / "space"):
        group(asked, (), space=space(model, command="group"), best=1, as_json=True)
        (answer,) = map(json.loads, capsysbinary.readouterr().out.splitlines())
        scores.append(answer["groups"][0]["score"] if answer["groups"] else 0)
    assert scores[1] > scores[0] + 0.5


def test_nothing_is_written_where_nothing_can_be_learnt(tmp_path: Path) -> None:
    texts = written(tmp_path / "texts.jsonl", {"en": "alone"})
    assert main(["parallel", "--texts", str(texts), "--model", str(tmp_path / "space")]) == 2
    assert not (tmp_path / "space").exists()


def test_a_folder_without_a_space_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["group", "--model", str(tmp_path)])
    assert ended.value.code == 2
    assert str(tmp_path) in capsys.readouterr().err
    texts = written(tmp_path / "texts.jsonl", *PASSAGES)
    words = ["parallel", "--texts", str(texts), "--model", str(tmp_path / "new"), "--onto", str(tmp_path)]
    assert main(words) == 2
