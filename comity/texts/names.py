"""Names written in many ways and six languages, found by any of them.

The list is `names.json` beside this module, or the file that COMITY_NAMES names: a JSON list of
`{"code": "isil", "names": {"en": ["ISIL", "Da'esh"], "ar": ["داعش"]}}`, with `"but_not": ["伊斯兰国家"]` where a
longer Chinese word that begins like a name is none. Case, accents, hyphens and apostrophes need
no spelling of their own, nor do Russian endings and Arabic particles. It says what is spelled alike, nothing else.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from comity.texts import words

_QUOTES = "[\"'\u201c\u201d\u2018\u2019\u300a\u300b\u300c\u300d\u300e\u300f\uff02]*"
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class Name:
    """One bearer and the ways to write it, by language."""

    code: str
    variants: dict[str, tuple[str, ...]]
    but_not: tuple[str, ...] = ()
    """Longer words that begin like a variant and are none."""

    @property
    def term(self) -> str:
        """What stands for every variant in an index."""
        return f"@{self.code}"


@cache
def all() -> tuple[Name, ...]:
    """The list, in its own order. Raises `ValueError` where the file is not such a list."""
    chosen = os.environ.get("COMITY_NAMES")
    source = Path(chosen) if chosen else files("comity.texts").joinpath("names.json")
    try:
        return tuple(
            Name(
                entry["code"],
                {language: tuple(ways) for language, ways in entry["names"].items()},
                tuple(entry.get("but_not", ())),
            )
            for entry in json.loads(source.read_text(encoding="utf-8"))
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{source} is not a list of names with a code and variants: {error}") from error


def found(text: str, tokens: list[words.Token]) -> Iterator[tuple[str, int, int]]:
    """(term, start, end) of each name in the text; a name within a longer one is found too.

    `tokens` are the text's own, as `words.cut` gives them.
    """
    spoken = [token for token in tokens if token.form]
    for at, token in enumerate(spoken):
        for rest, term in _beginning_with(token.form, token.term):
            following = spoken[at + 1 : at + 1 + len(rest)]
            if rest == tuple(_key(other.form, other.term) for other in following):
                yield term, token.start, (following or [token])[-1].end
    if _HAN.search(text):
        for pattern, term in _han_patterns():
            for match in pattern.finditer(text):
                yield term, match.start(), match.end()


def _key(form: str, term: str) -> str:
    """What a word of a name is known by: Russian by its stem, since it is declined; any other as it is written."""
    return f"~{term}" if _CYRILLIC.match(form) else form


@lru_cache(maxsize=200_000)
def _beginning_with(form: str, term: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """(words that must follow, term) of the names that this word may begin."""
    keys = {form, _key(form, term), *_without_particles(form)}
    return tuple(rest for key in keys for rest in _sequences().get(key, ()))


def _without_particles(form: str) -> list[str]:
    """An Arabic word without the conjunction and the preposition written onto it."""
    if not "\u0600" <= form[:1] <= "\u06ff":
        return []
    readings = [form, form[1:]] if form[0] in "وف" else [form]
    prepositions = [
        "ال" + reading[2:] if reading.startswith("لل") else reading[1:]
        for reading in readings
        if reading[:1] and reading[0] in "بلك"
    ]
    return readings + prepositions


def _variants() -> Iterator[tuple[str, str, str]]:
    for name in all():
        for language, ways in name.variants.items():
            yield from ((name.term, language, way) for way in ways)


@cache
def _sequences() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word of a name -> (the words that must follow, its term)."""
    compiled: dict[str, dict[tuple[tuple[str, ...], str], None]] = {}
    for term, language, way in _variants():
        spoken = [token for token in words.cut(way, language) if token.form]
        # An acronym is not declined, and its "stem" may be a word: ИГИЛ, иго.
        keys = [token.form if way.isupper() else _key(token.form, token.term) for token in spoken]
        if keys and not _HAN.search(way):
            compiled.setdefault(keys[0], {})[tuple(keys[1:]), term] = None
    return {first: tuple(rest) for first, rest in compiled.items()}


@cache
def _han_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Chinese names, with quotation marks allowed between their characters (“基地”组织)."""
    ways: dict[str, list[str]] = {}
    for term, _, way in _variants():
        if _HAN.search(way):
            spelled = _QUOTES.join(re.escape(letter) for letter in way)
            ways.setdefault(term, []).append(spelled + _not_followed(term, way))
    return tuple(
        (re.compile("|".join(sorted(patterns, key=len, reverse=True))), term)
        for term, patterns in ways.items()
    )


def _not_followed(term: str, way: str) -> str:
    longer = [word for name in all() if name.term == term for word in name.but_not if word.startswith(way)]
    return "".join(f"(?!{re.escape(word[len(way) :])})" for word in longer)
