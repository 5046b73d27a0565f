"""How many stand behind a practice, in their own words and by alignment; counted, never ranked (R12-9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from comity.participants.models import Body, Delegation, Group
from comity.practices.models import Alignment, Practice, Support
from comity.practices.models.excerpts import Attribution

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


def public_counts(practice: Practice) -> PublicCounts:
    """For everybody. A figure that holds sources who may not be named is given only where three or more of them are in
    it, so that taking the named ones away tells of nobody (RX-1)."""
    own = contributors(practice, Support.Stance.SUPPORTS)
    named = contributors(practice, Support.Stance.SUPPORTS, named=True)
    diverging = contributors(practice, Support.Stance.DIVERGES)
    named_diverging = contributors(practice, Support.Stance.DIVERGES, named=True)
    safe_own = safe(len(own), len(named))
    return PublicCounts(
        own=safe_own,
        aligned=None if own != named else len(aligned(practice, own)),
        diverging=safe(len(diverging), len(named_diverging)),
        regions=safe_each(regions_of(own), regions_of(named)),
        categories=safe_each(categories_of(own), categories_of(named)),
    )


def safe(every: int, named: int) -> int | None:
    return every if every - named == 0 or every - named >= FEWEST else None


def safe_each(every: Counter[str], named: Counter[str]) -> dict[str, int | None]:
    """A key is told only where a named source or three others stand for it."""
    found = {key: safe(count, named[key]) for key, count in every.items()}
    return {key: count for key, count in found.items() if count is not None or named[key]}


def contributors(practice: Practice, stance: str, *, named: bool = False) -> set[int]:
    """Delegations whose words the practice rests on; `named`: of which at least one word is attributed."""
    supports = practice.supports.live().filter(stance=stance)
    if named:
        supports = supports.filter(
            excerpt__attribution=Attribution.ATTRIBUTED,
            excerpt__paragraph__language_version__version__statement__consent_to_quote=True,
        )
    return set(supports.values_list("excerpt__delegation", flat=True))


def aligned(practice: Practice, own: Collection[int]) -> set[int]:
    """Delegations that align themselves with a contributor, or with a group in whose name one of the words was said,
    and have no words of their own here."""
    supports = practice.supports.live().filter(stance=Support.Stance.SUPPORTS)
    groups = supports.values("excerpt__paragraph__language_version__version__statement__on_behalf_of")
    found = Alignment.objects.filter(
        Q(with_delegation__in=own) | Q(with_group__in=groups),
        meeting=practice.meeting_id,
        undone_at__isnull=True,
    )
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
