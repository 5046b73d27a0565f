"""The States in `states.json`: `iso3`, `status`, `group` and UN short `names` in six languages, each with what else it
is called: `everyday` names that stand in texts for those of the UN and cannot be mistaken for something else, what is
`also` understood (short forms, abbreviations), and the `former` names with the day until which they were borne."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def states() -> list[dict[str, Any]]:
    """193 Member States and 2 observers."""
    text = files("comity.texts").joinpath("states.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


@cache
def unofficial() -> dict[str, tuple[str, ...]]:
    """Code -> English names that the United Nations does not use, as they are written."""
    return {one["iso3"].lower(): tuple(one.get("everyday", ())) for one in states()}


@cache
def understood() -> dict[str, tuple[str, ...]]:
    """Code -> all English names besides the official ones; recognized, never shown."""
    return {one["iso3"].lower(): (*one.get("everyday", ()), *one.get("also", ())) for one in states()}
