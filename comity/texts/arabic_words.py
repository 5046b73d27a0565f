"""Folding and light stemming of Arabic words.

The affixes are those of the "light10" stemmer (Larkey, Ballesteros and Connell, 2007): a broken plural stays a word
of its own, but no root is ever guessed. A single ب ل ف ك or و before a word may be a particle or its first letter
(بموجب, بلدان), so both readings are given.
"""

from __future__ import annotations

import unicodedata

_FOLDED = str.maketrans("أإآٱىیکگةۀۂ", "ااااييككههه")
_ARTICLES = ("وبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_PARTICLES = "وفبلك"
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST = 3
"""Letters that must be left after an article or a particle is taken away; a suffix may leave two."""


def fold(word: str) -> str:
    """One letter for each of its forms; the word comes without marks and tatweel."""
    return unicodedata.normalize("NFKC", word).replace("ـ", "").translate(_FOLDED)


def stems(word: str) -> tuple[str, ...]:
    """Stems of a folded word, the one nearest to what is written first; never empty for a word."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST:
            return (_without_suffixes(word[len(article) :]),)
    found = [_without_suffixes(word)]
    rest = word
    while rest[:1] in tuple(_PARTICLES) and len(rest) > _SHORTEST and len(found) < 3:
        rest = rest[1:]
        found.append(_without_suffixes(rest))
    return tuple(dict.fromkeys(found))


def _without_suffixes(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word
