"""What is wrong with a field, in the words that forms use, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PLACES = ("body", "query", "path", "form", "file", "header")
"""Where the library says that a field stands: not part of its name."""


def by_field(errors: Iterable[Mapping[str, Any]], *, without: Iterable[str] = ()) -> dict[str, list[str]]:
    """Name of the field ("segments.2.minutes") -> sentences. `without`: names of arguments that hold a whole body."""
    found: dict[str, list[str]] = {}
    for error in errors:
        found.setdefault(name_of(error.get("loc", ()), without), []).append(sentence(error))
    return found


def name_of(place: Iterable[Any], without: Iterable[str]) -> str:
    parts = [str(one) for one in place]
    if parts and parts[0] in PLACES:
        parts = parts[1:]
    if parts and parts[0] in without:
        parts = parts[1:]
    return ".".join(parts) or "body"


def sentence(error: Mapping[str, Any]) -> str:
    kind, limits = str(error.get("type", "")), error.get("ctx") or {}
    if kind in SAID:
        return _(SAID[kind])
    if kind == "string_too_long":
        limit = int(limits["max_length"])
        words = "Ensure this value has at most %(limit_value)d character (it has %(show_value)d)."
        many = "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d)."
        return ngettext(words, many, limit) % {
            "limit_value": limit,
            "show_value": len(str(error.get("input", ""))),
        }
    if kind == "less_than_equal":
        return _("Ensure this value is less than or equal to %(limit_value)s.") % {
            "limit_value": limits["le"]
        }
    if kind == "greater_than_equal":
        return _("Ensure this value is greater than or equal to %(limit_value)s.") % {
            "limit_value": limits["ge"]
        }
    if kind in ("enum", "literal_error"):
        said = _("Choose one of the list.")
        return f"{said} ({limits.get('expected', '')})"
    return str(limits["error"]) if "error" in limits else _("Enter a valid value.")


SAID = {
    "missing": "This field is required.",
    "string_too_short": "This field is required.",
    "string_type": "Enter a valid value.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "int_from_float": "Enter a whole number.",
    "datetime_parsing": "Enter a valid date/time.",
    "datetime_from_date_parsing": "Enter a valid date/time.",
    "datetime_type": "Enter a valid date/time.",
    "timezone_aware": "Enter a valid date/time.",
    "date_parsing": "Enter a valid date.",
    "date_from_datetime_parsing": "Enter a valid date.",
}
"""Kind of the library -> Django's own words for the same, which it translates."""
