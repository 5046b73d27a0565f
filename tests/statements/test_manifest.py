"""Manifests as spreadsheets write them, JSON Lines as data sets have them; one bad line costs one statement."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from comity.refusals import Refused
from comity.statements.manifest import Row, rows_of

pytestmark = pytest.mark.no_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_text(f"The words of {name}.")
    return source


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    made = tmp_path / "workplace"
    made.mkdir()
    return made


def write(folder: Path, text: str, encoding: str = "utf-8") -> None:
    (folder / "manifest.csv").write_bytes(text.encode(encoding))


def test_a_file_whose_name_is_no_utf_8_is_named_readably(folder: Path, workplace: Path) -> None:
    (folder / os.fsdecode(b"c\xe9.txt")).write_text("The words of c.")
    rows = list(rows_of(folder, workplace=workplace))
    assert [row.name for row in rows] == ["a.txt", "b.txt", "c\ufffd.txt"]
    assert rows[2].path.read_text() == "The words of c."


def test_a_folder_without_a_manifest_gives_its_files_in_order(folder: Path, workplace: Path) -> None:
    (folder / ".hidden").touch()
    (folder / "deeper").mkdir()
    (folder / "deeper/c.txt").write_text("c")
    rows = rows_of(folder, workplace=workplace)
    assert ([row.name for row in rows], len(rows), rows.left_out) == (
        ["a.txt", "b.txt", "deeper/c.txt"],
        3,
        [],
    )


def test_a_manifest_says_what_the_files_are_and_what_is_left_out(folder: Path, workplace: Path) -> None:
    write(
        folder,
        "file,delegation,language,session,aspects,delivered_at,speaker\n"
        'a.txt," Norway ",en,s1,one;two,2016-12-01,Ms. Berg\n\n',
    )
    rows = rows_of(folder, workplace=workplace)
    assert list(rows) == [
        Row(folder / "a.txt", "a.txt", "Norway", "en", "s1", ("one", "two"), "2016-12-01", "Ms. Berg")
    ]
    assert rows.left_out == ["b.txt"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("File;Delegation\na.txt;Côte d’Ivoire\n", "utf-8-sig"),
        ("file\tdelegation\r\na.txt\tCôte d’Ivoire\r\n", "utf-16"),
    ],
)
def test_spreadsheets_may_part_by_semicolon_or_tab(
    folder: Path, workplace: Path, text: str, encoding: str
) -> None:
    write(folder, text, encoding)
    assert [row.delegation for row in rows_of(folder, workplace=workplace)] == ["Côte d’Ivoire"]


@pytest.mark.parametrize(
    ("text", "encoding", "sentence"),
    [
        ("name,delegation\na.txt,Norway\n", "utf-8", "the first line must name the columns"),
        ("file,colour\na.txt,red\n", "utf-8", "It has: file, colour"),
        ("", "utf-8", "It has: -"),
        ("file,delegation\na.txt,Côte d’Ivoire\n", "cp1252", "not in UTF-8"),
    ],
)
def test_a_manifest_that_cannot_be_understood_is_refused_as_a_whole(
    folder: Path, workplace: Path, text: str, encoding: str, sentence: str
) -> None:
    write(folder, text, encoding)
    with pytest.raises(Refused, match=sentence):
        rows_of(folder, workplace=workplace)


def test_a_wrong_line_is_named_and_the_others_stand(folder: Path, workplace: Path) -> None:
    (folder.parent / "secret.txt").write_text("not to be read")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    write(folder, f"file\na.txt\nmissing.txt\n../secret.txt\nlink.txt\n,\n\0x\n{'n' * 300}\n")
    faults = [row.fault for row in rows_of(folder, workplace=workplace)]
    assert faults == [
        "",
        "manifest.csv, line 3: there is no file “missing.txt” in the folder.",
        "manifest.csv, line 4: “../secret.txt” lies outside the folder.",
        "manifest.csv, line 5: “link.txt” lies outside the folder.",
        "manifest.csv, line 7: “\0x” is no name of a file.",
        f"manifest.csv, line 8: “{'n' * 300}” is no name of a file.",
    ]


def lines(folder: Path, *entries: object) -> Path:
    path = folder / "statements.jsonl"
    path.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one) for one in entries), encoding="utf-8"
    )
    return path


def test_json_lines_hold_texts_or_name_files(folder: Path, workplace: Path) -> None:
    source = lines(
        folder,
        {
            "delegation": "Canada",
            "text": "We share.",
            "lang": "en",
            "date": " 4 September 2018",
            "link_text": "General",
            "speaker": "Ms. Roy",
            "link": "https://example.org/files/canada-opening.pdf?x=1",
        },
        "",
        {"delegation": "Peru", "text": "We too.", "id": "p7", "aspects": "one;two"},
        {"delegation": "Chile", "file": "a.txt", "aspects": ["one", 2]},
        {"delegation": "Fiji", "text": "And we."},
    )
    rows = list(rows_of(source, workplace=workplace))
    assert len(rows_of(folder, workplace=workplace)) == 4
    assert [(row.name, row.passing) for row in rows] == [
        ("canada-opening.txt", True),
        ("p7.txt", True),
        ("a.txt", False),
        ("5.txt", True),
    ]
    first = rows[0]
    assert (first.delegation, first.language, first.delivered_at, first.agenda_item, first.speaker) == (
        "Canada",
        "en",
        "4 September 2018",
        "General",
        "Ms. Roy",
    )
    assert first.path.read_text() == "We share."
    assert [row.aspects for row in rows] == [(), ("one", "two"), ("one", "2"), ()]


def test_a_wrong_object_is_named_by_its_line(folder: Path, workplace: Path) -> None:
    source = lines(
        folder,
        "{broken",
        '["a list"]',
        {"text": "  ", "id": "x"},
        {"text": None, "delegation": "Peru"},
        {"file": "../../etc/passwd"},
        {"delegation": "Peru"},
    )
    assert [row.fault for row in rows_of(source, workplace=workplace)] == [
        "statements.jsonl, line 1 is not a JSON object.",
        "statements.jsonl, line 2 is not a JSON object.",
        "statements.jsonl, line 3: the text is empty. If it is a scan, give its file.",
        "statements.jsonl, line 4: the text is empty. If it is a scan, give its file.",
        "statements.jsonl, line 5: “../../etc/passwd” lies outside the folder.",
        "statements.jsonl, line 6: there is no file “” in the folder.",
    ]


def test_beside_json_lines_other_files_are_said_to_be_left_out(folder: Path, workplace: Path) -> None:
    lines(folder, {"text": "We share.", "delegation": "Peru"})
    assert rows_of(folder, workplace=workplace).left_out == ["a.txt", "b.txt"]


def test_what_is_neither_folder_nor_json_lines_is_refused(folder: Path, workplace: Path) -> None:
    with pytest.raises(Refused, match="neither a folder"):
        rows_of(folder / "a.txt", workplace=workplace)
