"""Databases of every earlier version go on to the present one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent.parent / "comity" / "migrations"


@pytest.mark.parametrize("last", ["0001", "0013", "0026", "0031"])
def test_a_database_that_has_some_of_the_replaced_migrations_goes_on(last: str) -> None:
    """Decision 31: those that were applied stand, the rest of the old ones follow."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.all().delete()
    names = sorted(one.stem for one in FOLDER.glob("0*.py") if "whole" not in one.stem)
    there = [name for name in names if name[:4] <= last]
    with override_settings(MIGRATION_MODULES={}):  # tests begin with tables that were made at once
        for app, name in MigrationLoader(None).disk_migrations:
            if app != "comity" or name in there:
                recorder.record_applied(app, name)
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        targets = executor.loader.graph.leaf_nodes("comity")
        plan = [one.name for one, _back in executor.migration_plan(targets) if one.app_label == "comity"]
    assert plan == [name for name in names if name not in there]
