"""Saying no to a programme: RFC 9457, with the sentence that a page would show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.refusals import NotAllowed, NotNow, Refused

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """What a route answers instead; `kind` is a key of `TITLES`."""

    def __init__(
        self, status: int, kind: str, sentence: str | Promise = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.sentence = sentence
        self.headers = dict(headers or {})


TITLES: dict[str, str | Promise] = {
    "malformed": gettext_lazy("The request cannot be read."),
    "no-token": gettext_lazy("A token is needed."),
    "bad-token": gettext_lazy("The token is not good."),
    "scope": gettext_lazy("The token is not made for this."),
    "not-allowed": gettext_lazy("You may not do this."),
    "not-found": gettext_lazy("Nothing is here."),
    "method": gettext_lazy("This address does not take that method."),
    "not-now": gettext_lazy("This is not possible now."),
    "gone": gettext_lazy("This was withdrawn."),
    "lost-update": gettext_lazy("It has changed since you read it."),
    "too-large": gettext_lazy("The request is too large."),
    "refused": gettext_lazy("This cannot be taken."),
    "fields": gettext_lazy("Some fields are not right."),
    "other-request": gettext_lazy("The key belongs to another request."),
    "no-condition": gettext_lazy("Say which state you have read."),
    "too-often": gettext_lazy("Too many requests."),
    "fault": gettext_lazy("Something went wrong here."),
}
"""Kind -> title. The address of a kind leads to the reference page."""
BY_STATUS = {
    400: "malformed",
    401: "no-token",
    403: "not-allowed",
    404: "not-found",
    405: "method",
    409: "not-now",
    410: "gone",
    413: "too-large",
    422: "refused",
    429: "too-often",
    500: "fault",
}


def address_of(kind: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}/interface/#{kind}"


def answer(
    status: int,
    kind: str,
    sentence: str | Promise = "",
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A problem as its own media type; `more` are its further members."""
    told: dict[str, Any] = {"type": address_of(kind), "title": str(TITLES[kind]), "status": status}
    if sentence:
        told["detail"] = str(sentence)
    written = json.dumps(told | more, ensure_ascii=False)
    return HttpResponse(written, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def of_refusal(refused: Refused) -> HttpResponse:
    """What verbs refuse: 403 who may not, 409 what the state does not allow, 422 what is not right."""
    if isinstance(refused, NotAllowed):
        return answer(403, "not-allowed", str(refused))
    if isinstance(refused, NotNow):
        return answer(409, "not-now", str(refused))
    return answer(422, "refused", str(refused))


def of_fields(errors: Mapping[str, list[str]]) -> HttpResponse:
    """Errors by the name of the field, as a form shows them."""
    return answer(422, "fields", _("Mend the fields that are named, and send it again."), errors=errors)
