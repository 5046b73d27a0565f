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
class Named:
    """Keys of the delegations of which the public is told: whose words they are, whose divergent words, and of which
    category somebody is."""

    by_name: frozenset[int] = frozenset()
    diverging: frozenset[int] = frozenset()
    by_category: frozenset[int] = frozenset()


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
        regions=dict(Counter(one for one in region_of_each(own).values() if one)),
        categories=dict(categories_of(own)),
    )


def public_counts(practice: Practice, *, named: Named, at: datetime) -> PublicCounts:
    """For everybody. A figure that holds others than the named is given only where three or more of them are in it, so
    that taking the named ones away tells of nobody (RX-1)."""
    rows = practice.supports.live().values_list(
        "stance", "excerpt__delegation", "excerpt__delegation__body__category"
    )
    category = {key: of for _stance, key, of in rows}
    own = {key for stance, key, _of in rows if stance == Support.Stance.SUPPORTS}
    diverging = {key for stance, key, _of in rows if stance == Support.Stance.DIVERGES}
    known = own & (named.by_name | named.by_category)
    region = region_of_each(own)
    return PublicCounts(
        own=safe(len(own), len(own & named.by_name)),
        aligned=len(aligned(practice, own, at=at)) if own <= named.by_name else None,
        diverging=safe(len(diverging), len(diverging & named.diverging)),
        regions=safe_each(
            Counter(region[one] for one in own), Counter(region[one] for one in own & named.by_name)
        ),
        categories=safe_each(Counter(category[one] for one in own), Counter(category[one] for one in known)),
    )


def safe(every: int, named: int) -> int | None:
    return every if every - named == 0 or every - named >= FEWEST else None


def safe_each(every: Counter[str], named: Counter[str]) -> dict[str, int | None]:
    """A key is told only where a named source or three others stand for it, and its figure only where what is left of
    the total stands for three others too: what is not given must not follow from what is.

    Where any other stands in a figure that is not given, those in which none does are not given either, for that would
    tell in which it does.
    """
    others = every - named
    given = {key for key, count in others.items() if key and count >= FEWEST}
    while 0 < sum(others.values()) - sum(others[key] for key in given) < FEWEST and given:
        given.remove(min(given, key=lambda key: (others[key], key)))
    all_are = given == {*others}
    return {
        key: count if all_are or key in given else None
        for key, count in sorted(every.items())
        if key and (key in given or named[key])
    }


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
    return Counter(Delegation.every.filter(pk__in=[*delegations]).values_list("body__category", flat=True))


def region_of_each(delegations: Collection[int]) -> dict[int, str]:
    """Delegation -> the regional group of its State; "" where it is in none."""
    return dict.fromkeys(delegations, "") | dict(
        Body.groups.through.objects.filter(
            body__delegations__in=[*delegations], group__kind=Group.Kind.REGIONAL
        ).values_list("body__delegations", "group__code")
    )
