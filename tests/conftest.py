"""What every test stands on: a home of its own (tests/environment.py), no network but loopback, the clock passed in."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.signals import connection_created

DATA = Path(os.environ.get("COMITY_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
"""Real material, outside the project; tests that need it skip where it is absent."""
LONG = {"test_every_page.py", "test_embargo.py", "test_odd_input.py"}
"""Files that walk through the whole site."""
TEMPLATE = "TEMPLATE_DATABASE"
"""Names a migrated database: a file of SQLite's, or the name of one of PostgreSQL's."""


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is tested may speak to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_configure(config: pytest.Config) -> None:
    """Migrations take several seconds in each process: where tools/test.py has run them, what they made is copied."""
    database = settings.DATABASES["default"]
    if template := os.environ.get(TEMPLATE):
        if "postgresql" in database["ENGINE"]:
            database.setdefault("TEST", {})["TEMPLATE"] = template
        else:
            connection_created.connect(partial(begin_with, template), weak=False)


def begin_with(template: str, connection: Any, **kwargs: Any) -> None:
    """A database in memory that has just been made becomes a copy of the file."""
    if (
        connection.is_in_memory_db()
        and not connection.connection.execute("PRAGMA schema_version").fetchone()[0]
    ):
        with closing(sqlite3.connect(template)) as made:
            made.backup(connection.connection)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, or one process would end with it alone; what shares a server, a browser, the
    sample or the walk through all pages stays in one process."""
    items.sort(key=lambda item: item.path.name not in LONG and item.get_closest_marker("browser") is None)
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        if folder == "journeys":
            item.add_marker(pytest.mark.xdist_group(folder))
        elif folder == "sample" or item.path.name == "test_every_page.py":
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_nothing() -> None:
    """Django's own hasher takes a third of a second for every person that a test makes; what tests of signing in
    prove does not depend on it. The journeys use the real one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language behind; the next test starts in English."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def a_test_keeps_its_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing an answer ends its request; Django would then close the connection that the test is to roll back."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def outside_transactions(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            close(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", outside_transactions)


@pytest.fixture
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip("COMITY_DATA is not there")
    return DATA


@pytest.fixture(scope="session", autouse=True)
def tables_may_be_emptied_between_tests() -> Iterator[None]:
    """Django empties tables after a transactional test, by DELETE or TRUNCATE, which append-only tables refuse."""
    from django.db import connection
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.db.backends.sqlite3.base import DatabaseOperations  # operations alone imports itself

    flush = BaseDatabaseOperations.execute_sql_flush

    def for_a_moment(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            flush(self, statements)
            cursor.execute("SET session_replication_role = DEFAULT")

    if connection.vendor == "postgresql":
        BaseDatabaseOperations.execute_sql_flush = for_a_moment  # type: ignore[method-assign]

    def without_triggers(self: DatabaseOperations, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(self, statements)
            for _, sql in triggers:
                cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = without_triggers  # type: ignore[method-assign]
    yield
    del DatabaseOperations.execute_sql_flush
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
