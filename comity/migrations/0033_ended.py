"""What is closed says how, when and where; after the rows of 0032, so that PostgreSQL may change the tables."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comity", "0032_handed_on")]

    operations = [
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_in__isnull", True),
                        ("closed_on__isnull", True),
                        ("ended", ""),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_in__isnull", False),
                        ("closed_on__isnull", False),
                        models.Q(("ended", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_follow_up_is_closed_by_a_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="futurework",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_in__isnull", True),
                        ("closed_on__isnull", True),
                        ("ended", ""),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_in__isnull", False),
                        ("closed_on__isnull", False),
                        models.Q(("ended", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="future_work_is_closed_by_a_meeting",
            ),
        ),
    ]
