"""The people of sessions, as the programme and the agenda name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from comity.meetings.models import Part, Session
from comity.meetings.parts import STANDING
from comity.participants import listing, states
from comity.participants.models import Participant

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
    """Session -> its people who have not declined or withdrawn, in the order of `ORDER`; four
    queries for all."""
    parts = Part.objects.filter(
        session__in=[one.pk for one in sessions],
        state__in=STANDING,
        participant__state__in=states.STANDING,
    )
    people = called(Participant.objects.filter(pk__in=parts.order_by().values("participant")))
    rows = parts.order_by("pk").values_list("session", "participant", "role", "state")
    found: dict[int, list[Cast]] = {}
    for session, who, role, state in sorted(rows, key=lambda row: ORDER.index(Role(row[2]))):
        found.setdefault(session, []).append(Cast(who, role, state, *people[who]))
    return found


def called(people: QuerySet[Participant]) -> dict[int, tuple[str, str, dict[str, str]]]:
    """Participant -> name, title, affiliation. Each is read once, however many sessions she is in, and nothing of her
    that is not told: a long programme has hundreds of parts."""
    people = people.select_related("meeting", "delegation__body", "body").only(
        *("pseudonym", "honorific", "name", "job_title", "affiliation", "language"),
        *("meeting__opens_on", "delegation__body__names", "body__names"),
    )
    people = people.prefetch_related("delegation__body__former_names", "body__former_names")
    return {
        # A title would tell whom a pseudonym means.
        one.pk: (one.pseudonym or str(one), "" if one.pseudonym else one.job_title, one.affiliations)
        for one in people
    }


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
