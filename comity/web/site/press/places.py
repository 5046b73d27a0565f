"""Pages of the press room for the site map, and to which of them a permanent address leads."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from comity.meetings import queries
from comity.press import shown
from comity.press.models import PressConference


def places(at: datetime) -> list[tuple[str, list[str], datetime | None]]:
    """For the site map: (name, arguments, when it changed) of every page of the press room."""
    found: list[tuple[str, list[str], datetime | None]] = [("press", [], None), ("series", [], None)]
    announced = queries.was_announced("release__meeting__")
    found += [
        ("press_release", [one.release.ref], one.public_from) for one in shown.public(at).filter(announced)
    ]
    conferences = PressConference.objects.public(at).filter(queries.was_announced("meeting__"))
    return [*found, *(("press_conference", [one.ref], one.announced_at) for one in conferences)]


def permanent(ref: str) -> str:
    """The page of the release or press conference of that reference; "" for what nobody may know of."""
    at = timezone.now()
    if shown.find(ref, at=at) is not None or shown.withdrawn(ref) is not None:
        return reverse("site:press_release", args=[ref])
    if PressConference.objects.public(at).filter(ref=ref).exists():
        return reverse("site:press_conference", args=[ref])
    return ""
