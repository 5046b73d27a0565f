"""Words that United Nations texts use most, by language: to tell text from garbage and language from language.

The lists are written by tools/build_lexicon.py. That of Chinese has characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from comity.texts import arabic_words

LISTED = ("ar", "en", "es", "fr", "ru")
"""The languages written in words; Chinese has a list of characters besides."""
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile(r"[^\W\d_]+(?:[\u064b-\u0652\u0670]+[^\W\d_]*)*")
_MARKS = re.compile("[\u064b-\u0652\u0670]")


def words_in(text: str, language: str) -> list[str]:
    """The words of a text as they are looked up: without case; Arabic without marks and variants of letters."""
    if language == "ar":
        return [arabic_words.fold(_MARKS.sub("", word)) for word in _ARABIC_WORD.findall(text)]
    if language == "zh":
        return [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
    return _WORD.findall(text.casefold())


@cache
def listed(language: str) -> frozenset[str]:
    """The list of an official language."""
    text = files("comity.texts.lexicon").joinpath(f"{language}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def share(words: Sequence[str], language: str) -> float:
    """How many of the words the list has, 0..1."""
    return sum(map(listed(language).__contains__, words)) / len(words) if words else 0.0
