"""The sample meeting into the database, through the verbs that people use; every statement is read from its file."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.files.examining import examine
from comity.meetings.models import Aspect, Meeting, Room, Series, Session
from comity.participants import organizations
from comity.sample import (
    attending,
    campaigns,
    earlier,
    floors,
    framework,
    outcome,
    papers,
    press,
    programme,
    register,
    summary,
    telling,
)
from comity.sample.people import load_delegations, load_people
from comity.sample.sources import Source, sources, written
from comity.sample.story import Cast, Story, ref_of
from comity.statements.models import Statement

PARTS = (
    attending,
    earlier,
    floors,
    papers,
    programme,
    register,
    framework,
    campaigns,
    summary,
    outcome,
    press,
    telling,
)
Progress = Callable[[int, int], object]
"""Called with (statements done, statements in all)."""


def load(*, progress: Progress = lambda done, total: None) -> Meeting:
    """Load the sample meeting, or what is missing of it. Returns the meeting.

    Every statement with its whole history is one transaction, and so is the register that is made of them: stopped in
    the middle, the next call goes on where it was, and once all is there it does nothing.
    """
    stories = grouped(sources())
    meeting = Meeting.objects.filter(sample=True, slug=written("meeting.json")["meeting"]["slug"]).first()
    if (
        meeting is not None
        and not missing(meeting, stories)
        and not any(part.missing(meeting) for part in PARTS)
    ):
        return meeting
    with transaction.atomic():
        meeting = load_meeting()
        organizations.load()
        load_people(meeting, load_delegations(meeting))
        attending.load(meeting)
        programme.load(meeting)
        earlier.load(meeting)
    load_statements(meeting, missing(meeting, stories), total=len(stories), progress=progress)
    floors.load(meeting)
    papers.load(meeting)
    register.load(meeting)
    framework.load(meeting)
    campaigns.load(meeting)
    summary.load(meeting)
    outcome.load(meeting)
    press.load(meeting)
    telling.load(meeting)
    return meeting


def grouped(found: list[Source]) -> list[list[Source]]:
    """The language versions and later versions of each statement together, in the order in which they came in."""
    statements: dict[str, list[Source]] = {}
    for source in found:
        statements.setdefault(source.code, []).append(source)
    return sorted(statements.values(), key=lambda parts: parts[0].facts["received"])


def missing(meeting: Meeting, stories: list[list[Source]]) -> list[list[Source]]:
    """The statements that are not there yet; one that is there is there whole."""
    there = set(Statement.objects.filter(meeting=meeting).values_list("ref", flat=True))
    return [parts for parts in stories if ref_of(meeting, parts[0].code) not in there]


def load_meeting() -> Meeting:
    """The meeting with its aspects and sessions, as the file has them."""
    content = written("meeting.json")
    series, _ = Series.objects.update_or_create(
        slug=content["series"]["slug"], defaults={"titles": content["series"]["titles"]}
    )
    fields = {key: value for key, value in content["meeting"].items() if key != "slug"}
    fields["statements_due_at"] = datetime.fromisoformat(fields["statements_due_at"])
    meeting, _ = Meeting.objects.update_or_create(
        slug=content["meeting"]["slug"], defaults={**fields, "series": series, "sample": True}
    )
    aspects = {}
    for position, entry in enumerate(content["aspects"], start=1):
        texts = {key: entry[key] for key in ("titles", "scope_notes", "in_scope", "out_of_scope")}
        aspects[entry["code"]], _ = Aspect.objects.update_or_create(
            meeting=meeting, code=entry["code"], defaults={"position": position, **texts}
        )
    room, _ = Room.objects.update_or_create(meeting=meeting, code="cr4", defaults={"names": content["rooms"]})
    for position, entry in enumerate(content["sessions"], start=1):
        load_session(meeting, entry, position, aspects, room)
    meeting.refresh_from_db()
    return meeting


def load_session(
    meeting: Meeting, entry: dict[str, Any], position: int, aspects: dict[str, Aspect], room: Room
) -> None:
    session, _ = Session.objects.get_or_create(
        meeting=meeting,
        code=entry["code"],
        defaults={
            "tier": entry["tier"],
            "position": position,
            "titles": entry["titles"],
            "annotations": entry.get("annotations", {}),
            "room": room,
            "starts_at": datetime.fromisoformat(entry["starts_at"]),
            "ends_at": datetime.fromisoformat(entry["ends_at"]),
            "slot_minutes": entry["slot_minutes"],
        },
    )
    session.aspects.set([aspects[code] for code in entry["aspects"]])


def load_statements(meeting: Meeting, stories: list[list[Source]], *, total: int, progress: Progress) -> None:
    """Read ahead on all cores, act in the order in which the statements came in."""
    cast, done = Cast(meeting), total - len(stories)
    with ThreadPoolExecutor() as pool:
        readings = [
            {one.name: pool.submit(examine, one.path, one.name) for one in parts} for parts in stories
        ]
        for parts, waiting in zip(stories, readings, strict=True):
            with transaction.atomic():
                Story(parts, {name: one.result() for name, one in waiting.items()}, cast).tell()
            done += 1
            progress(done, total)
