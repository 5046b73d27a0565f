"""Where a programme begins, and what its token is good for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from comity.participants.models import Token
from comity.web.api.asking import needs
from comity.web.api.routes.routing import router
from comity.web.api.shapes.common import Out

TAGS = ["start"]


class Start(Out):
    """Addresses of what leads on."""

    version: str
    description: str
    reference: str
    meetings: str
    search: str
    harvest: str


class Held(Out):
    """A role, with its meeting and delegation where it has them."""

    role: str
    meeting: str | None
    delegation: str | None


class Me(Out):
    """Whom the token acts for, with what it may do at this instant."""

    name: str
    token: str
    scopes: list[str]
    expires_at: datetime
    roles: list[Held]


@router.get("/", response=Start, url_name="start", summary="Begin here", tags=TAGS)
def start(request: HttpRequest) -> Start:
    """Addresses of the description, of the lists and of the harvest."""
    home = settings.PUBLIC_ADDRESS
    return Start(
        version="1",
        description=home + reverse("api:openapi-json"),
        reference=f"{home}/interface/",
        meetings=home + reverse("api:meetings"),
        search=home + reverse("api:search"),
        harvest=home + reverse("harvest"),
    )


@router.get("/me", response=Me, url_name="me", summary="Look at the token", tags=TAGS, **needs(None))
def me(request: HttpRequest) -> Me:
    """Its scopes, and the roles that its person holds now: it can do what both allow."""
    token: Token = request.token  # type: ignore[attr-defined]
    held = token.person.assignments.select_related("meeting", "delegation__body").order_by("pk")
    return Me(
        name=str(token.person),
        token=token.name,
        scopes=token.scopes,
        expires_at=token.expires_at,
        roles=[
            Held(
                role=one.role,
                meeting=one.meeting.slug if one.meeting else None,
                delegation=one.delegation.body.code if one.delegation else None,
            )
            for one in held
        ],
    )
