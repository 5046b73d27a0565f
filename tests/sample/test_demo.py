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


@pytest.mark.no_database
def test_a_demo_killed_while_loading_is_whole_after_the_next_start(tmp_path: Path) -> None:
    """SIGKILL in the middle: the next start loads the rest, and no statement is there twice or by halves."""
    home = {**os.environ, "COMITY_HOME": str(tmp_path)}
    home.pop("COMITY_DATABASE_URL", None)
    command = [sys.executable, "-c", "from comity.cli import main; main()", "demo", "--no-serve"]
    first = subprocess.Popen(command, cwd=ROOT, env=home, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while statements(tmp_path) < 3:
            assert first.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert 3 <= statements(tmp_path) < 62
    second = subprocess.run(command, cwd=ROOT, env=home, capture_output=True, text=True, check=True)
    assert statements(tmp_path) == 62
    assert count(tmp_path, "receipt") == 64
    assert "delegate@sample.example" in second.stdout


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
