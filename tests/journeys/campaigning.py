"""`python -m tests.journeys.campaigning`: a meeting with an empty framework, and who plans, reviews and approves a campaign."""

from __future__ import annotations

import json
import os

import django


def fill() -> dict[str, str]:
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from comity.framework import placing
    from comity.meetings.models import Meeting
    from comity.participants.models import Role
    from tests.makers import a_meeting, a_role, the_desk

    call_command("migrate", verbosity=0)
    at = timezone.now() - timedelta(days=1)
    meeting = a_meeting(statements_due_at=None, state=Meeting.State.FOLLOW_UP, announced_at=at)
    the_desk(meeting)
    rapporteur, _reviewer, _chair = (
        a_role(role, meeting, name=role.value) for role in (Role.RAPPORTEUR, Role.REVIEWER, Role.CHAIR)
    )
    placing.begin(
        meeting, titles={"en": "Proposal for a framework", "ar": "مقترح إطار"}, by=rapporteur, at=at
    )
    return {}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(fill()))
