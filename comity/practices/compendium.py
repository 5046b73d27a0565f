"""An edition as it is printed: its practices by chapter under their numbers, and where each instrument occurs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comity.practices import public
from comity.practices.models import Edition, Practice
from comity.practices.showing import Cited, Label, Page


@dataclass(frozen=True, slots=True)
class Compendium:
    """`chapters`: in order, each with its practices by number; `index`: instrument and paragraph -> numbers."""

    meeting: str
    number: int
    kind: str
    issued_at: datetime
    chapters: tuple[tuple[Label, tuple[Page, ...]], ...]
    index: tuple[tuple[Cited, tuple[int, ...]], ...]


def of(edition: Edition, *, at: datetime, language: str) -> Compendium:
    """The edition in a language: each practice in the wording that the edition printed, with its status now, so that a
    later print says what was superseded or withdrawn since."""
    entries = edition.entries.order_by("number").select_related("version")
    practices = {
        one.pk: one for one in public.loaded(Practice.objects.filter(pk__in=entries.values("practice")))
    }
    pages = public.pages(
        [(practices[one.practice_id], one.version) for one in entries], at=at, language=language
    )
    return Compendium(
        meeting=edition.meeting.slug,
        number=edition.number,
        kind=edition.kind,
        issued_at=edition.issued_at,
        chapters=by_chapter(
            pages, {one.chapter.code: one.chapter.position for one in practices.values() if one.chapter}
        ),
        index=by_instrument(pages),
    )


def by_chapter(
    pages: Iterable[Page], positions: dict[str, int]
) -> tuple[tuple[Label, tuple[Page, ...]], ...]:
    """Every recommended practice has a chapter: it is not handed on for review without one."""
    found: dict[Label, list[Page]] = {}
    for page in pages:
        assert page.card.chapter is not None
        found.setdefault(page.card.chapter, []).append(page)
    return tuple(
        (chapter, tuple(found[chapter])) for chapter in sorted(found, key=lambda one: positions[one.code])
    )


def by_instrument(pages: Iterable[Page]) -> tuple[tuple[Cited, tuple[int, ...]], ...]:
    found: dict[Cited, list[int]] = {}
    for page in pages:
        for cited in page.card.instruments:
            found.setdefault(cited, []).append(page.card.number or 0)
    return tuple(
        (cited, tuple(found[cited])) for cited in sorted(found, key=lambda one: (one.symbol, one.paragraph))
    )


def latest(meeting: int, *, at: datetime) -> Edition | None:
    """The last full edition that was issued."""
    return (
        Edition.objects.filter(meeting=meeting, kind=Edition.Kind.EDITION, issued_at__lte=at)
        .order_by("number")
        .last()
    )
