"""Whether a short text answers what was asked, and how well: for what is too little to keep an index of.

Such texts are read as they stand at the instant and asked at once, so nothing has to follow their publication. Words
are cut as those of statements are, in six languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from comity.search import highlights
from comity.search.syntax import Asked, Need, Phrase, Words
from comity.texts import words

IN_TITLE = 3
"""How much more a word counts in the title."""
READER = 1.5
"""How much more a text in the reader's own language weighs."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text as it is asked: its terms and forms, in order."""

    terms: tuple[str, ...]
    forms: tuple[str, ...]


def scored(asked: Asked, title: str, body: str, language: str) -> float:
    """0 where it does not answer what was asked."""
    meaning = asked.meaning(language)
    head, rest = analysed(title, language), analysed(body, language)
    whole = Analysed(head.terms + rest.terms, (*head.forms, "", *rest.forms))
    if any(all(meets(whole, need) for need in choice) for choice in meaning.left_out):
        return 0.0
    if not any(all(meets(whole, need) for need in choice) for choice in meaning.choices):
        return 0.0
    return float(sum(IN_TITLE * meets(head, need) + min(3, meets(rest, need)) for need in meaning.needs))


@lru_cache(maxsize=16384)
def analysed(text: str, language: str) -> Analysed:
    tokens = words.analyse(text, language)
    return Analysed(
        tuple(token.term for token in tokens if token.term),
        tuple(token.form for token in tokens if token.form),
    )


def meets(text: Analysed, need: Need) -> int:
    """How often the text has what is needed."""
    if isinstance(need, Words):
        return sum(term in need.terms for term in text.terms)
    if isinstance(need, Phrase):
        length = len(need.forms)
        return sum(
            text.forms[place : place + length] == need.forms for place in range(len(text.forms) - length + 1)
        )
    return sum(form.startswith(need.begins) for form in text.forms)


def excerpt(asked: Asked, text: str, language: str) -> list[highlights.Piece]:
    """The stretch of the text that shows best why it was found."""
    spans = highlights.spans(text, language, asked.meaning(language))
    return highlights.pieces(text, spans, *highlights.window(text, spans))
