"""What is shown of the register as values of JSON, the same on every page and in every file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings

from comity.practices.showing import Card, Page
from comity.practices.sources import PublicSource, Telling


def plain(value: Any) -> Any:
    """A frozen value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def permanent(ref: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}/id/{ref}"


def of_card(card: Card) -> dict[str, Any]:
    return {"address": permanent(card.ref), **plain(asdict(card))}


def whole(page: Page) -> dict[str, Any]:
    """Everything that the page says; sources that may not be told are listed as such and no more."""
    rest = plain(asdict(page))
    card = rest.pop("card")
    return {
        **card,
        **rest,
        "sources": [of_source(one) for one in page.sources],
    }


def of_source(one: PublicSource) -> dict[str, Any]:
    """What may be told of it, without empty fields."""
    said: dict[str, Any] = {"number": one.number, "stance": one.stance, "telling": one.telling}
    if one.telling is Telling.SEALED:
        return said
    said["category"] = one.category
    if one.telling is Telling.CATEGORY:
        return said
    if one.telling is Telling.NAMED:
        return said | {"names": one.names}
    return said | {
        "body": one.body,
        "names": one.names,
        "words": one.words,
        "language": one.language,
        "kind": one.kind,
        "sha256": one.sha256,
        "statement": permanent(one.statement),
        "version": one.version,
        "anchor": one.anchor,
        "start": one.start,
        "end": one.end,
        "is_current": one.is_current,
        "address": one.address,
    }
