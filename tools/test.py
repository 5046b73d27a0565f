"""Runs the whole suite: on SQLite, then on a private PostgreSQL started here. `make test` calls it.

As root it installs the Debian packages that the tests need and that are missing; otherwise it names them and
the tests that need them are skipped with a reason. Arguments are handed to pytest.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = {
    "chromium": "/usr/bin/chromium",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "tesseract-ocr": "/usr/bin/tesseract",
    "tesseract-ocr-ara": "/usr/share/tesseract-ocr/*/tessdata/ara.traineddata",
    "tesseract-ocr-fra": "/usr/share/tesseract-ocr/*/tessdata/fra.traineddata",
    "fonts-noto-core": "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf",
    "gettext": "/usr/bin/xgettext",
}

AGAIN = frozenset(
    f"tests/web/{name}.py"
    for name in (
        *("test_every_page", "test_odd_input", "test_embargo", "test_limits", "test_front"),
        *("test_site", "test_documents", "test_feeds", "test_following", "test_participants", "test_renamed"),
        *("test_search_page", "test_search_outcome", "test_empty_register"),
        *("api/test_reading", "api/test_harvest", "api/test_writing", "api/test_odd"),
        *("practices/test_board", "practices/test_lists", "floor/test_live", "floor/test_stream"),
    )
)
"""Tests of pages that PostgreSQL may answer otherwise: the walk that opens every page once, odd input, and pages that
filter, count, order, search or lock by questions of their own. The others say who sees which words and buttons; what
they do to the database is a verb, and tests of verbs run on both."""

NOTHING_TO_RUN = 5
"""What pytest says of tests none of which knows a database."""
QUICK = " ".join(
    f"-c {one}=off" for one in ("fsync", "synchronous_commit", "full_page_writes", "jit", "autovacuum")
)
"""What a database does for those who keep it; this one goes when the tests end."""


def missing() -> list[str]:
    return [name for name, path in NEEDED.items() if not list(Path("/").glob(path.lstrip("/")))]


def install_packages() -> None:
    names = missing()
    if not names:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"Not installed, so that some tests are skipped: {', '.join(names)} (Debian packages).")
        return
    print(f"Installing {', '.join(names)} ...", flush=True)
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    if subprocess.run(command, check=False, **quiet).returncode:
        print(f"Could not install: {', '.join(missing())}. Tests that need them are skipped.", flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str | None]:
    """Address of a PostgreSQL of our own, in a folder that goes when the tests end; None without the server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    programs = found[-1] if found else None
    if programs is None or not (programs / "initdb").exists():
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="comity-pg-"))
    # PostgreSQL refuses to run as root.
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = free_port()

    def run(*command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
        )

    data = folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60 {QUICK}"
    try:
        run(programs / "initdb", "-D", data, "-U", "comity", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        run(programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "comity", "comity")
        yield f"postgresql://comity@127.0.0.1:{port}/comity"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def pytest(*arguments: str, database: str, template: str, processes: int) -> int:
    """Runs the tests on copies of a database (tests/conftest.py) that is migrated here, once."""
    environment = {**os.environ, "COMITY_DATABASE_URL": database, "TEMPLATE_DATABASE": template}
    # Many tests start Python, which would compile everything each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="comity-test-") as home:
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        own = {**environment, "COMITY_HOME": home, "COMITY_DEMO": "1"}
        subprocess.run(migrate, cwd=ROOT, env=own, check=True)
    if database.startswith("sqlite"):
        del environment["COMITY_DATABASE_URL"]  # each process has one of its own, in memory or in its home
    command = [sys.executable, "-m", "pytest", "-n", str(processes), "--dist", "loadgroup", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    install_packages()
    arguments = sys.argv[1:]
    print("On SQLite:", flush=True)
    with tempfile.TemporaryDirectory(prefix="comity-test-") as folder:
        template = f"{folder}/template.sqlite3"
        # One more than there are cores, for the journeys often wait for their servers, mails and embargoes.
        result = pytest(*arguments, database=f"sqlite:///{template}", template=template, processes=3)
    if result:
        return result
    with postgresql() as address:
        if address is None:
            print("PostgreSQL is not installed: the suite ran on SQLite only.")
            return 0
        print("On PostgreSQL, what knows a database:", flush=True)
        marked = ("-m", "not browser and not no_database")
        result = pytest(*marked, *left_out(), *arguments, database=address, template="comity", processes=2)
        return 0 if result == NOTHING_TO_RUN else result


def left_out() -> list[str]:
    """What says the same on PostgreSQL, as arguments of pytest."""
    pages = sorted(str(one.relative_to(ROOT)) for one in (ROOT / "tests" / "web").rglob("test_*.py"))
    without = ["tests/texts", "tests/house", "tests/test_cli.py", *(one for one in pages if one not in AGAIN)]
    return [f"--ignore={one}" for one in without]


if __name__ == "__main__":
    sys.exit(main())
