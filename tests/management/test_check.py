"""`check` and `serve` refuse what would be unsafe, in a process of their own as an administrator starts them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SAFE = {
    "COMITY_SECRET_KEY": secrets.token_urlsafe(50),
    "COMITY_ALLOWED_HOSTS": "meetings.example.org",
    "COMITY_PUBLIC_ADDRESS": "https://meetings.example.org",
    "COMITY_MAIL_URL": "smtp+tls://mail.example.org:587",
}
pytestmark = pytest.mark.no_database


def run(command: str, home: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    wanted = {**SAFE, "COMITY_HOME": str(home), **changes}
    environment |= {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_safe_configuration_passes(tmp_path: Path) -> None:
    done = run("check", tmp_path)
    assert (done.returncode, "comity." in done.stderr) == (0, False), done.stderr


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"COMITY_SECRET_KEY": None}, "comity.E001"),
        ({"COMITY_SECRET_KEY": "short"}, "comity.E001"),
        ({"COMITY_SECRET_KEY": "ab" * 40}, "comity.E001"),
        ({"COMITY_DEBUG": "1"}, "comity.E002"),
        ({"COMITY_ALLOWED_HOSTS": None}, "comity.E003"),
        ({"COMITY_ALLOWED_HOSTS": "*"}, "comity.E003"),
    ],
)
def test_a_weak_secret_debugging_and_missing_hosts_are_refused(
    changes: dict[str, str | None], code: str, tmp_path: Path
) -> None:
    done = run("check", tmp_path, **changes)
    assert done.returncode == 1
    assert code in done.stderr


def test_the_server_itself_refuses_too(tmp_path: Path) -> None:
    done = run("serve", tmp_path, COMITY_SECRET_KEY="short", COMITY_DEBUG="1")
    assert done.returncode == 1
    assert "Not served, since this would not be safe" in done.stderr
    assert "Debugging is on." in done.stderr


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"COMITY_PUBLIC_ADDRESS": None}, "comity.W001"), ({"COMITY_MAIL_URL": None}, "comity.W002")],
)
def test_what_is_doubtful_is_said_and_not_refused(
    changes: dict[str, str | None], code: str, tmp_path: Path
) -> None:
    done = run("check", tmp_path, **changes)
    assert (done.returncode, code in done.stderr) == (0, True)


def test_a_demo_is_not_asked(tmp_path: Path) -> None:
    assert run("check", tmp_path, COMITY_DEMO="1", COMITY_SECRET_KEY=None).returncode == 0


@pytest.mark.parametrize("name", ["COMITY_ALLOWED_HOSTS", "COMITY_PUBLIC_ADDRESS"])
def test_a_demo_is_not_served_to_the_world(name: str, tmp_path: Path) -> None:
    """Its secret and its passwords stand in the source."""
    at_home = {"COMITY_ALLOWED_HOSTS": None, "COMITY_PUBLIC_ADDRESS": None, "COMITY_SECRET_KEY": None}
    done = run("serve", tmp_path, COMITY_DEMO="1", **{**at_home, name: SAFE[name]})
    assert done.returncode == 1
    assert "would answer as meetings.example.org" in done.stderr
