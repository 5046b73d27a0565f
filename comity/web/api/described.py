"""The description of the interface: OpenAPI 3.1, completed with what every route has in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from comity.participants.models import Scope
from comity.web.api import problems

ABOUT = f"""\
What a meeting publishes, and the work of its secretariat and delegations, for programmes.

Everything public is read without a token. A token is made by a person on the page of the own account; it acts for her,
with her roles as they are at that instant and within its scopes, and it ends within a year. Send it as
`Authorization: Bearer comity_...`. Cookies mean nothing here. The scope that a route needs stands beside its address:
{", ".join(f"`{one.value}`" for one in Scope)}.

The reader's language is that of `?language=`, else of `Accept-Language`: titles are told in it, and so are refusals.
Texts in several languages are objects, from the two-letter code to the words. Instants are RFC 3339 with an offset.

Lists are told page by page (`page`, `per_page`). Every answer has an ETag: `If-None-Match` costs few bytes. A change of
a session, of an aspect or of minutes needs `If-Match` with the ETag that it had when it was read. A POST may bring an
`Idempotency-Key`: the same request with the same key within a day does its work once and gets the same answer.

What cannot be done is told as RFC 9457 `application/problem+json`, with the sentence that a page would show; errors in
fields stand by their names in `errors`.
"""

PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457.",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Address of the kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence fit to show."},
        "errors": {
            "type": "object",
            "description": "Name of a field to what is wrong with it.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["type", "title", "status"],
}
OFTEN = {"429": "Too many requests."}
CHANGING = {
    "401": "No token, or one that is not good.",
    "403": "The token is not made for it, or its person may not do it.",
    "404": "Not there, or not for you: the answer is the same.",
    "409": "The state does not allow it now, or somebody else was first.",
    "422": "Fields that are not right, or what cannot be taken.",
}
CONDITIONAL = {"412": "It has changed since.", "428": "If-Match is missing."}
LANGUAGE = {
    "in": "query",
    "name": "language",
    "description": "Two-letter code of the reader's language; else Accept-Language.",
    "schema": {"type": "string", "enum": ["ar", "zh", "en", "fr", "ru", "es"]},
    "required": False,
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "A word of your own, new for every request that is not a repetition.",
    "schema": {"type": "string", "maxLength": 100},
    "required": False,
}
SECURITY = "token"


def if_match(what: str) -> dict[str, Any]:
    """The header of a route that changes a `what`."""
    return {
        "in": "header",
        "name": "If-Match",
        "description": f"The ETag that the {what} had when it was read; * for whatever it is.",
        "schema": {"type": "string"},
        "required": True,
    }


def completed(schema: Any) -> Any:
    """The library's description with problems, headers, scopes and the server added."""
    schema["servers"] = [{"url": settings.PUBLIC_ADDRESS}]
    schema["info"]["license"] = {"name": "Apache 2.0", "identifier": "Apache-2.0"}
    schema["components"]["schemas"]["Problem"] = PROBLEM
    schema["components"]["securitySchemes"] = {
        SECURITY: {"type": "http", "scheme": "bearer", "description": "Made on the page of the account."}
    }
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            complete(method, operation)
    return schema


def complete(method: str, operation: dict[str, Any]) -> None:
    scope = operation.pop("x-scope", None)
    if "security" in operation:
        operation["security"] = [{SECURITY: [scope] if scope else []}]
        operation["x-scope"] = scope
    else:
        operation["security"] = [{}, {SECURITY: []}]
    operation["parameters"] = [*operation.get("parameters", ()), LANGUAGE]
    told = dict(OFTEN)
    if any(one["in"] == "path" for one in operation["parameters"]):
        told["404"] = CHANGING["404"]
    if method == "get" and any(one["in"] == "query" for one in operation["parameters"]):
        told["422"] = CHANGING["422"]
    if "x-scope" in operation:
        told |= CHANGING if method != "get" else {one: CHANGING[one] for one in ("401", "403", "404")}
    if method == "post":
        operation["parameters"].append(KEY)
    if rests_on := operation.pop("x-rests-on", ""):
        operation["parameters"].append(if_match(rests_on))
        told |= CONDITIONAL
    for status, words in sorted(told.items()):
        operation["responses"][status] = {"description": words, "content": of_problem()}


def of_problem() -> dict[str, Any]:
    return {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
