"""A route's answer as bytes, with its state where it shows a thing that is changed."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpResponse
from pydantic import BaseModel

from comity.web.api.matching import state_of
from comity.web.api.middleware import etag

JSON = "application/json; charset=utf-8"


def told(what: BaseModel, status: int = 200, *, of: Model | None = None, at: str = "") -> HttpResponse:
    """`of`: the thing whose state the ETag bears; `at`: the address of what was made."""
    response = HttpResponse(what.model_dump_json(), status=status, content_type=JSON)
    if of is not None:
        response.headers["ETag"] = etag(response.content, state_of(of))
    if at:
        response.headers["Location"] = at
    return response
