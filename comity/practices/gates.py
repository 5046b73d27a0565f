"""What the database itself refuses, on SQLite and PostgreSQL alike: the register's gates as triggers.

They are taken down before a migration that changes anything and put up after it, because SQLite cannot rebuild a
table that a trigger of another one names, and loses the triggers of one that it rebuilds (docs/decisions/0015).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True, slots=True)
class Gate:
    """`when` is SQL over NEW and OLD that both databases read alike; where it holds the change is refused."""

    name: str
    table: str
    event: str
    """BEFORE INSERT, AFTER UPDATE, ..."""
    when: str
    message: str

    def sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} {self.event} ON {self.table} WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def body(self) -> str:
        """Of the function that PostgreSQL calls for each row."""
        row = "OLD" if self.event.endswith("DELETE") else "NEW"
        return f" BEGIN IF {self.when} THEN RAISE EXCEPTION '{self.message}'; END IF; RETURN {row}; END "

    def trigger(self) -> str:
        return f"CREATE TRIGGER {self.name} {self.event} ON {self.table} FOR EACH ROW"


@dataclass(frozen=True, slots=True)
class NoWayRound:
    """Rows are not taken away behind the triggers: SQLite's REPLACE and PostgreSQL's TRUNCATE fire none of a row."""

    table: str

    @property
    def name(self) -> str:
        return f"gate_{self.table.removeprefix('comity_')}_no_way_round"

    @property
    def message(self) -> str:
        return f"{self.table} keeps its rows"

    def sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} BEFORE INSERT ON {self.table} "
            f"WHEN EXISTS (SELECT 1 FROM {self.table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def body(self) -> str:
        return f" BEGIN RAISE EXCEPTION '{self.message}'; END "

    def trigger(self) -> str:
        return f"CREATE TRIGGER {self.name} BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"


def put_up(gates: Iterable[Gate | NoWayRound], using: str = "default") -> None:
    """Every gate as it is written: missing ones, and in place of those that were written otherwise."""
    there = standing(using)
    is_sqlite = connections[using].vendor == "sqlite"
    with connections[using].cursor() as cursor:
        for gate in gates:
            source = gate.sqlite() if is_sqlite else gate.body()
            _table, written = there.get(gate.name, ("", None))
            if written == source:
                continue
            if written is not None:
                take_down(using, [gate.name])
            if is_sqlite:
                cursor.execute(source)
            else:
                cursor.execute(
                    f"CREATE FUNCTION {gate.name}() RETURNS trigger LANGUAGE plpgsql AS $gate${source}$gate$"
                )
                cursor.execute(f"{gate.trigger()} EXECUTE FUNCTION {gate.name}()")


def take_down(using: str = "default", names: Iterable[str] | None = None) -> None:
    """Gates that stand (all by default), so that a migration may rebuild tables."""
    there = standing(using)
    with connections[using].cursor() as cursor:
        for name in there if names is None else names:
            if connections[using].vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {there[name][0]}")
                cursor.execute(f"DROP FUNCTION {name}()")


def standing(using: str = "default") -> dict[str, tuple[str, str]]:
    """Name -> table and source of the gates that the database has."""
    sql = {
        "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'gate_%'",
        "postgresql": "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgname LIKE 'gate_%'",
    }[connections[using].vendor]
    with connections[using].cursor() as cursor:
        cursor.execute(sql)
        return {name: (table, source) for name, table, source in cursor.fetchall()}


def has_tables(gates: Iterable[Gate | NoWayRound], using: str = "default") -> bool:
    """Whether the migrations have come as far as the tables that the gates stand on."""
    return {gate.table for gate in gates} <= {*connections[using].introspection.table_names()}
