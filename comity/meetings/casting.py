"""The people of sessions, as the programme and the agenda name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.meetings.models import Session


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody's part in a session. `who` is the same for the same participant in any session."""

    who: int
    role: str
    state: str
    name: str
    title: str = ""
    affiliation: dict[str, str] = field(default_factory=dict)


def standing(sessions: Iterable[Session]) -> dict[int, list[Cast]]:
    """Session -> its people who have not declined or withdrawn, moderators first; one query for all."""
    return {}


def needed() -> list[tuple[frozenset[str], str]]:
    """Roles that a session has at least one of (DOMAIN.md A.1), with what to call them."""
    return []


def labels() -> list[tuple[str, str]]:
    """Roles in the order in which an agenda names them, each with its heading in the reader's language."""
    return []


def unconfirmed(state: str) -> str:
    """How an agenda marks somebody who has not confirmed yet; "" where nothing is to be said."""
    return ""
