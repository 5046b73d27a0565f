"""The way back from the words: which public practices rest on which paragraph of a statement (R12-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from comity.practices import public, sources
from comity.practices.around import NOTHING_KNOWN
from comity.practices.models import Support
from comity.practices.models.excerpts import Attribution
from comity.practices.showing import Status
from comity.practices.sources import Telling
from comity.statements.models import Statement


@dataclass(frozen=True, slots=True)
class Resting:
    """A public practice and the words on which it rests, in the text of `stands_in` at `anchor`.

    `title` is in `language`; `diverges`: the words say otherwise than the practice does.
    """

    ref: str
    title: str
    language: str
    number: int | None
    status: Status
    stands_in: str
    anchor: str
    words: str
    diverges: bool


def on(statement: Statement, *, at: datetime, language: str) -> list[Resting]:
    """What anybody may know to rest on the statement's words, by the practices' numbers and then by title: practices
    that are shared and hold, with sources that may be quoted. Three queries however many, one where there are none."""
    supports = [
        one
        for one in Support.objects.live()
        .filter(
            practice__in=public.standing(at, meetings=[statement.meeting]),
            excerpt__attribution=Attribution.ATTRIBUTED,
            excerpt__paragraph__language_version__version__statement=statement,
        )
        .select_related("practice", "excerpt__paragraph__language_version__version__statement")
        if sources.telling(one, NOTHING_KNOWN, at=at) is Telling.QUOTED
    ]
    if not supports:
        return []
    decided = public.decisions({one.practice for one in supports})
    texts = public.texts({one.version_id for one in decided.values()})
    found = []
    for one in supports:
        decision = decided[one.practice_id]
        text = public.chosen(texts[decision.version_id], decision.version, language)
        found.append(
            Resting(
                ref=one.practice.ref,
                title=text.title,
                language=text.language,
                number=one.practice.number,
                status=public.status(one.practice, decision),
                stands_in=one.excerpt.paragraph.language_version.language,
                anchor=one.excerpt.paragraph.anchor,
                words=one.excerpt.text,
                diverges=one.stance == Support.Stance.DIVERGES,
            )
        )
    return sorted(found, key=lambda one: (one.number is None, one.number or 0, one.title, one.anchor))
