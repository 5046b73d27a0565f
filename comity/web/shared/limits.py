"""How often a form that anybody can send may be sent: from one network address, and about one mailbox.

Counted by allauth, which also limits signing in, in the cache that all workers share (settings: ACCOUNT_RATE_LIMITS).
"""

from __future__ import annotations

from datetime import datetime

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MINUTES = 10
"""The stretch of time of every limit; after it the form is taken again."""
STATUS = 429


def sentence() -> str:
    return _(
        "This was sent too often from your network or about this address. Wait %(minutes)d minutes and send it again: "
        "what you have written stays here."
    ) % {"minutes": MINUTES}


def is_too_often(request: HttpRequest, form: forms.Form, *, action: str, mailbox: str) -> bool:
    """Count one more sending of the form; where it is one too many, the form says how long to wait."""
    if ratelimit.consume(request, action=action, key=mailbox.lower()):
        return False
    form.add_error(None, sentence())
    form.is_too_often = True  # type: ignore[attr-defined]
    return True


def answered(response: HttpResponse, form: forms.Form) -> HttpResponse:
    """The page with the form, as programmes should read it."""
    if getattr(form, "is_too_often", False):
        response.status_code = STATUS
        response.headers["Retry-After"] = str(MINUTES * 60)
    return response


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What allauth shows to whoever signs in, or asks for a new password, too often."""
    words = {"sentence": _("Too many attempts. Wait some minutes and try again.")}
    response = render(request, "refused.html", words, status=STATUS)
    response.headers["Retry-After"] = str(MINUTES * 60)
    return response


def forget(*, at: datetime) -> None:
    """Network addresses are personal data: those whose time is over go (RX-4)."""
    if isinstance(caches["default"], DatabaseCache):
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        with connection.cursor() as cursor:
            until = connection.ops.adapt_datetimefield_value(at.replace(microsecond=0))
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [until])  # noqa: S608  our own table
