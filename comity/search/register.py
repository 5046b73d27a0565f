"""Search over the register of practices, asked beside that over paragraphs.

The register is small, hundreds of texts, so no index is kept: the texts that are public at the instant are read and
asked, and nothing has to follow their publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from comity.meetings import queries
from comity.practices import marks, public
from comity.practices.models import Practice, PracticeText
from comity.search import highlights, syntax
from comity.search.syntax import Asked, Need, Phrase, Words
from comity.texts import words

SHARED = ("meeting", "aspect", "instrument")
"""Filters that practices bear too; any other is about paragraphs, and leaves no practice."""
IN_TITLE = 3
"""How much more a word counts in the title."""
READER = 1.5
"""How much more a text in the reader's own language weighs."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A practice that was found, by its text in `language`, and the stretch of it that shows why."""

    ref: str
    number: int | None
    title: str
    language: str
    pieces: list[highlights.Piece]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text as it is asked: its terms and forms, in order."""

    terms: tuple[str, ...]
    forms: tuple[str, ...]


def find(
    query: str, *, at: datetime, language: str, filters: Mapping[str, Iterable[str]] | None = None
) -> list[Hit]:
    """Practices that are shared and hold, each by its best text, the best first; any string is a query."""
    chosen = {name: [*values] for name, values in (filters or {}).items() if values}
    if not chosen.keys() <= {*SHARED}:
        return []
    asked = syntax.parse(query)
    practices = public.standing(at, meetings=queries.public())
    for name, field in zip(SHARED, ("meeting__slug", "aspects__code", "instruments__symbol"), strict=True):
        if name in chosen:
            practices = practices.filter(**{f"{field}__in": chosen[name]})
    best: dict[int, tuple[float, PracticeText]] = {}
    every = [*practices.distinct()]
    for text in wordings(every):
        score = scored(text, asked) * (READER if text.language == language else 1)
        if score > best.get(text.version.practice_id, (0.0, text))[0]:
            best[text.version.practice_id] = (score, text)
    found = sorted((one for one in every if one.pk in best), key=lambda one: (-best[one.pk][0], one.pk))
    return [hit(one, best[one.pk][1], asked) for one in found]


def wordings(practices: list[Practice]) -> Iterable[PracticeText]:
    """Of the wordings that hold, in every language."""
    versions = {one.version_id for one in public.decisions(practices).values()}
    return PracticeText.objects.filter(version__in=versions).select_related("version").order_by("pk")


def body(text: PracticeText) -> str:
    parts = [getattr(text, field) for field in public.part_labels()]
    return "\n".join(marks.without_marks(part) for part in parts if part)


def scored(text: PracticeText, asked: Asked) -> float:
    """0 where it does not answer what was asked."""
    meaning = asked.meaning(text.language)
    title, rest = analysed(text.title, text.language), analysed(body(text), text.language)
    whole = Analysed(title.terms + rest.terms, (*title.forms, "", *rest.forms))
    if any(all(meets(whole, need) for need in choice) for choice in meaning.left_out):
        return 0.0
    if not any(all(meets(whole, need) for need in choice) for choice in meaning.choices):
        return 0.0
    return float(sum(IN_TITLE * meets(title, need) + min(3, meets(rest, need)) for need in meaning.needs))


@lru_cache(maxsize=4096)
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


def hit(practice: Practice, text: PracticeText, asked: Asked) -> Hit:
    words_of = body(text)
    spans = highlights.spans(words_of, text.language, asked.meaning(text.language))
    return Hit(
        ref=practice.ref,
        number=practice.number,
        title=text.title,
        language=text.language,
        pieces=highlights.pieces(words_of, spans, *highlights.window(words_of, spans)),
    )
