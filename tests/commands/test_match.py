from __future__ import annotations

import json

import pytest

from comity.cli import main
from comity.commands.match import match

pytestmark = pytest.mark.no_database

PRACTICES = [
    {"id": "P1", "text": "A contact point answers urgent requests at any hour."},
    {"id": "P2", "text": "Effective border controls prevent the movement of terrorists."},
]
EXCERPTS = [
    {"id": 1, "text": "有效的边界管制防止恐怖分子的移动。"},
    {
        "id": 2,
        "text": "Un punto de contacto responde a las solicitudes urgentes a toda hora.",
        "language": "es",
    },
]


def encoded(*lines: object) -> list[bytes]:
    return [json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines]


def test_each_excerpt_is_answered_in_order(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """R12-3: the register entries an excerpt may support, best first."""
    assert match(encoded(*EXCERPTS), encoded(*PRACTICES), best=10, as_json=True) == 0
    found = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [(one["id"], one["practices"][0]["id"]) for one in found] == [(1, "P2"), (2, "P1")]
    assert {tuple(one) for one in found} == {("id", "practices", "engine")}


def test_bad_lines_of_both_inputs_are_named_and_the_rest_done(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    code = match([b"{\n", *encoded(EXCERPTS[0])], [*encoded(*PRACTICES), b"[]\n"], best=1, as_json=True)
    captured = capsysbinary.readouterr()
    assert code == 1
    assert [json.loads(line).get("id") for line in captured.out.splitlines()] == [None, 1]
    assert [line.split(b":")[:2] for line in captured.err.splitlines()] == [
        [b"comity match --practices", b" line 3"],
        [b"comity match", b" line 1"],
    ]


def test_a_table_is_printed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    match(encoded(EXCERPTS[1]), encoded(*PRACTICES), best=1, as_json=False)
    head, entry = capsys.readouterr().out.splitlines()
    assert head.startswith("2  Un punto de contacto")
    assert entry.split()[1] == "P1"


def test_the_register_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["match"])
    assert ended.value.code == 2
    assert "--practices" in capsys.readouterr().err
