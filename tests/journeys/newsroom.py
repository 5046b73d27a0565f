"""`python -m tests.journeys.newsroom`: a meeting whose press office begins its work, with what Kenya said in two
languages; `... opens SECONDS REF`: let the embargo of a release end so many seconds from now."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

ENGLISH = "We keep a contact point that answers requests for evidence day and night."
ARABIC = "ولدينا مركز اتصال يجيب عن طلبات الأدلة ليلا ونهارا."


def fill() -> dict[str, Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from comity.meetings.models import Meeting
    from tests import makers
    from tests.press import makers as press

    call_command("migrate", verbosity=0)
    now = timezone.now() - timedelta(hours=1)
    meeting = makers.a_meeting(
        statements_due_at=None,
        titles={"en": "Special Meeting", "ar": "الاجتماع الاستثنائي"},
        short_titles={"en": "Special Meeting", "ar": "الاجتماع الاستثنائي"},
    )
    draft = makers.a_draft(makers.a_delegation(meeting, "ken"), ENGLISH, by=makers.the_desk(meeting), at=now)
    makers.add_file(draft, ARABIC, by=makers.the_desk(meeting), at=now, language="ar")
    statement = makers.publish_draft(draft, at=now)
    for person in (press.the_officer(), press.the_chair()):
        person.set_password("a-long-word-7")
        person.save(update_fields=["password"])
    press.a_reader(name="Ana Reporter", language="ar", at=now)
    return {"statement": statement.ref, "meeting": Meeting.objects.get().slug}


def opens(seconds: float, ref: str) -> dict[str, float]:
    from django.utils import timezone

    from comity.press.models import ReleaseVersion

    at = timezone.now() + timedelta(seconds=seconds)
    assert ReleaseVersion.objects.filter(release__ref=ref, state="released").update(public_from=at) == 1
    return {"opens": at.timestamp()}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    print(json.dumps(opens(float(sys.argv[2]), sys.argv[3]) if sys.argv[1:2] == ["opens"] else fill()))
