"""What the session remembers of a reader: what to undo, and what was left for later."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from comity.meetings.models import Meeting
from comity.practices import waiting
from comity.practices.waiting import Next, View
from comity.web.desk.reading.acts import Entry

STEPS = 30
"""Acts that can be undone one after another."""
LATER = 500


def of(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return request.session.get(f"reading-{meeting.slug}") or {"undo": [], "later": []}


def keep(request: HttpRequest, meeting: Meeting, words: dict[str, Any]) -> None:
    request.session[f"reading-{meeting.slug}"] = {
        "undo": words["undo"][-STEPS:],
        "later": words["later"][-LATER:],
    }


def remember(request: HttpRequest, meeting: Meeting, entry: Entry) -> None:
    """The last act, with the paragraph and the way on which it was done."""
    words = of(request, meeting)
    words["undo"].append(entry)
    if entry["verb"] == "later":
        words["later"].append(entry["paragraph"])
    keep(request, meeting, words)


def last(request: HttpRequest, meeting: Meeting) -> Entry | None:
    entries: list[Entry] = of(request, meeting)["undo"]
    return entries[-1] if entries else None


def drop_last(request: HttpRequest, meeting: Meeting) -> None:
    words = of(request, meeting)
    entry = words["undo"].pop()
    if entry["verb"] == "later":
        words["later"] = [one for one in words["later"] if one != entry["paragraph"]]
    keep(request, meeting, words)


def later(request: HttpRequest, meeting: Meeting) -> set[int]:
    return set(of(request, meeting)["later"])


def following(request: HttpRequest, seen: View, way: str, *, after: int | None = None) -> Next | None:
    """What comes next; when only what was left for later is left, later is now."""
    waits = later(request, seen.meeting)
    found = waiting.following(seen, way, skipped=waits, after=after)
    if found is None and waits and (waiting.is_queue(way) or way in (waiting.SECOND, waiting.REFERRED)):
        keep(request, seen.meeting, {**of(request, seen.meeting), "later": []})
        found = waiting.following(seen, way)
    return found
