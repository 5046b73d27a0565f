"""Databases of every earlier version go on to the present one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

pytestmark = pytest.mark.django_db
OTHERS = [
    *(("contenttypes", name) for name in ("0001_initial", "0002_remove_content_type_name")),
    ("auth", "0012_alter_user_first_name_max_length"),
    ("account", "0001_initial"),
    ("sessions", "0001_initial"),
]


@pytest.fixture
def database(tmp_path: Path) -> BaseDatabaseWrapper:
    """An empty SQLite file of its own."""
    own = connections["default"].__class__ if connections["default"].vendor == "sqlite" else None
    if own is None:
        pytest.skip("the rows of django_migrations are the same on PostgreSQL")
    made: BaseDatabaseWrapper = own({**connections["default"].settings_dict, "NAME": str(tmp_path / "db")})
    return made


@pytest.mark.parametrize("last", ["0001", "0013", "0026", "0031"])
def test_a_database_that_has_some_of_the_replaced_migrations_goes_on(
    database: BaseDatabaseWrapper, last: str
) -> None:
    """Decision 31: those that were applied stand, the rest of the old ones follow."""
    recorder = MigrationRecorder(database)
    recorder.ensure_schema()
    names = sorted(one.stem for one in Path("comity/migrations").glob("0*.py") if "whole" not in one.stem)
    there = [name for name in names if name[:4] <= last]
    for app, name in [*(("comity", name) for name in there), *OTHERS]:
        recorder.record_applied(app, name)
    with override_settings(MIGRATION_MODULES={}):  # tests begin with tables that were made at once
        executor = MigrationExecutor(database)
        executor.loader.check_consistent_history(database)
        plan = [
            migration.name
            for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes("comity"))
            if migration.app_label == "comity"
        ]
    assert plan == [name for name in names if name not in there]
    database.close()
