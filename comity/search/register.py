"""Search over the register of practices, asked beside that over paragraphs.

The register is small, hundreds of texts, so no index is kept: the texts that are public at the instant are read and
asked, and nothing has to follow their publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from comity.meetings import queries
from comity.practices import marks, public
from comity.practices.models import Practice, PracticeText
from comity.search import asking, highlights, syntax
from comity.search.syntax import Asked

SHARED = ("meeting", "aspect", "instrument")
"""Filters that practices bear too; any other is about paragraphs, and leaves no practice."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A practice that was found, by its text in `language`, and the stretch of it that shows why."""

    ref: str
    number: int | None
    title: str
    language: str
    pieces: list[highlights.Piece]


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
        score = asking.scored(asked, text.title, body(text), text.language)
        score *= asking.READER if text.language == language else 1
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


def hit(practice: Practice, text: PracticeText, asked: Asked) -> Hit:
    return Hit(
        ref=practice.ref,
        number=practice.number,
        title=text.title,
        language=text.language,
        pieces=asking.excerpt(asked, body(text), text.language),
    )
