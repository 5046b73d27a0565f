"""Who a text names as its author in closing brackets, as review reports do: "... (Norway; Chile)."."""

from __future__ import annotations

import re
from functools import cache

from comity.texts.states import states, understood

CLOSING = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*[;.:,]?\s*(?:and|et|y)?\s*$")
BODIES = {
    "european union", "african union", "league of arab states", "non-aligned movement", "group of 77 and china",
    "organization of islamic cooperation", "african group", "caricom",
}  # fmt: skip


@cache
def _names() -> set[str]:
    """Names of States in six languages, and of bodies that act together, as compared."""
    every = [one["names"] for state in states() for one in (state, *state.get("former", ()))]
    names = {plain(name) for names in every for name in names.values()}
    # An abbreviation in brackets is seldom an author: "in London (UK)".
    also = {plain(name) for names in understood().values() for name in names if not name.isupper()}
    return names | {plain(re.sub(r"\s*\(.*?\)", "", name)) for name in names} | BODIES | also


def plain(name: str) -> str:
    return re.sub(r"^(?:the|la|le|les|l'|el|los)\s+", "", " ".join(name.replace("’", "'").casefold().split()))


def attributed(text: str) -> tuple[str, ...]:
    """The States and bodies named in the closing brackets, as printed; () where the brackets say something else.

    At least half of what stands there must be known names, so that "(see paragraph 3)" is no author.
    """
    closing = CLOSING.search(text)
    if closing is None:
        return ()
    parts = [
        part.strip() for part in re.split(r"[;,；،؛]|\s/\s|\s+and\s+(?=[A-Z])", closing[1]) if part.strip()
    ]
    parts = rejoined(parts)
    known = [part for part in parts if plain(part) in _names()]
    if not parts or len(known) * 2 < len(parts) or not known:
        return ()
    return tuple(dict.fromkeys(parts))


def rejoined(parts: list[str]) -> list[str]:
    """Names that hold an "and" or a comma of their own are put together again."""
    found: list[str] = []
    for part in parts:
        if found and plain(part) not in _names():
            for joint in (" and ", ", "):
                if plain(found[-1] + joint + part) in _names():
                    found[-1] += joint + part
                    break
            else:
                found.append(part)
        else:
            found.append(part)
    return found
