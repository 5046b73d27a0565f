"""Mails are written into the database and sent from there; when a receipt was mailed is what its letter says."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def letters_of_receipts(apps, schema_editor):
    Receipt, Letter = apps.get_model("comity", "Receipt"), apps.get_model("comity", "Letter")
    for receipt in Receipt.objects.exclude(mailed_at=None).select_related("issued_to", "version__statement"):
        receipt.letter = Letter.objects.create(
            to=receipt.issued_to.email,
            subject=receipt.number,
            meeting_id=receipt.version.statement.meeting_id,
            written_at=receipt.issued_at,
            attempts=1,
            sent_at=receipt.mailed_at,
        )
        receipt.save(update_fields=["letter"])
    if (
        schema_editor.connection.vendor == "postgresql"
    ):  # which alters no table with constraints left to check
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def times_of_letters(apps, schema_editor):
    for receipt in apps.get_model("comity", "Receipt").objects.exclude(letter=None).select_related("letter"):
        receipt.mailed_at = receipt.letter.sent_at
        receipt.save(update_fields=["mailed_at"])
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def to_letter(name):
    return models.OneToOneField(
        "comity.Letter", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name=name
    )


class Migration(migrations.Migration):
    dependencies = [("comity", "0006_entered")]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=300)),
                ("body", models.TextField(blank=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        "comity.Meeting",
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.AddConstraint(
            "letter",
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, due_at__isnull=True, given_up_at__isnull=True, body="")
                | Q(sent_at__isnull=True, due_at__isnull=False, given_up_at__isnull=True)
                | Q(sent_at__isnull=True, due_at__isnull=True, given_up_at__isnull=False),
                name="a_letter_is_due_or_sent_or_given_up",
            ),
        ),
        migrations.AddField("invitation", "letter", to_letter("invitation")),
        migrations.AddField("receipt", "letter", to_letter("receipt")),
        migrations.RunPython(letters_of_receipts, times_of_letters),
        migrations.RemoveField("receipt", "mailed_at"),
    ]
