"""A draft that the secretariat entered is open to it; any other is the delegation's alone."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def of_the_secretariat(apps, schema_editor):
    """Statements begun by somebody who holds a role of the meeting and none in the delegation."""
    Version, Assignment = apps.get_model("comity", "Version"), apps.get_model("comity", "Assignment")
    roles = Assignment.objects.filter(
        person=OuterRef("statement__created_by"), meeting=OuterRef("statement__meeting")
    )
    own = roles.filter(delegation=OuterRef("statement__delegation"))
    desk = roles.filter(role__in=["secretariat", "document_officer"])
    Version.objects.filter(Exists(desk), ~Exists(own), number=1).update(entered=True)


class Migration(migrations.Migration):
    dependencies = [
        ("comity", "0005_roles_once"),
    ]

    operations = [
        migrations.AddField(model_name="version", name="entered", field=models.BooleanField(default=False)),
        migrations.RunPython(of_the_secretariat, migrations.RunPython.noop),
    ]
