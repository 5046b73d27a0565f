"""How long was spoken, by delegation, category and region: in the order of protocol, never a ranking of States.

Where names are not told only categories are, and of fewer than three speakers of one nothing at all (RX-1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from comity.floor.named import called
from comity.floor.shown import Naming
from comity.floor.telling import FEWEST
from comity.floor.told import Record, Said, View
from comity.languages import localized
from comity.meetings.models import Attribution
from comity.participants.models import Group, Stakeholder


@dataclass(frozen=True, slots=True)
class Share:
    """`share`: of the longest of its table, from 0 to 100."""

    name: str
    turns: int
    seconds: int
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Durations:
    """`delegations` and `regions` are empty where names are not told; `withheld`: turns that stand in no table."""

    delegations: tuple[Share, ...]
    categories: tuple[Share, ...]
    regions: tuple[Share, ...]
    parts: tuple[Share, ...]
    withheld: int


def of(record: Record) -> Durations:
    """From a record as its reader may read it: nothing is counted that the record does not tell."""
    named = [one for one in by_protocol(record.said) if is_told(record, one) and one.is_named]
    categories = by_category(record)
    return Durations(
        delegations=shares((called_alone(one), one) for one in named),
        categories=categories,
        regions=shares(by_region(record, named)),
        parts=shares(
            (str(part.segment), one) for part in record.sections if part.segment for one in part.said
        ),
        withheld=len(record.said) - sum(one.turns for one in categories),
    )


def is_told(record: Record, one: Said) -> bool:
    return record.view == View.INSIDE or one.mode == Attribution.ATTRIBUTED


def called_alone(one: Said) -> str:
    """Of whom, whoever it spoke for."""
    return localized(one.who.names) or called(one.who)


def by_protocol(said: Iterable[Said]) -> list[Said]:
    """Categories in their order, and by name within one: how long one spoke plays no part."""
    order = [*Stakeholder.values, ""]
    return sorted(said, key=lambda one: (order.index(one.who.category), called_alone(one)))


def by_category(record: Record) -> tuple[Share, ...]:
    """Where names are not told, only those categories of which enough have spoken."""
    told = [one for one in by_protocol(record.said) if one.who.category]
    hidden = Counter(one.who.category for one in told if not is_told(record, one))
    few = {category for category, turns in hidden.items() if turns < FEWEST}
    kept = [one for one in told if is_told(record, one) or one.who.category not in few]
    return shares((str(Stakeholder(one.who.category).label), one) for one in kept)


def by_region(record: Record, said: Iterable[Said]) -> list[tuple[str, Said]]:
    """Regional groups in the order of their names; a delegation counts in each to which it belongs."""
    found = regions(record)
    named = [
        (localized(group), one) for one in said for group in found.get(localized(one.who.names, "en"), ())
    ]
    return sorted(named, key=lambda pair: pair[0])


def regions(record: Record) -> dict[str, list[dict[str, str]]]:
    """English name of a delegation -> names of its regional groups."""
    meeting = record.floor.session.meeting
    naming = Naming(record.floor, inside=True)
    groups = Group.objects.filter(kind=Group.Kind.REGIONAL)
    found: dict[str, list[dict[str, str]]] = {}
    delegations = meeting.delegations.select_related("body").prefetch_related(
        "body__groups", "body__former_names"
    )
    regional = {one.pk: one.names for one in groups}
    for one in delegations:
        name = localized(one.body.names_on(naming.opens_on), "en")
        found[name] = [regional[each.pk] for each in one.body.groups.all() if each.pk in regional]
    return found


def shares(said: Iterable[tuple[str, Said]]) -> tuple[Share, ...]:
    """Added up by name, in the order in which the names come."""
    turns: dict[str, int] = {}
    seconds: dict[str, int] = {}
    for name, one in said:
        turns[name] = turns.get(name, 0) + 1
        seconds[name] = seconds.get(name, 0) + one.seconds
    longest = max([*seconds.values(), 1])
    return tuple(
        Share(name, turns[name], seconds[name], round(100 * seconds[name] / longest, 1)) for name in turns
    )
