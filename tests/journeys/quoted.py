"""A published statement whose words are hard to point at. Run in the home of a site."""

from __future__ import annotations

import json
import os

import django


def fill() -> dict[str, str]:
    from comity.meetings.models import Meeting
    from comity.participants.models import Delegation
    from comity.statements import publication, receipt, review
    from tests.makers import NOW, a_draft, add_file, the_desk

    meeting = Meeting.objects.get(slug="sm2016")
    delegation = Delegation.objects.filter(meeting=meeting).first()
    version = a_draft(
        delegation,
        "Under resolution 2178 (2013) we \u202eshare 𝒳 what works.",
        "Thank you.",
        consent_to_quote=True,
    )
    desk = the_desk(meeting)
    add_file(version, "Nous partageons ce qui fonctionne.", "Merci.", by=desk, language="fr")
    receipt.submit(version, by=desk, at=NOW)
    review.take(version, by=desk, at=NOW)
    review.accept(version, by=desk, at=NOW)
    publication.publish(version, by=desk, at=NOW)
    return {"ref": version.statement.ref}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(fill()))
