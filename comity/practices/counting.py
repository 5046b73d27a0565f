"""How many stand behind a practice, in their own words and by alignment; counted, never ranked (R12-9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from comity.participants.models import Body, Delegation, Group
from comity.practices.models import Alignment, Practice, Support
from comity.statements.models import Version

FEWEST = 3
"""Contributors who may not be named below which they are not counted either."""


@dataclass(frozen=True, slots=True)
class Counts:
    """`own`: contributors in their own words; `aligned`: further ones by alignment with one of these or their group;
    `diverging`: contributors of divergent words. `regions` and `categories` count the contributors in own words."""

    own: int
    aligned: int
    diverging: int
    regions: dict[str, int]
    categories: dict[str, int]


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """None where a figure would tell of a source that must not be told: fewer than three of them are in it."""

    own: int | None
    aligned: int | None
    diverging: int | None
    regions: dict[str, int | None]
    categories: dict[str, int | None]


def counts(practice: Practice) -> Counts:
    """For those who work on the register."""
    own = contributors(practice, Support.Stance.SUPPORTS)
    return Counts(
        own=len(own),
        aligned=len(aligned(practice, own)),
        diverging=len(contributors(practice, Support.Stance.DIVERGES)),
        regions=dict(regions_of(own)),
        categories=dict(categories_of(own)),
    )


def public_counts(
    practice: Practice, *, named: Collection[int], named_diverging: Collection[int], at: datetime
) -> PublicCounts:
    """For everybody. `named`: the delegations that are told of (sources.py). A figure that holds others is given only
    where three or more of them are in it, so that taking the named ones away tells of nobody (RX-1)."""
    own = contributors(practice, Support.Stance.SUPPORTS)
    diverging = contributors(practice, Support.Stance.DIVERGES)
    return PublicCounts(
        own=safe(len(own), len(own & {*named})),
        aligned=len(aligned(practice, own, at=at)) if own <= {*named} else None,
        diverging=safe(len(diverging), len(diverging & {*named_diverging})),
        regions=safe_each(regions_of(own), regions_of(own & {*named})),
        categories=safe_each(categories_of(own), categories_of(own & {*named})),
    )


def safe(every: int, named: int) -> int | None:
    return every if every - named == 0 or every - named >= FEWEST else None


def safe_each(every: Counter[str], named: Counter[str]) -> dict[str, int | None]:
    """A key is told only where a named source or three others stand for it."""
    found = {key: safe(count, named[key]) for key, count in every.items()}
    return {key: count for key, count in found.items() if count is not None or named[key]}


def contributors(practice: Practice, stance: str) -> set[int]:
    """Delegations whose words the practice rests on."""
    return set(practice.supports.live().filter(stance=stance).values_list("excerpt__delegation", flat=True))


def aligned(practice: Practice, own: Collection[int], *, at: datetime | None = None) -> set[int]:
    """Delegations that align themselves with a contributor, or with a group in whose name one of the words was said,
    and have no words of their own here. `at`: as far as the public could read it at the instant."""
    supports = practice.supports.live().filter(stance=Support.Stance.SUPPORTS)
    groups = supports.values("excerpt__paragraph__language_version__version__statement__on_behalf_of")
    found = Alignment.objects.filter(
        Q(with_delegation__in=own) | Q(with_group__in=groups),
        meeting=practice.meeting_id,
        undone_at__isnull=True,
    )
    if at is not None:
        found = found.filter(paragraph__language_version__version__in=Version.objects.public(at))
    return set(found.values_list("delegation", flat=True)) - set(own)


def categories_of(delegations: Iterable[int]) -> Counter[str]:
    return Counter(Delegation.objects.filter(pk__in=[*delegations]).values_list("body__category", flat=True))


def regions_of(delegations: Iterable[int]) -> Counter[str]:
    """By the regional groups of the States among them."""
    return Counter(
        Body.groups.through.objects.filter(
            body__delegations__in=[*delegations], group__kind=Group.Kind.REGIONAL
        ).values_list("group__code", flat=True)
    )
