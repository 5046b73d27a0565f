"""What the head of every page asks the database: one question a page, whoever asks first."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest
from django.utils import timezone

from comity.framework import public as frameworks
from comity.meetings import queries
from comity.meetings.models import Meeting
from comity.practices import register

KEPT = "public_meetings"
"""Where the request keeps the answer."""


def meetings(request: HttpRequest) -> list[Meeting]:
    """The meetings that the public sees, as `queries.public` gives them. Each also bears whether a register and a
    framework are public at all."""
    found: list[Meeting] | None = getattr(request, KEPT, None)
    if found is None:
        at = timezone.now()
        asked = {"register_is_open": register.opened(at=at), "framework_is_open": frameworks.opened(at=at)}
        told = {name: ExpressionWrapper(what, BooleanField()) for name, what in asked.items()}
        found = list(queries.announced().annotate(**told))
        setattr(request, KEPT, found)
    return found


def current(request: HttpRequest) -> Meeting | None:
    """The meeting that is named at the head of a page which belongs to none."""
    return queries.current(meetings(request), at=timezone.now())


def is_open(request: HttpRequest, what: str) -> bool:
    """Of `register` and `framework`; neither is without a meeting."""
    return any(getattr(one, f"{what}_is_open") for one in meetings(request))
