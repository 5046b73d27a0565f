"""Who of the desk may read a CONFIDENTIAL statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comity", "0007_letters")]

    operations = [
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        "comity.Statement",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                    ),
                ),
                ("granted_at", models.DateTimeField()),
            ],
            options={"ordering": ["granted_at", "pk"]},
        ),
        migrations.AddConstraint(
            "clearance",
            models.UniqueConstraint(fields=["statement", "person"], name="a_reader_is_named_once"),
        ),
    ]
