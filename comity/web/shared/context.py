"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from comity.languages import reader_language


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "language": reader_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "demo": settings.DEMO,
        "public_address": settings.PUBLIC_ADDRESS,
    }
