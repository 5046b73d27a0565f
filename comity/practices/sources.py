"""What may be told of the sources of a practice. Attribution is applied here and nowhere else (RX-1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from comity.languages import localized
from comity.participants.models import Delegation, Stakeholder
from comity.practices import marks
from comity.practices.around import Around, around_of, was_said_in_public
from comity.practices.counting import Named
from comity.practices.models import Challenge, Excerpt, Practice, Support
from comity.practices.models.excerpts import Attribution
from comity.statements.models import Statement, Version


class Telling(StrEnum):
    """How much of a source is told."""

    QUOTED = "quoted"
    """Whose words, and the words, with a link to their paragraph."""
    NAMED = "named"
    """Who said it aloud in public, a panellist who agrees to be named; without the words, which stand in no text that
    the public can read."""
    CATEGORY = "category"
    """ "A regional organization", without the words, which a search would find."""
    SEALED = "sealed"
    """The source is on file."""


NAMING = frozenset({Telling.QUOTED, Telling.NAMED})


@dataclass(frozen=True, slots=True)
class PublicSource:
    """One source as anybody may see it; fields that may not be told are empty.

    `number` is the mark in the public text and not the desk's: sources that are not named come last, in an order that
    tells nothing, so that no neighbour gives one away.
    """

    number: int
    stance: str
    telling: Telling
    category: str = ""
    body: str = ""
    """Code of the contributor."""
    names: dict[str, str] | None = None
    """Of the contributor at the time of the meeting, by language."""
    words: str = ""
    language: str = ""
    stands_in: str = ""
    """Language of the text in which the words stand: a text may hold paragraphs of another one."""
    kind: str = ""
    sha256: str = ""
    statement: str = ""
    version: int = 0
    anchor: str = ""
    start: int = 0
    end: int = 0
    is_current: bool = True
    """Whether the version quoted is what the statement says now; else it was corrected since."""

    @property
    def whose(self) -> str:
        """Who said it, in the reader's language, as far as that may be told."""
        if self.telling in NAMING:
            return localized(self.names or {})
        if self.telling is Telling.CATEGORY:
            return str(Stakeholder(self.category).label)
        return _("Source on file with the secretariat")

    @property
    def place(self) -> str:
        """Query and fragment that open the statement at the quote and check its words; "" where none is told."""
        if not self.statement:
            return ""
        claim = {
            "language": self.stands_in,
            "quote": self.anchor,
            "start": self.start,
            "end": self.end,
            "sha256": self.sha256,
        }
        return f"?{urlencode(claim)}#p-{self.anchor}"

    @property
    def address(self) -> str:
        """Permanent address of the quote."""
        return f"{settings.PUBLIC_ADDRESS}/id/{self.statement}{self.place}" if self.statement else ""


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a practice rests on. `numbers`: the desk's mark -> the public one."""

    listed: tuple[PublicSource, ...]
    numbers: dict[int, int]
    named: Named

    def renumbered(self, text: str) -> str:
        """The text with public marks; those of sources that left are taken out."""
        return _MARK.sub(self._other, text)

    def _other(self, found: re.Match[str]) -> str:
        number = self.numbers.get(int(found[2]))
        return f"{found[1]}[{number}]" if number else ""


_MARK = re.compile(rf"(\s*){marks.MARK.pattern}")


def of_each(practices: Iterable[Practice], *, at: datetime) -> dict[int, Sources]:
    """By the key of the practice; the same few queries however many."""
    practices = list(practices)
    rows: dict[int, list[Support]] = {one.pk: [] for one in practices}
    supports = (
        Support.objects.live()
        .filter(practice__in=practices)
        .select_related(
            "excerpt__delegation__body", "excerpt__paragraph__language_version__version__statement__meeting"
        )
        .prefetch_related("excerpt__delegation__body__former_names")
        .order_by("practice", "number")
    )
    for one in supports:
        rows[one.practice_id].append(one)
    with_floors(one for found in rows.values() for one in found)
    around = around_of({one.meeting_id for one in practices})
    return {key: told(found, around, at=at) for key, found in rows.items()}


def with_floors(supports: Iterable[Support]) -> None:
    """Where panellists said it, in a few queries however many."""
    spoken = [one for one in supports if place_of(one).panellist_id is not None]
    floor = "excerpt__paragraph__language_version__version__statement__spoken_as__floor__session__meeting"
    prefetch_related_objects(spoken, floor)


def told(supports: Iterable[Support], around: Around, *, at: datetime) -> Sources:
    """What may be told of each, in public order."""
    tellings = [(one, telling(one, around, at=at)) for one in supports]
    order = [one for one in tellings if one[1] in NAMING]
    order += sorted((one for one in tellings if one[1] not in NAMING), key=lambda one: shuffled(one[0]))
    named = {
        one.excerpt.delegation_id for one, how in order if how in NAMING and not around.hides(place_of(one))
    }
    return Sources(
        tuple(shown(one, how, number, around, at=at) for number, (one, how) in enumerate(order, start=1)),
        {one.number: number for number, (one, _how) in enumerate(order, start=1)},
        Named(
            speaking(tellings, NAMING, Support.Stance.SUPPORTS) & named,
            speaking(tellings, NAMING, Support.Stance.DIVERGES) & named,
            speaking(tellings, {Telling.CATEGORY, *NAMING}, Support.Stance.SUPPORTS) - named,
        ),
    )


def place_of(support: Support) -> Delegation:
    return support.excerpt.delegation


def speaking(
    tellings: Iterable[tuple[Support, Telling]], how: Collection[Telling], stance: str
) -> frozenset[int]:
    """Keys of the delegations of which so much is told."""
    return frozenset(
        one.excerpt.delegation_id for one, told in tellings if told in how and one.stance == stance
    )


def shuffled(support: Support) -> str:
    """An order that is always the same and follows from nothing that one may know."""
    return sha256(f"{support.excerpt.sha256}{support.practice_id}".encode()).hexdigest()


def of_challenges(challenges: Iterable[Challenge], *, at: datetime) -> dict[int, tuple[PublicSource, ...]]:
    """What may be told of the words that report each challenge; the same few queries however many."""
    challenges = list(challenges)
    links = list(
        Challenge.excerpts.through.objects.filter(challenge__in=challenges).values_list(
            "challenge", "excerpt"
        )
    )
    excerpts = {
        one.pk: one
        for one in with_sources(Excerpt.objects.live().filter(pk__in={excerpt for _one, excerpt in links}))
    }
    around = around_of({one.meeting_id for one in challenges})
    found: dict[int, list[Support]] = {one.pk: [] for one in challenges}
    for challenge, excerpt in sorted(links):
        if excerpt in excerpts:
            found[challenge].append(Support(number=0, excerpt=excerpts[excerpt]))
    return {key: told(rows, around, at=at).listed for key, rows in found.items()}


def with_sources(excerpts: QuerySet[Excerpt]) -> QuerySet[Excerpt]:
    return excerpts.select_related(
        "delegation__body", "paragraph__language_version__version__statement__meeting"
    ).prefetch_related("delegation__body__former_names")


def telling(support: Support, around: Around, *, at: datetime) -> Telling:
    """How much may be told. Words are quoted only while their source attributes them, agrees to quotation, and the
    public could read them where they stand. Of a panellist who does not agree to be named the category is told."""
    excerpt = support.excerpt
    version = excerpt.paragraph.language_version.version
    if excerpt.attribution == Attribution.ATTRIBUTED:
        if is_quotable(version, at):
            return Telling.QUOTED
        if around.name(excerpt.delegation) and was_said_in_public(version.statement):
            return Telling.NAMED
    by_category = excerpt.attribution == Attribution.BY_CATEGORY or stands_back(excerpt, around)
    if by_category and (excerpt.meeting_id, excerpt.delegation.body.category) in around.crowds:
        return Telling.CATEGORY
    return Telling.SEALED


def stands_back(excerpt: Excerpt, around: Around) -> bool:
    """Whether a panellist said it aloud in public and does not agree to be named."""
    return (
        excerpt.attribution == Attribution.ATTRIBUTED
        and around.hides(excerpt.delegation)
        and was_said_in_public(excerpt.paragraph.language_version.version.statement)
    )


def is_quotable(version: Version, at: datetime) -> bool:
    statement = version.statement
    return (
        statement.consent_to_quote
        and statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED
        and (statement.withdrawn_at is None or statement.withdrawn_at > at)
        and version.public_from is not None
        and version.public_from <= at
    )


def shown(support: Support, how: Telling, number: int, around: Around, *, at: datetime) -> PublicSource:
    excerpt = support.excerpt
    body = excerpt.delegation.body
    if how is Telling.SEALED:
        return PublicSource(number, support.stance, how)
    if how is Telling.CATEGORY:
        return PublicSource(number, support.stance, how, category=body.category)
    if how is Telling.NAMED:
        names = around.name(excerpt.delegation)
        return PublicSource(number, support.stance, how, category=body.category, names=names)
    version = excerpt.paragraph.language_version.version
    return PublicSource(
        number,
        support.stance,
        how,
        category=body.category,
        body="" if body.is_category else body.code,
        names=around.name(excerpt.delegation) or body.names_on(version.statement.meeting.opens_on),
        words=excerpt.text,
        language=excerpt.language,
        stands_in=excerpt.paragraph.language_version.language,
        kind=excerpt.kind,
        sha256=excerpt.sha256,
        statement=version.statement.ref,
        version=version.number,
        anchor=excerpt.paragraph.anchor,
        start=excerpt.start,
        end=excerpt.end,
        is_current=version.is_public(at),
    )
