"""`comity demo`: finds a free port, says who may sign in, and never runs outside a demo."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from comity import cli
from comity.management.commands.demo import free_port
from comity.meetings.models import Meeting
from comity.participants.models import Person
from tests.makers import a_meeting, a_person

ROOT = Path(__file__).resolve().parents[2]


def test_where_no_port_is_free_one_is_asked_for() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 65_535))
        busy.listen()
        with pytest.raises(CommandError, match="No port from 65535 on is free"):
            free_port("127.0.0.1", 65_535)


def test_the_next_free_port_is_taken_where_one_is_in_use() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        assert free_port("127.0.0.1", taken) > taken


def test_outside_a_demo_the_sample_is_not_loaded(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("demo", no_serve=True)


@pytest.mark.django_db
@pytest.mark.parametrize("held", ["a person", "a meeting"])
def test_a_database_in_use_is_given_no_accounts_that_everybody_knows(held: str) -> None:
    if held == "a person":
        a_person("administrator")
    else:
        a_meeting()
    people = Person.objects.count()
    with pytest.raises(CommandError, match="not of the sample"):
        call_command("demo", no_serve=True)
    assert Person.objects.count() == people
    assert not Meeting.objects.filter(sample=True).exists()


@pytest.mark.django_db
def test_reset_spares_a_database_that_is_not_the_demos_own(settings: Settings) -> None:
    """The tests' database lies in memory, not in the demo's home."""
    with pytest.raises(CommandError, match="only for the demo's own"):
        call_command("demo", no_serve=True, reset=True)


def test_the_demo_sends_no_mail_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"COMITY_MAIL_URL": "smtp://mail.example:25"})
    cli.at_home()
    assert os.environ["COMITY_DEMO"] == "1"
    assert Path(os.environ["COMITY_HOME"]).name == "demo"
    assert "COMITY_MAIL_URL" not in os.environ


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a demo of its own, which no test before has filled."""
    return tmp_path_factory.mktemp("demo")


def starting(home: Path, *words: str) -> dict[str, Any]:
    """How a process is started that runs `comity demo` in the home."""
    environment = {**os.environ, "COMITY_HOME": str(home)}
    environment.pop("COMITY_DATABASE_URL", None)
    code = "import sys; from comity.cli import main; sys.exit(main())"
    return {
        "args": [sys.executable, "-c", code, "demo", *words],
        "cwd": ROOT,
        "env": environment,
        "text": True,
        "start_new_session": True,
    }


@pytest.mark.no_database
def test_a_demo_killed_while_loading_is_whole_after_the_next_start(home: Path) -> None:
    """SIGKILL in the middle: the next start loads the rest, and no statement is there twice or by halves."""
    first = subprocess.Popen(**starting(home, "--no-serve"), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while statements(home) < 3:
            assert first.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert 3 <= statements(home) < 64
    second = subprocess.run(**starting(home, "--no-serve"), capture_output=True, check=True)
    assert statements(home) == 64
    assert count(home, "receipt") == 65
    assert "delegate@sample.example" in second.stdout


@pytest.mark.no_database
@pytest.mark.parametrize("is_taken", [False, True])
def test_a_demo_is_served_on_a_free_port_until_it_is_stopped(home: Path, is_taken: bool) -> None:
    """Also with another programme on its port; with what an earlier start has loaded."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        wanted = other.getsockname()[1]
        other.listen() if is_taken else other.close()
        with subprocess.Popen(
            **starting(home, "--port", str(wanted)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as demo:
            try:
                assert demo.stdout is not None
                said = list(iter(demo.stdout.readline, "Stop with Ctrl+C.\n"))
                address = next(
                    line.split()[-1] for line in said if line.startswith("The sample meeting is at ")
                )
                assert asked(address) == (200, True)
            finally:
                demo.send_signal(signal.SIGINT)
            assert demo.wait(60) == 0
    port = urlsplit(address).port
    assert (port != wanted) == is_taken
    assert (f"Port {wanted} is in use, so this is port {port}.\n" in said) == is_taken
    assert statements(home) == 64


def asked(address: str) -> tuple[int, bool]:
    """The answer of the home page, and whether it shows the sample; waits until somebody answers."""
    for _ in range(600):
        try:
            with urlopen(address, timeout=60) as answer:
                return answer.status, b"delegations and words are invented" in answer.read()
        except URLError:
            time.sleep(0.1)
    raise AssertionError("nobody answers")


@pytest.mark.no_database
def test_reset_throws_away_what_the_demo_has_made_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "comity.sqlite3",
        "comity.sqlite3-wal",
        "files/a/ab",
        "mail/1.log",
        "search/current",
        "my.docx",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("kept")
    code = (
        "import django; django.setup()\n"
        "from comity.management.commands.demo import Command, is_anothers\n"
        "Command().forget()\nprint(is_anothers())"
    )
    command = starting(tmp_path)
    environment = {**command["env"], "COMITY_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    assert done.stdout == b"False\n"  # the next start may fill it
    assert (tmp_path / "comity.sqlite3").read_text(
        errors="replace"
    ) != "kept"  # new, as the question leaves it
    gone = ["comity.sqlite3-wal", "files", "mail", "search"]
    assert [name for name in gone if (tmp_path / name).exists()] == []
    assert (tmp_path / "my.docx").read_text() == "kept"


def statements(home: Path) -> int:
    return count(home, "statement")


def count(home: Path, table: str) -> int:
    path = home / "comity.sqlite3"
    if not path.exists():
        return 0
    connection = sqlite3.connect(path, timeout=20)
    try:
        found: int = connection.execute(f"SELECT count(*) FROM comity_{table}").fetchone()[0]
        return found
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
