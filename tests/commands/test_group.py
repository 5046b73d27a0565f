from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.cli import main
from comity.commands.group import group

pytestmark = pytest.mark.no_database

LINES = [
    {"id": "a", "text": "Effective border controls prevent the movement of terrorists.", "group": "g1"},
    {
        "id": "b",
        "text": "Эффективный пограничный контроль предотвращает передвижение террористов.",
        "source": "RU",
    },
    {"id": "c", "text": "States should appoint a contact point for urgent requests.", "group": "g2"},
    {"id": 4, "text": "Effective border controls prevent the movement of terrorists!", "language": "en"},
]


def encoded(*lines: object) -> list[bytes]:
    return [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines]


def answers(captured: pytest.CaptureFixture[bytes]) -> list[dict]:
    return [json.loads(line) for line in captured.readouterr().out.splitlines()]


def test_each_line_without_a_group_is_answered_in_order(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """R12-3: the groups it may join, best first, and the duplicates among all lines."""
    assert group(encoded(*LINES), (), best=10, as_json=True) == 0
    found = answers(capsysbinary)
    assert [(one["id"], one["groups"][0]["group"], one["duplicates"]) for one in found] == [
        ("b", "g1", []),
        (4, "g1", ["a"]),
    ]
    assert {tuple(one) for one in found} == {("id", "groups", "duplicates", "engine")}


def test_a_bad_line_is_refused_in_its_place_and_the_rest_done(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert group([*encoded(LINES[0], LINES[1]), b"?\n", *encoded(LINES[3])], (), best=1, as_json=True) == 1
    captured = capsysbinary.readouterr()
    found = [json.loads(line) for line in captured.out.splitlines()]
    assert [one.get("id") for one in found] == ["b", None, 4]
    assert found[1] == {"line": 3, "error": {"code": "not_json", "message": "The line is not JSON."}}
    assert captured.err == b"comity group: line 3: The line is not JSON.\n"


def test_titles_stand_for_groups_without_members(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    titles = encoded(
        {"group": "t", "text": "Control de fronteras contra el terrorismo", "language": "es"}, {"group": "u"}
    )
    assert group(encoded(LINES[1]), titles, best=10, as_json=True) == 1
    assert answers(capsysbinary)[0]["groups"][0]["group"] == "t"


def test_a_name_of_several_words_is_a_title(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    far = {"id": "f", "text": "The budget was adopted."}
    named, plain = [
        encoded({**far, "group": name}, LINES[3]) for name in ("Effective border controls", "borders")
    ]
    group(named, (), best=1, as_json=True)
    group(plain, (), best=1, as_json=True)
    titled, untitled = [one["groups"][0]["score"] if one["groups"] else 0 for one in answers(capsysbinary)]
    assert titled > untitled + 0.2


def test_a_table_is_printed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    group(encoded(LINES[0], LINES[3]), (), best=1, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("4  Effective border controls")
    assert lines[1].split()[1] == "g1"
    assert lines[2] == "      nearly the same: a"


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words in (["--best", "0"], ["--titles", str(tmp_path / "none")], ["file"]):
        with pytest.raises(SystemExit) as ended:
            main(["group", *words])
        assert ended.value.code == 2
    assert "usage: comity group" in capsys.readouterr().err


def test_nothing_in_gives_nothing_out(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert group([], (), best=10, as_json=True) == 0
    assert capsysbinary.readouterr().out == b""
