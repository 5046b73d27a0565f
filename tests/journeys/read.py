"""Statements to read and a rapporteur who reads them. Run in the home of a site."""

from __future__ import annotations

import json
import os

import django


def fill() -> dict[str, str]:
    from comity.meetings.models import Meeting
    from comity.participants.models import Role
    from tests.makers import a_delegation, a_published_statement, a_role

    meeting = Meeting.objects.get(slug="sm2016")
    a_role(Role.RAPPORTEUR, meeting, name="rapporteur")
    statement = a_published_statement(
        a_delegation(meeting, "nor"),
        "I thank you, Mr. Chair.",
        "We train judges \u202eand 𝒳 prosecutors. States should publish figures each year. It rained.",
        "States should keep a contact point that answers at any hour.",
        "Norway aligns itself with the statement made by Kenya.",
    )
    a_published_statement(
        a_delegation(meeting, "ken"),
        "ينبغي للدول أن تدرب القضاة. وينبغي لها أن تنشر الأرقام كل عام.",
        language="ar",
    )
    return {"ref": statement.ref}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(fill()))
