"""What the public is told of resources: totals by pool, no terms, and no sum that would tell a single one (R04-5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comity.framework import pledging
from comity.framework.models import Flow, Need, Offer, Pool
from comity.meetings.models import Meeting

FEWEST = 3
"""Delegations behind a sum below which it would tell what one of them gave."""


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in a currency. `amount` None: too few stand behind it to be told."""

    currency: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One pool, or all of them where `pool` is ""."""

    pool: str
    label: str
    needs: int
    offers: int
    matches: int
    committed: tuple[Sum, ...]
    disbursed: tuple[Sum, ...]


def of(meeting: Meeting) -> list[Row]:
    """A row for each of the seven pools, and the whole as the last; three queries."""
    needs = list(Need.objects.filter(meeting=meeting, state__in=pledging.TOLD).values_list("pool", flat=True))
    offers = list(
        Offer.objects.filter(meeting=meeting, state=Offer.State.OFFERED).values_list("pool", flat=True)
    )
    flows = list(
        Flow.objects.filter(match__need__meeting=meeting, match__declined_at=None).values(
            "kind", "amount", "currency", "match", "match__offer__pool", "match__offer__delegation"
        )
    )
    rows = [row(pool.value, str(pool.label), needs, offers, flows) for pool in Pool]
    return [*rows, row("", "", needs, offers, flows)]


def row(
    pool: str, label: str, needs: list[str], offers: list[str], flows: Sequence[Mapping[str, Any]]
) -> Row:
    here = [one for one in flows if pool in ("", one["match__offer__pool"])]
    return Row(
        pool=pool,
        label=label,
        needs=sum(pool in ("", one) for one in needs),
        offers=sum(pool in ("", one) for one in offers),
        matches=len({one["match"] for one in here}),
        committed=sums(here, Flow.Kind.COMMITMENT),
        disbursed=sums(here, Flow.Kind.DISBURSEMENT),
    )


def sums(flows: Iterable[Mapping[str, Any]], kind: str) -> tuple[Sum, ...]:
    """Of each currency. Over several pools a sum is told only if those of too few that are left out of the rows could
    not be found by taking the others away."""
    rows = [one for one in flows if one["kind"] == kind and one["amount"] is not None]
    found = []
    for currency in sorted({one["currency"] for one in rows}):
        here = [one for one in rows if one["currency"] == currency]
        donors: dict[str, set[int]] = defaultdict(set)
        for one in here:
            donors[one["match__offer__pool"]].add(one["match__offer__delegation"])
        few = set[int]().union(*(those for those in donors.values() if len(those) < FEWEST))
        every = set[int]().union(*donors.values())
        told = len(every) >= FEWEST and len(few) not in range(1, FEWEST)
        found.append(Sum(currency, sum((one["amount"] for one in here), Decimal()) if told else None))
    return tuple(found)
