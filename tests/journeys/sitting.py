"""`python -m tests.journeys.sitting`: a meeting of today whose session is about to sit, with those who speak in it and
those who conduct it; `... sits`: it sits already, its list is open; `... look`: what was done on its floor;
`... next`, `... rule`: the desk does it, beside the browser.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django


def fill() -> dict[str, Any]:
    from django.core.management import call_command
    from django.utils import timezone

    from comity.floor import acting, inscribing
    from comity.floor.inscribing import Asked
    from comity.meetings.models import Session
    from comity.participants.models import Role
    from tests.makers import a_delegate, a_delegation, a_meeting, a_role, the_desk

    call_command("migrate", verbosity=0)
    now = timezone.now()
    meeting = a_meeting("today", statements_due_at=None, opens_on=now.date(), closes_on=now.date())
    Session.objects.update(starts_at=now, ends_at=now + timedelta(hours=3))
    desk = the_desk(meeting)
    a_role(Role.CHAIR, meeting, name="chair")
    session, aspects = meeting.sessions.get(), [*meeting.aspects.all()]
    floor = acting.of(session)
    delegates = {}
    for code in ("nor", "chl", "ken"):
        delegation = a_delegation(meeting, code)
        a_delegate(delegation)
        delegates[code] = delegation.pk
        if code != "ken":
            inscribing.ask(delegation, floor.session, Asked(aspects=aspects[:1]), by=desk, at=now)
    return {"session": session.pk, **delegates}


def look() -> list[str]:
    """Every act in order, with whether it was undone."""
    from comity.floor.models import FloorAct

    return [
        f"{one.verb}{' (undone)' if one.undone_at else ''}" for one in FloorAct.objects.order_by("number")
    ]


def sits() -> dict[str, Any]:
    found = fill()
    floor, desk, now = stood()
    from comity.floor import listing, moderating

    listing.open_list(floor, by=desk, at=now)
    moderating.call_to_order(floor, by=desk, at=now)
    return found


def next_speaker() -> dict[str, str]:
    from comity.floor import moderating

    floor, desk, now = stood()
    moderating.give_next(floor, ending=moderating.speaking(floor), by=desk, at=now)
    return {}


def rule() -> dict[str, str]:
    from comity.floor import ruling

    floor, desk, now = stood()
    ruling.rule_out(floor.questions.get(), reason="Beside the declared aspects.", by=desk, at=now)
    return {}


def stood() -> tuple[Any, Any, Any]:
    """The floor, the desk, and now."""
    from django.utils import timezone

    from comity.floor.models import Floor
    from comity.participants.models import Person

    floor = Floor.objects.select_related("session__meeting").get()
    return floor, Person.objects.get(email="desk@example.org"), timezone.now()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    done = {"": fill, "sits": sits, "look": look, "next": next_speaker, "rule": rule}
    print(json.dumps(done["".join(sys.argv[1:2])]()))
