"""What a reader types, understood: words, "exact phrases", -left out, this OR that, begin*.

Nothing that can be typed is an error. What is meant depends on the language of the paragraph that is asked, so an
`Asked` is compiled once for each language of the index.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from comity.texts import words

LONGEST = 300
"""Code points of a query that are looked at; nobody types more, and a pasted book must cost nothing."""

_OPENING = '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300e\uff02'
_CLOSING = '"\u201c\u201d\u00bb\u00ab\u300d\u300f\uff02'
_ATOM = re.compile(
    rf"(?P<out>(?<!\S)[-\u2212])?(?:[{_OPENING}](?P<phrase>[^{_CLOSING}]*)[{_CLOSING}]?|(?P<word>[^\s{_OPENING}]+))"
)
_SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Words:
    """One of these terms stands in the paragraph."""

    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """These forms stand in the paragraph, one after the other."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A form with this beginning stands in the paragraph."""

    begins: str


Need = Words | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query in one language: all needs of at least one choice are met, and all of none that is left out."""

    choices: tuple[tuple[Need, ...], ...]
    left_out: tuple[tuple[Need, ...], ...] = ()

    @property
    def needs(self) -> frozenset[Need]:
        """What is highlighted."""
        return frozenset(need for choice in self.choices for need in choice)


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    is_phrase: bool = False

    @property
    def is_prefix(self) -> bool:
        return not self.is_phrase and self.text.endswith("*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query cut into alternatives (OR binds loosest) of words and phrases, not yet analysed."""

    alternatives: tuple[tuple[_Atom, ...], ...]
    left_out: tuple[_Atom, ...]

    def meaning(self, language: str) -> Meaning:
        """What is asked of a paragraph of the language; no choice where nothing is.

        Articles and prepositions are not insisted upon beside other words.
        """
        return _meaning(self, language)


@lru_cache(maxsize=4096)
def _meaning(asked: Asked, language: str) -> Meaning:
    choices = dict.fromkeys(_needs(atoms, language) for atoms in asked.alternatives)
    left_out = dict.fromkeys(_needs((atom,), language) for atom in asked.left_out)
    return Meaning(tuple(filter(None, choices)), tuple(filter(None, left_out)))


@lru_cache(maxsize=512)
def parse(text: str) -> Asked:
    """Cut a query. Any string has a meaning; it may be that nothing is asked for."""
    alternatives: list[list[_Atom]] = [[]]
    left_out: list[_Atom] = []
    for match in _ATOM.finditer(text[:LONGEST]):
        if match["word"] in ("OR", "|"):
            alternatives.append([])
            continue
        atom = _Atom(match["word"] or match["phrase"] or "", is_phrase=match["word"] is None)
        (left_out if match["out"] else alternatives[-1]).append(atom)
    return Asked(tuple(tuple(atoms) for atoms in alternatives), tuple(left_out))


def _needs(atoms: tuple[_Atom, ...], language: str) -> tuple[Need, ...]:
    """All that the atoms ask for; words that follow one another are read together, since they may be a name."""
    needs: list[Need] = []
    function_words: list[Need] = []
    for plain, group in groupby(atoms, key=lambda atom: not atom.is_phrase and not atom.is_prefix):
        if not plain:
            for atom in group:
                needs += _phrase(atom.text, language) if atom.is_phrase else _prefix(atom.text, language)
            continue
        for word in words.wanted(" ".join(atom.text for atom in group), language):
            (function_words if word.is_function_word else needs).append(Words(word.terms))
    return tuple(dict.fromkeys(needs or function_words))


def _phrase(text: str, language: str) -> list[Need]:
    """A phrase that is a name means the name, however it is written; any other is taken word for word."""
    terms = words.wanted(text, language)
    if len(terms) == 1 and any(term.startswith("@") for term in terms[0].terms):
        return [Words(terms[0].terms)]
    forms = _forms(text, language)
    return [Phrase(forms)] if forms else []


def _prefix(text: str, language: str) -> list[Need]:
    forms = _forms(text, language)
    if not forms or len(forms[-1]) < _SHORTEST_PREFIX:
        return [Words(word.terms) for word in words.wanted(text, language)]
    return [*(Phrase((form,)) for form in forms[:-1]), Prefix(forms[-1])]


def _forms(text: str, language: str) -> tuple[str, ...]:
    return tuple(token.form for token in words.cut(text, language) if token.form)
