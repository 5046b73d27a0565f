"""States told by name or by adjective in a text of any of the six languages: "Norway", "norvégiens", «норвежского».

For texts that must name no State. It rather finds one too many than one too few: "Georgia" may be the other one, and
"French" a language; a person who reads it decides. Names are those of `states.json`, with what `nationalities.json`
adds: adjectives (the form that dictionaries give) and short names. Sources: UN Terminology Database, the
Interinstitutional style guide of the European Union (annex A5), CLDR.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from comity.texts.states import states

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_CYRILLIC_CASES = "(?:а|у|ы|е|ом|ов|ам|ами|ах|я|ю|и|ей|ем|ём|ям|ями|ях|ью|ь|й)?"
_CYRILLIC_ADJECTIVE = "(?:ий|ый|ой|ого|ому|им|ым|ом|ая|ую|ое|ие|ые|их|ых|ими|ыми|и|о)"
_ROMANCE = {"fr": "(?:s|e|es|ne|nes)?", "es": "(?:o|a|os|as|es|s)?"}
_ARABIC_BEFORE = "(?:[وف])?(?:لل|[بلك]?ال|[بلك])?"
_ARABIC_AFTER = "(?:ة|ون|ين|ان|ات|تان|تين|ا)?"
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_NOT_AMERICAN = "(?<!Latin )(?<!Latin-)(?<!Inter-)(?<!Pan-)(?<!Central )(?<!South )(?<!North )"
_ALIF = str.maketrans("أإآٱى\u00a0", "ااااي ")
_SHARED = {
    "ar": {
        "مالي": "[وبلك]?(?:جمهورية|حكومة|وفد|ممثل|في|شمال) مالي",  # else "financial"
        "قطري": "[وبلك]?(?:ال)?(?:حكومة|وفد|ممثل|سلطات|خبير|خبراء) (?:ال)?قطري(?:ة|ون|ين)?",  # "country-level"
        "مجري": _ARABIC_BEFORE + "مجري(?:ة|ون|ين)?",  # "courses of events"
    },
    "en": {
        "American": _NOT_AMERICAN + r"Americans?(?! States)",  # Latin, the Organization of
        "America": _NOT_AMERICAN + "America",
    },
    "fr": {"américain": "(?<!latino-)(?<!inter-)[Aa]mericain(?:s|e|es)?"},
    "zh": {
        side: f"(?<![其当集之手空完优精执司立守违合非依宪]){side}(?![面案法式针位向便])"
        for side in ("中方", "美方", "英方", "德方", "俄方", "日方", "韩方", "伊方")
    },
}
"""Ways of writing that mean something else most of the time: language -> what is listed -> pattern."""


@dataclass(frozen=True, slots=True)
class Named:
    """`text[start:end]` tells of the State with that code (ISO 3166 alpha-3, or the code of an own body)."""

    code: str
    start: int
    end: int
    words: str


def named(text: str, language: str, own: Iterable[tuple[str, str]] = ()) -> list[Named]:
    """The States of which the text tells, in its order; the longest name where several begin alike.

    `own`: (code, name) of others that must not be told either, such as the delegations of one meeting.
    """
    even, places = _even(text, language)
    found = [
        (match.start(), match.end(), code)
        for pattern, code in (*_patterns(language), *_compiled(tuple(own), language))
        for match in pattern.finditer(even)
    ]
    told: list[Named] = []
    for start, end, code in sorted(found, key=lambda one: (one[0], -one[1])):
        if not told or places[start] >= told[-1].end:
            stop = places[end - 1] + 1
            told.append(Named(code, places[start], stop, text[places[start] : stop]))
    return told


def _even(text: str, language: str) -> tuple[str, list[int]]:
    """The text without accents and with one kind of blank and apostrophe; and where each sign of it stood."""
    signs, places = [], []
    for at, sign in enumerate(text):
        for plain in _plain(sign, language):
            signs.append(plain)
            places.append(at)
    return "".join(signs), places


@cache
def _plain(sign: str, language: str) -> str:
    if language == "ar":
        return "" if _MARKS.match(sign) else sign.translate(_ALIF)
    if sign in "’‘ʼ`´":
        return "'"
    if sign.isspace():
        return " "
    if language in ("en", "fr", "es"):
        bare = "".join(one for one in unicodedata.normalize("NFD", sign) if not unicodedata.combining(one))
        return "" if unicodedata.combining(sign) else bare
    return "е" if sign == "ё" else "Е" if sign == "Ё" else sign


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """One pattern a State; the longest way to write it first."""
    extra = {one["iso2"]: one for one in _nationalities()}
    return tuple(
        (_alternatives(_ways(state, extra[state["iso2"]], language)), state["iso3"].lower())
        for state in states()
    )


@cache
def _nationalities() -> list[dict[str, Any]]:
    text = files("comity.texts").joinpath("nationalities.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def _ways(state: dict[str, Any], extra: dict[str, Any], language: str) -> list[str]:
    """Patterns of names and adjectives."""
    names = {state["names"][language], *extra.get("names", {}).get(language, ())}
    names |= {one["names"][language] for one in state.get("former", ()) if language in one["names"]}
    if language == "en":
        names |= {*state.get("everyday", ()), *state.get("also", ())}
    names |= {re.sub(r"\s*[(（].*?[)）]", "", name) for name in names}
    adjectives = extra["adjectives"].get(language, ())
    return [_name(one, language) for one in names if one] + [_adjective(one, language) for one in adjectives]


@cache
def _compiled(own: tuple[tuple[str, str], ...], language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_alternatives([_name(name, language)]), code) for code, name in own if name.strip())


def _alternatives(ways: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(ways, key=len, reverse=True)))


def _whole(pattern: str, language: str) -> str:
    return pattern if language == "zh" else rf"(?<!\w){pattern}(?!\w)"


def _name(name: str, language: str) -> str:
    if (shared := _SHARED.get(language, {}).get(name)) is not None:
        return shared if language == "zh" else _whole(shared, language)
    even = _even(name, language)[0]
    if language == "ru":
        return _whole(" ".join(_declined(word) for word in even.split()), language)
    if language == "ar":
        bare = even.removeprefix("ال")
        before = _ARABIC_BEFORE if bare != even else "(?:[وف])?[بلك]?"
        return _whole(before + re.escape(bare), language)
    return _whole(re.escape(even), language)


def _declined(word: str) -> str:
    """A Russian word of a name in any case; those in -и, -о, -у, -е are not declined."""
    adjective = re.fullmatch("(.+?)(?:ая|ое|ые|ие|ий|ый|ой)", word)
    if adjective:
        return re.escape(adjective[1]) + _CYRILLIC_ADJECTIVE
    if len(word) < 3 or word[-1] in "иоуе" or word.isupper() or "-" in word:
        return re.escape(word)
    return re.escape(re.sub("[аяыьй]$", "", word)) + _CYRILLIC_CASES


def _adjective(word: str, language: str) -> str:
    if (shared := _SHARED.get(language, {}).get(word)) is not None:
        return _whole(shared, language)
    even = _even(word, language)[0]
    if language == "en":
        return _whole(re.escape(even) + "s?", language)
    if language == "ru":
        return _whole(_either_case(even[:-2]) + _CYRILLIC_ADJECTIVE, language)
    if language == "ar":
        return _whole(_ARABIC_BEFORE + re.escape(even) + _ARABIC_AFTER, language)
    stem = re.sub("o$", "", even) if language == "es" else even
    return _whole(_either_case(stem) + _ROMANCE[language], language)


def _either_case(stem: str) -> str:
    return f"[{stem[0].upper()}{stem[0].lower()}]{re.escape(stem[1:])}"
