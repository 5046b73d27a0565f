"""Who a text names as its author in closing brackets, as review reports do: "... (Norway; Chile)."."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

CLOSING = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*[;.:,]?\s*(?:and|et|y)?\s*$")
BODIES = {
    "european union", "african union", "league of arab states", "non-aligned movement", "group of 77 and china",
    "organization of islamic cooperation", "african group", "caricom",
}  # fmt: skip
ALSO = {
    "united states": "United States of America",
    "united kingdom": "United Kingdom of Great Britain and Northern Ireland",
    "iran": "Iran (Islamic Republic of)",
    "venezuela": "Venezuela (Bolivarian Republic of)",
    "bolivia": "Bolivia (Plurinational State of)",
    "turkey": "Türkiye",
    "czech republic": "Czechia",
    "swaziland": "Eswatini",
    "netherlands": "Netherlands (Kingdom of the)",
    "cape verde": "Cabo Verde",
    "palestine": "State of Palestine",
    "viet nam": "Viet Nam",
    "vietnam": "Viet Nam",
    "russia": "Russian Federation",
    "south korea": "Republic of Korea",
    "macedonia": "North Macedonia",
    "the former yugoslav republic of macedonia": "North Macedonia",
    "micronesia": "Micronesia (Federated States of)",
    "syria": "Syrian Arab Republic",
    "moldova": "Republic of Moldova",
    "tanzania": "United Republic of Tanzania",
    "laos": "Lao People's Democratic Republic",
    "brunei": "Brunei Darussalam",
    "cote d'ivoire": "Côte d'Ivoire",
}


@cache
def _names() -> set[str]:
    """Names of States in six languages, and of bodies that act together, as compared."""
    states = json.loads(files("comity.texts").joinpath("states.json").read_text(encoding="utf-8"))
    names = {plain(name) for state in states for name in state["names"].values()}
    return names | {plain(re.sub(r"\s*\(.*?\)", "", name)) for name in names} | BODIES | set(ALSO)


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
