"""`python -m tests.journeys.pressing N SECONDS`: a release under embargo for so many seconds from now, and N addresses on
the accredited list; `... look`: what came of it."""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django


def fill(number: int, seconds: float) -> dict[str, Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from comity.press.models import Accreditation, ReleaseVersion
    from tests.press.makers import a_release, the_meeting

    call_command("migrate", verbosity=0)
    now = timezone.now()
    version = a_release(until=now + timedelta(minutes=5), at=now)
    Accreditation.objects.bulk_create(
        Accreditation(
            meeting=the_meeting(),
            name=f"Reporter {one}",
            outlet="Example",
            medium="print",
            email=f"r{one}@example.org",
            state="approved",
            mails_agreed_at=now,
            asked_at=now,
        )
        for one in range(number)
    )
    opens = timezone.now() + timedelta(seconds=seconds)
    ReleaseVersion.objects.filter(pk=version.pk).update(public_from=opens)
    return {"ref": version.release.ref, "opens": opens.timestamp()}


def look() -> dict[str, int]:
    from comity.participants.models import Letter
    from comity.press.models import ReleaseMail

    letters = Letter.objects.filter(release_mail__isnull=False)
    return {
        "mails": ReleaseMail.objects.count(),
        "sent": letters.filter(sent_at__isnull=False).count(),
        "waiting": letters.filter(due_at__isnull=False).count(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    said = look() if sys.argv[1] == "look" else fill(int(sys.argv[1]), float(sys.argv[2]))
    print(json.dumps(said))
