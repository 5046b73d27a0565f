"""The command line, as a person runs it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from comity import cli
from comity.commands import read as command
from comity.sample.sources import FILES
from comity.texts.model import Unreadable
from tests.texts.pages import pdf

ROOT = Path(__file__).resolve().parent.parent
TEXT = "The delegation thanks the Chair and recalls resolution 1373 (2001) of the Security Council.\n"


def run(*words: str, stdin: bytes = b"", folder: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from comity.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment,
        timeout=120,
    )


@pytest.mark.parametrize("words", [(), ("--help",), ("help",)])
def test_the_commands_fit_on_one_screen(words: tuple[str, ...]) -> None:
    done = run(*words)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert len(lines) <= 24
    assert all(len(line) <= 100 for line in lines)
    named = {line.split()[0] for line in lines if line.startswith("  ")}
    assert {"read", "serve", "import", "check", "createuser", "migrate"} <= named


def test_an_unknown_command_is_wrong_usage() -> None:
    done = run("raed")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'raed'" in done.stderr


def test_the_version_is_told() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, b"comity")


def test_wrong_usage_of_read_ends_with_two() -> None:
    assert run("read").returncode == 2
    assert run("read", "--seconds", "0", "x").returncode == 2
    assert run("read", "--seconds", "soon", "x").returncode == 2


def test_reading_loads_no_django_and_starts_at_once() -> None:
    code = "import sys, comity.cli, comity.commands.read; print([name for name in sys.modules if name.startswith('django')])"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60)
    assert done.stdout == b"[]\n"
    assert time.perf_counter() - start < 10


def test_files_are_read_in_order_one_object_a_line(tmp_path: Path) -> None:
    """The contract of the command line: names and their order."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.pdf").write_bytes(pdf("A single paragraph of a statement (Norway; Chile)."))
    done = run("read", "b.pdf", "a.txt", "--json", folder=tmp_path)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [first["file"], second["file"]] == ["b.pdf", "a.txt"]
    assert list(first) == [
        "file", "sha256", "media_type", "pages", "languages", "paragraphs", "citations", "warnings",
    ]  # fmt: skip
    assert list(first["paragraphs"][0]) == [
        "anchor",
        "number",
        "kind",
        "text",
        "language",
        "page",
        "attributed_to",
    ]
    assert list(second["paragraphs"][0]) == ["anchor", "number", "kind", "text", "language", "page"]
    (citation,) = second["citations"]
    assert list(citation) == [
        "paragraph",
        "start",
        "end",
        "text",
        "symbol",
        "year",
        "paragraph_cited",
        "status",
    ]
    assert second["paragraphs"][0]["text"][citation["start"] : citation["end"]] == "1373 (2001)"
    assert second["languages"] == [{"language": "en", "share": 1.0}]


def test_what_is_refused_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    done = run("read", "bad.pdf", "missing.txt", "good.txt", "--json", folder=tmp_path)
    bad, missing, good = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1
    assert (bad["file"], bad["error"]["code"]) == ("bad.pdf", "damaged")
    assert (missing["file"], missing["error"]["code"]) == ("missing.txt", "not_found")
    assert good["file"] == "good.txt"
    said = done.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in said] == ["bad.pdf", "missing.txt"]


def test_for_people_a_refusal_stands_beside_the_results_and_not_among_them(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "good.txt").write_text(TEXT)
    done = run("read", "bad.pdf", "good.txt", folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith(b"good.txt\n")
    assert done.stderr.startswith(b"comity read: bad.pdf: ")


def test_pictures_of_text_are_not_read_where_nobody_wants_it() -> None:
    """Reading pictures takes most of the time of a large collection."""
    done = run("read", "--no-ocr", "--seconds", "30", str(FILES / "karpenia-sm1.en.pdf"), "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 0
    assert "scan" in {warning["code"] for warning in record["warnings"]}
    assert "ocr" not in {warning["code"] for warning in record["warnings"]}
    assert record["paragraphs"] == []


def test_a_folder_is_walked_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    done = run("read", ".", "--json", folder=tmp_path)
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a/c.txt", "b.txt"]


def test_standard_input_is_read() -> None:
    done = run("read", "-", "--json", stdin=TEXT.encode())
    assert json.loads(done.stdout)["file"] == "-"


def test_people_get_a_table_and_no_control_character(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        TEXT + "\nA line with a \x1b[31mcolour\x1b[0m and \u202eturned\u202c text in it.\n"
    )
    (tmp_path / "b.pdf").write_bytes(
        pdf("One page.\n#pagebreak()\nparagraph 2 (e) of resolution 1373 (2002)")
    )
    done = run("read", "a.txt", "b.pdf", folder=tmp_path)
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert "text/plain; en 100%;" in shown
    assert "2 pages" in shown
    assert "cites S/RES/1373 (2002), paragraph 2 (e): year mismatch" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_reader_that_has_seen_enough_ends_it_quietly(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(TEXT * 200)
    code = "import sys; from comity.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", code, "read", str(tmp_path), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (1, b"")


def test_a_person_at_a_terminal_sees_how_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "slow.txt").write_text(TEXT)
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    code = (
        "import sys, time\nfrom comity.commands import read\nplain = read.outcome_of\n"
        "read.outcome_of = lambda *given: (time.sleep(1.5), plain(*given))[1]\nsys.exit(read.main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "slow.txt", "slow.txt", "slow.txt", "--json"],
        stdout=subprocess.DEVNULL, stderr=terminal, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.wait(60) == 0
    os.close(terminal)
    seen = os.read(master, 4096).decode()
    os.close(master)
    assert "files" in seen
    assert "/3" in seen


@pytest.mark.parametrize(
    ("fault", "code"), [(PermissionError(13, "no"), "not_opened"), (OSError("odd"), "not_opened")]
)
def test_a_file_that_cannot_be_opened_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, fault: OSError, code: str
) -> None:
    def failing(*given: object, **named: object) -> object:
        raise fault

    monkeypatch.setattr(command, "read_record", failing)
    outcome = command.outcome_of("x", command.Limits())
    assert isinstance(outcome.refusal, Unreadable)
    assert outcome.refusal.code == code


def test_an_interrupted_run_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "read_all", interrupted)
    assert command.main(["x"]) == 130


def test_the_commands_of_the_site_go_to_django() -> None:
    done = run("check", "--help")
    assert done.returncode == 0
    assert b"usage: comity check" in done.stdout
    assert run("check", "--nonsense").returncode == 2


def test_a_command_without_a_sentence_is_listed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "managed", lambda: {"serve", "newest"})
    listed = [line.split()[0] for line in cli.overview().splitlines() if line.startswith("  ")]
    assert listed == [*cli.OWN, "serve", "newest"]
