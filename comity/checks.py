"""What must be true before the site is shown to the world."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_SECRET = 50
LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}


@register(Tags.security, deploy=True)
def safe_to_serve(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO:
        return demo_at_home()
    faults: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 10:
        faults.append(
            Error(
                "The secret key is missing or weak.",
                hint=f"Set COMITY_SECRET_KEY to at least {SHORTEST_SECRET} random characters, for example from "
                "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`.",
                id="comity.E001",
            )
        )
    if settings.DEBUG:
        faults.append(
            Error(
                "Debugging is on.",
                hint="Unset COMITY_DEBUG: error pages would show internals.",
                id="comity.E002",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        faults.append(
            Error(
                "The names under which the site answers are not set.",
                hint="Set COMITY_ALLOWED_HOSTS to a comma-separated list such as `meetings.example.org`.",
                id="comity.E003",
            )
        )
    if not settings.SECURE:
        faults.append(
            Warning(
                "The site is not served over HTTPS.",
                hint="Set COMITY_PUBLIC_ADDRESS to its https:// address.",
                id="comity.W001",
            )
        )
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        faults.append(
            Warning(
                "Mail is written to files, not sent.",
                hint="Set COMITY_MAIL_URL, for example `smtp+tls://user:password@mail.example.org:587`.",
                id="comity.W002",
            )
        )
    return faults


def demo_at_home() -> list[CheckMessage]:
    """The demo's secret and passwords are known to everybody: it answers to no name but those of one's own machine."""
    names = {*settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_ADDRESS).hostname or ""}
    if names <= LOOPBACK:
        return []
    return [
        Error(
            f"A demo is not for the world, and this one would answer as {', '.join(sorted(names - LOOPBACK))}.",
            hint="Unset COMITY_DEMO; or unset COMITY_ALLOWED_HOSTS and COMITY_PUBLIC_ADDRESS.",
            id="comity.E004",
        )
    ]
