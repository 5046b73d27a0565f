"""What every list of the register has around itself, and how its data is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import JsonResponse

from comity.meetings.models import Meeting
from comity.practices import compendium

GONE = 410
EVERY = 1_000_000
"""More practices than a register has: all on one page."""


def around(meeting: Meeting, meetings: list[Meeting], at: datetime) -> dict[str, Any]:
    """What every list of the register shows around itself."""
    return {
        "meeting": meeting,
        "meetings": meetings,
        "has_edition": compendium.latest(meeting.pk, at=at) is not None,
    }


def as_json(content: object, *, status: int = 200, media_type: str = "application/json") -> JsonResponse:
    return JsonResponse(
        content,
        safe=False,  # a list: no browser of today runs one as a script
        status=status,
        content_type=media_type,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
