"""Accounts that are closed, when somebody was invited, and notices of venues, withdrawn papers and minutes."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F


def say_when_invited(apps: Any, schema_editor: Any) -> None:
    """Until now an invitation was written with the registration; who was only noted has no address that was used."""
    participants = apps.get_model("comity", "Participant").objects
    participants.filter(state__in=("invited", "declined")).exclude(email="").update(
        invited_at=F("registered_at")
    )


class Migration(migrations.Migration):
    dependencies = [("comity", "0021_floor")]

    operations = [
        migrations.AddField("participant", "invited_at", models.DateTimeField(null=True)),
        migrations.AddField("person", "closed_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(
                    ("closed_at", None),
                    models.Q(("is_active", False), ("name", ""), ("title", "")),
                    _connector="OR",
                ),
                name="nothing_personal_in_a_closed_account",
            ),
        ),
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                choices=[
                    ("moved", "change of time or room"),
                    ("cancelled", "cancellation"),
                    ("postponed", "postponement"),
                    ("restored", "held after all"),
                    ("added", "new session"),
                    ("venue", "change of venue"),
                    ("agenda", "agenda"),
                    ("paper", "paper"),
                    ("recalled", "withdrawal of a paper"),
                    ("shared", "minutes shared"),
                    ("final", "minutes final"),
                    ("published", "statement"),
                    ("corrected", "correction of a statement"),
                    ("revised", "revision of a statement"),
                    ("withdrawn", "withdrawal of a statement"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(say_when_invited, migrations.RunPython.noop, elidable=True),
    ]
