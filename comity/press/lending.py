"""Highlights in the Chair's summary: their very words as what a sentence rests on (R13-1).

Nothing of them is copied: a sentence rests on an excerpt of the same words, so that it stands or falls with its source,
and the summary's own rules hold for it (no State by name, in the Chair's words).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from comity.meetings.models import Session
from comity.participants.models import Person
from comity.practices import flagging
from comity.practices.models import Excerpt
from comity.press import highlights
from comity.press.models import Highlight, HighlightWords
from comity.summary import writing
from comity.summary.authority import Act, require
from comity.summary.models import Sentence, Summary

Part, Kind = Sentence.Part, Excerpt.Kind
KINDS: dict[str, Excerpt.Kind] = {
    Part.MEASURES: Kind.PRACTICE,
    Part.GAPS: Kind.CHALLENGE,
    Part.STATES: Kind.RECOMMENDATION,
    Part.COMMITTEE: Kind.RECOMMENDATION,
    Part.CTED: Kind.RECOMMENDATION,
    Part.PARTNERS: Kind.RECOMMENDATION,
}
"""As what words are kept that no rapporteur has flagged: by the part of the summary that takes them up."""


@dataclass(frozen=True, slots=True)
class Lent:
    """A highlight that a sentence may rest on. `key`: "h12", as `rest` and `add` take it."""

    key: str
    title: str
    words: str
    language: str
    speaker: str
    ref: str
    anchor: str


def offered(
    summary: Summary, *, at: datetime, session: Session | None = None, but: Sentence | None = None
) -> list[Lent]:
    """Public highlights of the session, or of the whole meeting; without those on which `but` rests already."""
    resting = places(but) if but is not None else set()
    found = []
    for one in highlights.public(summary.meeting, at=at):
        words = next(each for each in one.words.all() if each.is_original)
        if session is not None and one.statement.session_id != session.pk:
            continue
        if (words.paragraph_id, words.start, words.end) not in resting:
            found.append(lent(one, words))
    return found


def places(sentence: Sentence) -> set[tuple[int, int, int]]:
    """Paragraph, start and end of the words on which a sentence rests."""
    rows = sentence.basis.filter(excerpt__isnull=False)
    return {*rows.values_list("excerpt__paragraph", "excerpt__start", "excerpt__end")}


def lent(highlight: Highlight, words: HighlightWords) -> Lent:
    return Lent(
        key=f"h{highlight.pk}",
        title=str(highlight) if highlight.titles else "",
        words=words.text,
        language=words.language,
        speaker=highlight.statement.whose,
        ref=highlight.statement.ref,
        anchor=words.paragraph.anchor,
    )


def add(
    summary: Summary, part: str, *, keys: Iterable[str], by: Person, at: datetime, **more: Any
) -> Sentence:
    """`writing.add` that takes highlights among its keys."""
    with transaction.atomic():
        return writing.add(
            summary, part, keys=as_pieces(summary, keys, part=part, by=by, at=at), by=by, at=at, **more
        )


def rest(sentence: Sentence, keys: Iterable[str], *, by: Person, at: datetime) -> None:
    """`writing.rest` that takes highlights among its keys."""
    with transaction.atomic():
        found = as_pieces(sentence.summary, keys, part=sentence.part, by=by, at=at)
        writing.rest(sentence, found, by=by, at=at)


def as_pieces(summary: Summary, keys: Iterable[str], *, part: str, by: Person, at: datetime) -> list[str]:
    """The keys with an excerpt ("e7") in the place of each highlight ("h12") that is public at the instant."""
    require(by, Act.WRITE, meeting=summary.meeting)
    keys = list(keys)
    found = highlights.public(summary.meeting, at=at) if any(key.startswith("h") for key in keys) else []
    known = {f"h{one.pk}": one for one in found}
    return [f"e{excerpt(known[key], part, by=by, at=at).pk}" if key in known else key for key in keys]


def excerpt(highlight: Highlight, part: str, *, by: Person, at: datetime) -> Excerpt:
    """What was flagged of the very words, or else is flagged now."""
    words = next(each for each in highlight.words.all() if each.is_original)
    there = Excerpt.objects.live().filter(paragraph=words.paragraph_id, start=words.start, end=words.end)
    return there.order_by("pk").first() or flagging.keep(
        words.paragraph, words.start, words.end, kind=KINDS.get(part, Kind.CLAIM), by=by, at=at
    )
