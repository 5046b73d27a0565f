"""What goes into finding and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Id = str | int
"""Whatever the caller knows a thing by; handed back as it came."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or an excerpt. `language` is one of the six or "und"; None where it is not known."""

    id: Id
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What a person has joined so far. A title, in whatever language, helps as much as a member."""

    id: Id
    members: Sequence[Item] = ()
    titles: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """One proposal: 0 unlike, 1 the same."""

    id: Id
    score: float
