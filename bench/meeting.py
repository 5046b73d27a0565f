"""A meeting with published statements in a home of its own, for the measurements of pages and import."""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

SUBJECTS = (
    "national legislation on incitement",
    "cooperation with service providers",
    "mutual legal assistance",
    "preservation of electronic evidence",
    "community engagement",
    "media literacy in schools",
    "protection of personal data",
    "training of judges and prosecutors",
    "transparency reports",
    "support for victims",
)
VERBS = ("has adopted", "is reviewing", "supports", "has evaluated", "proposes", "recommends")
ENDS = (
    "in line with its obligations under international human rights law",
    "as called for in resolution 1624 (2005)",
    "in the framework of resolution 2178 (2014)",
    "together with civil society and academia",
    "and shares the lessons with its region",
    "with the assistance of the Executive Directorate",
)
_numbers = count(1)


def words(number: int, *, paragraphs: int = 12) -> str:
    """The text of a statement: plain sentences that differ from one number to the next."""
    pick = random.Random(number)
    lines = [f"Statement number {number}"]
    for _ in range(paragraphs):
        sentences = [
            f"My country {pick.choice(VERBS)} {pick.choice(SUBJECTS)} {pick.choice(ENDS)}." for _ in range(4)
        ]
        lines.append(" ".join(sentences))
    return "\n\n".join(lines) + "\n"


def prepare(home: Path) -> None:
    """Point this process at the home and make its tables. Django can be set up once in a process."""
    os.environ.update(COMITY_DEMO="1", COMITY_HOME=str(home), DJANGO_SETTINGS_MODULE="config.settings")
    os.environ.pop("COMITY_DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def build_meeting(home: Path, number: int) -> None:
    """A meeting in session with as many published statements as asked for; their addresses are in `refs.txt`."""
    prepare(home)
    from django.core.management import call_command

    from comity.meetings.models import Aspect, Meeting
    from comity.statements import bulk
    from comity.texts.states import states

    today = datetime.now(UTC).date()
    meeting = Meeting.objects.create(
        slug="bench",
        titles={"en": "Meeting of the measurements"},
        state=Meeting.State.IN_SESSION,
        opens_on=today,
        closes_on=today + timedelta(days=1),
    )
    aspect = Aspect.objects.create(meeting=meeting, code="general", position=1, titles={"en": "General"})
    by = bulk.importer(meeting)
    codes = [state["iso3"].lower() for state in states()]
    refs = [publish(home, meeting, codes[place % len(codes)], aspect, by=by) for place in range(number)]
    (home / "refs.txt").write_text("\n".join(refs), encoding="utf-8")
    call_command("collectstatic", interactive=False, verbosity=0)


def publish(home: Path, meeting: Any, code: str, aspect: Any, *, by: Any, **details: Any) -> str:
    """One statement through the verbs, from file to publication; returns its address."""
    from comity.participants.models import Body, Delegation
    from comity.statements import intake

    number = next(_numbers)
    path = home / f"statement-{number}.txt"
    path.write_text(words(number), encoding="utf-8")
    delegation, _ = Delegation.objects.get_or_create(meeting=meeting, body=Body.objects.get(code=code))
    at = datetime.now(UTC)
    submission = intake.Submission(
        delegation, [intake.Part(path, path.name)], [aspect], at, {"consent_to_publish": True, **details}
    )
    taken = intake.take_in(submission, by=by)
    intake.pass_through_each([taken.version], by=by, at=at)
    return str(taken.version.statement.ref)


def publish_one(kind: str) -> tuple[str, float]:
    """Publish one more, at once or under an embargo that ends in two seconds: (address, instant in seconds since 1970).

    It is Afghanistan's, which stands first in the list.
    """
    from django.conf import settings

    from comity.meetings.models import Meeting
    from comity.statements import bulk

    meeting = Meeting.objects.get(slug="bench")
    details: dict[str, Any] = {}
    until = datetime.now(UTC) + timedelta(seconds=2)
    if kind == "end of an embargo":
        details = {"embargo": "until_time", "embargo_until": until}
    ref = publish(
        Path(settings.HOME), meeting, "afg", meeting.aspects.get(), by=bulk.importer(meeting), **details
    )
    return ref, until.timestamp() if details else time.time()
