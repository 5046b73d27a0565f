"""Intergovernmental organizations and United Nations entities that often take part, kept in step with the file."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from comity.participants.models import Body, Stakeholder


@cache
def organizations() -> list[dict[str, Any]]:
    """`code` (the usual abbreviation), `category` and `names` in six languages."""
    text = files("comity.participants").joinpath("organizations.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def load() -> None:
    """Create the organizations, or correct their names; other bodies are left alone. May be called again."""
    Body.objects.bulk_create(
        [
            Body(code=one["code"], category=Stakeholder(one["category"]), names=one["names"])
            for one in organizations()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["category", "names"],
    )
