"""The people of sessions, as the programme and the agenda name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.meetings.models import Part, Session
from comity.meetings.parts import STANDING
from comity.participants import listing, states

Role = Part.Role
State = Part.State
ORDER = (Role.CHAIR, Role.MODERATOR, Role.KEYNOTE, Role.PANELLIST, Role.RAPPORTEUR)
"""In which an agenda names them."""
LEADING = frozenset({Role.CHAIR.value, Role.MODERATOR.value})
"""Committee Chair and Vice-Chairs act as meeting Chairs and/or moderators (concept note, paragraph 8)."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Somebody's part in a session. `who` is the same for the same participant in any session."""

    who: int
    role: str
    state: str
    name: str
    title: str = ""
    affiliation: dict[str, str] = field(default_factory=dict)

    @property
    def called(self) -> str:
        return str(Role(self.role).label)

    @property
    def standing(self) -> str:
        return str(State(self.state).label)


def standing(sessions: Iterable[Session]) -> dict[int, list[Cast]]:
    """Session -> its people who have not declined or withdrawn, in the order of `ORDER`; three
    queries for all."""
    parts = Part.objects.filter(
        session__in=[one.pk for one in sessions],
        state__in=STANDING,
        participant__state__in=states.STANDING,
    ).select_related("participant__meeting", "participant__delegation__body", "participant__body")
    parts = parts.prefetch_related(
        "participant__delegation__body__former_names", "participant__body__former_names"
    )
    found: dict[int, list[Cast]] = {}
    for one in sorted(parts, key=lambda one: (ORDER.index(Role(one.role)), one.pk)):
        someone = one.participant
        name = someone.pseudonym or str(someone)
        title = "" if someone.pseudonym else someone.job_title  # it would tell whom one means
        cast = Cast(someone.pk, one.role, one.state, name, title, someone.affiliations)
        found.setdefault(one.session_id, []).append(cast)
    return found


def named(people: Iterable[int]) -> set[int]:
    """Those of the participants (by key) whom public pages and papers may name now (RX-3); two queries."""
    return listing.named(people)


def veiled(people: Iterable[int]) -> dict[int, str]:
    """Participant -> the pseudonym that public pages and papers give instead of the name now; one query."""
    return listing.pseudonyms(people)


def needed() -> list[tuple[frozenset[str], str]]:
    """Roles that a session has at least one of (DOMAIN.md A.1), with what to call them."""
    return [
        (LEADING, str(Role.MODERATOR.label)),
        (frozenset({Role.PANELLIST.value, Role.KEYNOTE.value}), str(Role.PANELLIST.label)),
        (frozenset({Role.RAPPORTEUR.value}), str(Role.RAPPORTEUR.label)),
    ]


def labels() -> list[tuple[str, str]]:
    """Roles in the order in which an agenda names them, each with its heading in the reader's language."""
    return [(role.value, str(role.label)) for role in ORDER]


def unconfirmed(state: str) -> str:
    """How an agenda marks somebody who has not confirmed yet; "" where nothing is to be said."""
    if state in (State.CONFIRMED, State.APPEARED):
        return ""
    return str(State.PROPOSED.label)
