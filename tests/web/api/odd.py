"""Odd requests made from the description of the interface alone: one thing wrong at a time, the same each time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

Schema = Mapping[str, Any]
SHAPES = "#/components/schemas/"
SURROGATE = "\ud800"
WORDS: tuple[Any, ...] = (
    *("", " ", "\0", "a\0b", SURROGATE, "x" * 5_000, "\u202e<b>'\"%s{{1}}", "../..", "٣", "９", "-1"),
    *("0", "9" * 40, "null", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2016-02-30", "sm2016"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63, 10**40, 1e308, 0.5, [], {}, [None], [[]], {"": ""}, {"en": None}),
    *({"en": "\0"}, {"xx": "x"}, ["x" * 300], [{}], *WORDS),
)
"""What stands in a field instead of what belongs there."""
BODIES: tuple[bytes, ...] = (
    *(b"", b"{", b"null", b"[]", b'"x"', b"7", b"NaN", b'{"a": Infinity}', b"\xff\xfe", b"\xed\xa0\x80"),
    *(b"[" * 100_000, b'{"a":' * 50_000, b'{"a": 1, "a": 2}', b"1" * 5_000, b"\xef\xbb\xbf{}"),
)
"""Whole bodies that are no JSON, or no object."""
SEGMENTS = ("0", "1", "99999", "9" * 19, "9" * 40, "x", "x" * 300, "%00", "..", "%ED%A0%80", "%D9%A3", "-1")
HEADERS: tuple[dict[str, str], ...] = (
    {"IF_MATCH": '"'},
    {"IF_MATCH": "x" * 3_000},
    {"IF_MATCH": '"session-1-0.x", *'},
    {"IDEMPOTENCY_KEY": "x" * 101},
    {"IDEMPOTENCY_KEY": "\x00"},
    {"IF_NONE_MATCH": '"'},
    {"ACCEPT_LANGUAGE": "xx;q=9,,;q=" + "9" * 400},
    {"AUTHORIZATION": "Bearer comity_" + "x" * 4_000},
    {"AUTHORIZATION": "Basic eDp4"},
)


@dataclass(frozen=True, slots=True)
class Odd:
    """A request with one thing wrong in it; `why` says which."""

    method: str
    path: str
    why: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True)
class Operation:
    """An operation of the description; `path` as it stands there."""

    method: str
    path: str
    told: Schema
    shapes: Schema

    @property
    def name(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1')}"

    @property
    def media_type(self) -> str:
        return next(iter(self.told.get("requestBody", {}).get("content", {})), "")

    @property
    def schema(self) -> Schema:
        return self.whole(self.told["requestBody"]["content"][self.media_type]["schema"])

    def parameters(self, place: str) -> list[str]:
        return [one["name"] for one in self.told["parameters"] if one["in"] == place]

    def whole(self, schema: Schema) -> Schema:
        """Without names of shapes and without alternatives: the first that is not null."""
        if "$ref" in schema:
            return self.whole(self.shapes[str(schema["$ref"]).removeprefix(SHAPES)])
        for either in ("anyOf", "allOf"):
            for one in schema.get(either, ()):
                if one.get("type") != "null":
                    return self.whole(one)
        return schema


def operations(schema: Schema) -> list[Operation]:
    return [
        Operation(method, path, told, schema["components"]["schemas"])
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]


def right(operation: Operation, schema: Schema) -> Any:
    """A value that the description lets through."""
    schema = operation.whole(schema)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        return {name: right(operation, one) for name, one in schema["properties"].items()}
    if kind == "array":
        return [right(operation, schema.get("items", {}))] * max(1, schema.get("minItems", 0))
    return {"object": {"en": "Words"}, "integer": 1, "number": 1, "boolean": True}.get(
        str(kind), word(schema)
    )


def word(schema: Schema) -> str:
    formats = {"date-time": "2016-12-01T15:00:00Z", "date": "2016-12-01", "binary": "x"}
    return formats.get(schema.get("format", ""), "word")


def requests(operation: Operation, path: str, offset: int, *, most: int) -> Iterator[Odd]:
    """Odd requests to an address that is there; `offset` turns the wheel of values, so that every operation is asked
    other ones and all of them meet all kinds of fields."""
    wheel = islice(cycle(VALUES), offset % len(VALUES), None)
    method, ways = operation.method, []
    ways.append(in_path(operation, path, offset))
    ways.append(in_query(operation, path, offset))
    ways.append(Odd(method, path, f"header {one}", headers=one) for one in HEADERS)
    if operation.media_type == "application/json":
        ways.append(in_fields(operation, path, wheel, most))
        turned = islice(cycle(BODIES), offset, offset + 5)
        ways.append(Odd(method, path, f"body {one[:12]!r}", body=one) for one in turned)
    elif operation.media_type:
        ways.append(in_form(operation, path, wheel, most))
    for way in ways:
        yield from way


def in_path(operation: Operation, path: str, offset: int) -> Iterator[Odd]:
    real = path.split("/")
    for place, part in enumerate(operation.path.removeprefix("/api/v1").split("/")):
        if part.startswith("{"):
            for odd in islice(cycle(SEGMENTS), offset, offset + 4):
                address = "/".join([*real[:place], odd, *real[place + 1 :]])
                yield Odd(operation.method, address, f"{part} {odd[:12]}", body=good_body(operation))


def in_query(operation: Operation, path: str, offset: int) -> Iterator[Odd]:
    """Each parameter gets six of the words, the next one others."""
    wheel = islice(cycle(WORDS), offset % len(WORDS), None)
    for name in operation.parameters("query"):
        for odd in islice(wheel, 6):
            address = f"{path}?{name}={quote(str(odd), errors='surrogatepass')}"
            yield Odd(operation.method, address, f"query {name}", body=good_body(operation))


def good_body(operation: Operation) -> Any:
    json_body = operation.media_type == "application/json"
    return right(operation, operation.schema) if json_body else None


def in_fields(operation: Operation, path: str, wheel: Iterator[Any], most: int) -> Iterator[Odd]:
    method, good = operation.method, right(operation, operation.schema)
    yield Odd(method, path, "as described", body=good)
    yield Odd(method, path, "unknown field", body={**good, "strange": 1})
    for name in good:
        yield Odd(
            method, path, f"without {name}", body={key: one for key, one in good.items() if key != name}
        )
        for odd in islice(wheel, most):
            yield Odd(method, path, f"{name} {odd!r:.20}", body={**good, name: odd})
        if isinstance(good[name], list) and isinstance(good[name][0], dict):
            for inner in good[name][0]:
                changed = [{**good[name][0], inner: next(wheel)}]
                yield Odd(method, path, f"{name}.{inner}", body={**good, name: changed})


def in_form(operation: Operation, path: str, wheel: Iterator[Any], most: int) -> Iterator[Odd]:
    """Fields of a form are words; `FILE` stands for a file."""
    good = {name: str(right(operation, one)) for name, one in operation.schema["properties"].items()}
    for name in good:
        for odd in islice(wheel, most):
            sent = {**good, name: json.dumps(odd) if not isinstance(odd, str) else odd}
            yield Odd(operation.method, path, f"form {name} {odd!r:.20}", body=sent, media_type="form")
