"""Who a text names as its author in closing brackets, as review reports do: "... (Norway; Chile)."."""

from __future__ import annotations

import re
from functools import cache

from comity.texts.states import states, understood

CLOSING = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*[;.:,]?\s*(?:and|et|y)?\s*$")
_TURNED = re.compile(r"^(.+?) \((.+ of)\)$")
"""Reports write "Islamic Republic of Iran" too."""
_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_BETWEEN = re.compile(r"[;,；،؛]|\s/\s|\s+and\s+(?=[A-Z])")
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
    turned = {_TURNED.sub(r"\2 \1", name) for name in names}
    return names | turned | {plain(re.sub(r"\s*\(.*?\)", "", name)) for name in names} | BODIES | also


def plain(name: str) -> str:
    return re.sub(r"^(?:the|la|le|les|l'|el|los)\s+", "", " ".join(name.replace("’", "'").casefold().split()))


def attributed(text: str) -> tuple[str, ...]:
    """The States and bodies named in the closing brackets, as printed; () where the brackets say something else.

    At least half of what stands there must be known names, so that "(see paragraph 3)" is no author. Where a paragraph
    holds several requests, each with its brackets, those of all are its authors, if every name there is known.
    """
    closing = CLOSING.search(text)
    if closing is None:
        return ()
    parts = parted(closing[1])
    known = [part for part in parts if plain(part) in _names()]
    if not parts or len(known) * 2 < len(parts) or not known:
        return ()
    inner = [parted(one[1]) for one in _BRACKETS.finditer(text, 0, closing.start())]
    before = [part for one in inner if all(plain(part) in _names() for part in one) for part in one]
    return tuple(dict.fromkeys([*before, *parts]))


def parted(names: str) -> list[str]:
    """The names that a pair of brackets holds."""
    parts = [part.strip() for part in _BETWEEN.split(names) if part.strip()]
    return rejoined(parts)


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
