"""The table of the cache that all workers share: how often somebody has sent a form."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", "comity_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("comity", "0023_record_of_the_floor")]

    operations = [
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
