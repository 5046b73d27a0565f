"""The interface itself: its routes, and what it answers when a route cannot."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from comity.refusals import Refused
from comity.web.api import described, problems, wrong
from comity.web.api.asking import Wrong
from comity.web.api.problems import Problem
from comity.web.api.routes import agendas as _agendas  # noqa: F401  each registers its routes
from comity.web.api.routes import aspects as _aspects  # noqa: F401
from comity.web.api.routes import changing as _changing  # noqa: F401
from comity.web.api.routes import circulating as _circulating  # noqa: F401
from comity.web.api.routes import documents as _documents  # noqa: F401
from comity.web.api.routes import finding as _finding  # noqa: F401
from comity.web.api.routes import framework as _framework  # noqa: F401
from comity.web.api.routes import meetings as _meetings  # noqa: F401
from comity.web.api.routes import minutes as _minutes  # noqa: F401
from comity.web.api.routes import panels as _panels  # noqa: F401
from comity.web.api.routes import papers as _papers  # noqa: F401
from comity.web.api.routes import people as _people  # noqa: F401
from comity.web.api.routes import posting as _posting  # noqa: F401
from comity.web.api.routes import practices as _practices  # noqa: F401
from comity.web.api.routes import press as _press  # noqa: F401
from comity.web.api.routes import programme as _programme  # noqa: F401
from comity.web.api.routes import register as _register  # noqa: F401
from comity.web.api.routes import routing
from comity.web.api.routes import start as _start  # noqa: F401
from comity.web.api.routes import statements as _statements  # noqa: F401
from comity.web.api.routes import submitting as _submitting  # noqa: F401

BODIES = ("sent",)
"""Name of the argument of a route that is the whole body."""


class Encoder(NinjaJSONEncoder):
    """Instants whole, in UTC, as the shapes write them themselves."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return o.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return super().default(o)


class Readable(JSONRenderer):
    """Every script as itself."""

    encoder_class = Encoder

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=self.encoder_class, ensure_ascii=False)


class Interface(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return described.completed(super().get_openapi_schema(**kwargs))


interface = Interface(
    title="Comity",
    version="1",
    description=described.ABOUT,
    urls_namespace="api",
    docs_url=None,
    renderer=Readable(),
)
interface.add_router("", routing.router)


@interface.exception_handler(Refused)
def refused(request: HttpRequest, fault: Refused) -> HttpResponse:
    return problems.of_refusal(fault)


@interface.exception_handler(Problem)
def told(request: HttpRequest, fault: Problem) -> HttpResponse:
    return problems.answer(fault.status, fault.kind, fault.sentence, headers=fault.headers)


@interface.exception_handler(Wrong)
def names_nothing(request: HttpRequest, fault: Wrong) -> HttpResponse:
    return problems.of_fields(fault.errors)


@interface.exception_handler(ValidationError)
def not_right(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return problems.of_fields(wrong.by_field(fault.errors, without=BODIES))


@interface.exception_handler(Http404)
def not_there(request: HttpRequest, fault: Http404) -> HttpResponse:
    return problems.answer(404, "not-found")


@interface.exception_handler(HttpError)
def not_read(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """The library raises it for a body that is no JSON."""
    return problems.answer(400, "malformed", _("Send the body as JSON, in UTF-8."))
