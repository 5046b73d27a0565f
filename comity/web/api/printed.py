"""The description of the interface as a page prints it: made from the OpenAPI document alone, in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
SHAPES = "#/components/schemas/"
Spans = list[tuple[str, bool]]
"""Stretches of a text, and whether each is code."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is; `shape` is the name of the shape that it leads to, "" where it is none."""

    words: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body or a shape."""

    name: str
    place: str
    of: Type
    is_required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    anchor: str
    summary: str
    words: Spans
    scope: str
    takes_token: bool
    parameters: list[Field]
    body: list[Field]
    media_type: str
    gives: Type | None
    answers: list[tuple[str, str]]

    @property
    def mark(self) -> str:
        """The scope that the token needs, or that any token will do; "" where none is needed."""
        return self.scope or ("any token" if self.takes_token else "")


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    words: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Reference:
    """`subjects`: tag -> its operations."""

    subjects: dict[str, list[Operation]]
    shapes: list[Shape]
    about: list[Spans]
    """Paragraphs."""


def reference(schema: Mapping[str, Any]) -> Reference:
    shapes: Mapping[str, Any] = schema["components"]["schemas"]
    subjects: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if found := methods.get(method):
                for tag in found.get("tags", ["other"]):
                    subjects.setdefault(tag, []).append(operation(method, path, found, shapes))
    return Reference(
        subjects=subjects,
        shapes=[shape(name, one) for name, one in sorted(shapes.items())],
        about=[spans(words) for words in str(schema["info"]["description"]).strip().split("\n\n")],
    )


def operation(method: str, path: str, found: Mapping[str, Any], shapes: Mapping[str, Any]) -> Operation:
    content = found.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    body = content[media_type]["schema"] if media_type else {}
    good: Mapping[str, Any] = next(
        (told for code, told in found["responses"].items() if str(code).startswith("2")), {}
    )
    given = next(iter(good.get("content", {}).values()), None)
    return Operation(
        method=method.upper(),
        path=path,
        anchor=f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        summary=found["summary"],
        words=spans(found.get("description", "")),
        scope=found.get("x-scope") or "",
        takes_token={} not in found["security"],
        parameters=[parameter(one) for one in found["parameters"]],
        body=fields(whole(body, shapes)) if body else [],
        media_type=media_type,
        gives=type_of(given["schema"]) if given else None,
        answers=[
            (str(code), told["description"])
            for code, told in found["responses"].items()
            if not str(code).startswith("2")
        ],
    )


def one_line(words: str) -> str:
    return " ".join(words.split())


def spans(words: str) -> Spans:
    """Cut at the grave accents that mark code."""
    parts = one_line(words).split("`")
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def parameter(one: Mapping[str, Any]) -> Field:
    words = one_line(one.get("description", ""))
    return Field(one["name"], one["in"], type_of(one["schema"]), bool(one.get("required")), words)


def whole(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape itself where the schema only names it."""
    name = str(schema.get("$ref", "")).removeprefix(SHAPES)
    found: Mapping[str, Any] = shapes[name] if name else schema
    return found


def fields(schema: Mapping[str, Any]) -> list[Field]:
    required = set(schema.get("required", ()))
    return [
        Field(name, "body", type_of(one), name in required, one_line(one.get("description", "")))
        for name, one in schema.get("properties", {}).items()
    ]


def shape(name: str, found: Mapping[str, Any]) -> Shape:
    return Shape(name, one_line(found.get("description", "")), fields(found))


def type_of(schema: Mapping[str, Any]) -> Type:
    """In words: "string", "list of Segment", "one of a, b"."""
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(SHAPES)
        return Type(name, name)
    if "enum" in schema:
        return Type(f"one of {', '.join(map(str, schema['enum']))}")
    if "const" in schema:
        return Type(str(schema["const"]))
    if either := schema.get("anyOf") or schema.get("allOf"):
        return together(type_of(one) for one in either)
    if schema.get("type") == "array":
        inner = type_of(schema.get("items", {}))
        return Type(f"list of {inner.words}", inner.shape)
    if schema.get("type") == "object" and "additionalProperties" in schema and not schema.get("properties"):
        inner = type_of(schema["additionalProperties"] or {})
        return Type(f"object of {inner.words}", inner.shape)
    return Type(str(schema.get("format") or schema.get("type") or "any"))


def together(either: Iterable[Type]) -> Type:
    found = list(either)
    shape_of = next((one.shape for one in found if one.shape), "")
    return Type(" or ".join(dict.fromkeys(one.words for one in found)), shape_of)
