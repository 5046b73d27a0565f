"""The order of a list of speakers: where the policy puts somebody new, without moving anybody else.

Places are numbers with room between them: a new inscription takes one between its neighbours, so that nobody's place
changes by it (property-tested against sorting).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from comity.floor.models import Inscription
from comity.floor.models.speakers import Kind
from comity.floor.policy import Key, Policy
from comity.texts.alphabet import initial, sort_key

STEP = 1024.0
"""Between neighbours at first."""
NARROWEST = 1e-6
"""Below it the places of a list are given anew."""
LEVELS = [*Inscription.Level.values]
KINDS = [Kind.PRESENTATION, Kind.STATEMENT, Kind.REPLY]
"""Panellists before the discussion; rights of reply when the list is exhausted."""


def key(one: Inscription, policy: Policy) -> tuple[Any, ...]:
    """By what it is sorted under the policy; never the same for two of a session."""
    found: list[Any] = [KINDS.index(Kind(one.kind))]
    found += [KEYS[Key(name)](one, policy) for name in policy.order if one.kind == Kind.STATEMENT]
    return (*found, one.number)


def by_letter(one: Inscription, policy: Policy) -> tuple[bool, Any]:
    """Alphabetical in the language of the drawn letter, beginning with it and going round."""
    language = policy.letter_language
    names = one.delegation.body.names if one.delegation else one.part.participant.affiliations  # type: ignore[union-attr]
    name = names.get(language) or next(iter(names.values()), "")
    before = sort_key(initial(name, language), language) < sort_key(policy.letter, language)
    return (before, sort_key(name, language))


KEYS = {
    Key.LEVEL: lambda one, policy: LEVELS.index(one.level),
    Key.GROUP: lambda one, policy: one.on_behalf_of_id is None,
    Key.CATEGORY: lambda one, policy: policy.categories.index(one.category),
    Key.TIME: lambda one, policy: one.number,
    Key.LETTER: by_letter,
}


def place_for(one: Inscription, waiting: Sequence[Inscription], policy: Policy) -> float:
    """A place before the first that the policy puts behind it; what was moved by hand is passed over. `waiting`: in the
    order of their places."""
    own = key(one, policy)
    for at, other in enumerate(waiting):
        if not other.moved and key(other, policy) > own:
            return between(waiting[at - 1].place if at else None, other.place)
    return between(waiting[-1].place if waiting else None, None)


def between(before: float | None, after: float | None) -> float:
    """A number between two places; None for no neighbour."""
    if before is None and after is None:
        return 0.0
    if before is None:
        return after - STEP  # type: ignore[operator]
    return before + STEP if after is None else (before + after) / 2


def is_narrow(places: Sequence[float]) -> bool:
    """Whether two neighbours are so near that nobody fits between them."""
    return any(after - before < NARROWEST for before, after in pairwise(places))


def arranged(waiting: Sequence[Inscription], policy: Policy) -> list[Inscription]:
    """All anew, as under a new policy: those moved by hand keep their rank, the others fill what is left by the policy.
    `waiting`: in the order of their places."""
    rest = iter(sorted((one for one in waiting if not one.moved), key=lambda one: key(one, policy)))
    return [one if one.moved else next(rest) for one in waiting]
