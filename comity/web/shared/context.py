"""What every template may use."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi

from comity.floor import authority as floor
from comity.languages import NATIVE_NAMES, page_language, reader_language
from comity.meetings.models import Part
from comity.papers import authority as papers
from comity.participants.models import DELEGATION_ROLES, Role
from comity.practices import authority as practices
from comity.press import authority as press
from comity.statements import authority
from comity.web.shared import head

PREFIX = re.compile(rf"^/(?:{'|'.join(re.escape(code) for code, _name in settings.LANGUAGES)})(?=/)")
REGISTER = practices.BY_ROLE[practices.Act.SEE]
PAPERS = papers.BY_ROLE[papers.Act.READ]
PRESS = press.BY_ROLE[press.Act.WRITE] | press.BY_ROLE[press.Act.CLEAR_CHAIR]
FLOOR = floor.BY_ROLE[floor.Act.MODERATE]
DESK = authority.BY_ROLE[authority.Act.READ_UNPUBLISHED]


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "language": reader_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "demo": settings.DEMO,
        "public_address": settings.PUBLIC_ADDRESS,
        "page_languages": page_languages(request),
        "current_meeting": SimpleLazyObject(lambda: head.current(request)),
        "register_is_open": SimpleLazyObject(lambda: head.is_open(request, "register")),
        "framework_is_open": SimpleLazyObject(lambda: head.is_open(request, "framework")),
        "places": SimpleLazyObject(lambda: places(request)),
    }


def page_languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in every language, with its query: `code` for the reader, `page` as in the address."""
    address = request.get_full_path()
    rest = PREFIX.sub("", address)
    if rest == address:
        rest = "/"  # an address without a language
    here = reader_language()
    return [
        {
            "code": code,
            "page": page_language(code),
            "name": name,
            "address": f"/{page_language(code)}{rest}",
            "here": code == here,
        }
        for code, name in NATIVE_NAMES.items()
    ]


def places(request: HttpRequest) -> dict[str, bool]:
    """Where the signed-in person works: at the portal, at the desk, on the floor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return dict.fromkeys(("portal", "asks", "desk", "register", "papers", "press", "floor"), False)
    leading, alone = led_by(user), floor.asking_alone(user)
    found = user.assignments.annotate(leads=Exists(leading), asks=Exists(alone))
    rows = [*found.values_list("role", "leads", "asks")]
    held = {Role(role) for role, _leads, _asks in rows}
    leads, asks = rows[0][1:] if rows else (leading.exists(), alone.exists())
    return {
        "portal": bool(held & DELEGATION_ROLES) or asks,
        "asks": asks,
        "desk": bool(held & DESK),
        "register": bool(held & REGISTER),
        "papers": bool(held & PAPERS) and not held & DESK,
        "press": bool(held & PRESS),
        "floor": bool(held & FLOOR) or leads,
    }


def led_by(user: Any) -> QuerySet[Part]:
    """Parts in which the person chairs or moderates a session, with or without a role of its meeting (R08-1)."""
    led = Part.objects.filter(role__in=floor.LEADERS, state__in=floor.LEADING_STATES)
    return led.filter(participant__person=user.pk)
