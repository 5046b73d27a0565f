"""The balance of panels by region, category and self-declared gender: for information, never a rule (R10-5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from comity.meetings.authority import Act, require
from comity.meetings.models import Meeting, Part, Session
from comity.meetings.parts import STANDING
from comity.participants import states
from comity.participants.models import Group, Participant, Stakeholder

PANEL = frozenset({Part.Role.CHAIR, Part.Role.MODERATOR, Part.Role.KEYNOTE, Part.Role.PANELLIST})


@dataclass(frozen=True, slots=True)
class Share:
    """One row: how many of the panel are of this kind."""

    label: str
    number: int
    percent: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Counts of one panel, or of all panels together, where everybody counts once."""

    session: Session | None
    total: int
    regions: tuple[Share, ...]
    categories: tuple[Share, ...]
    genders: tuple[Share, ...]


def of_meeting(meeting: Meeting, *, by: Any) -> list[Balance]:
    """That of all panels first, then of each session; the same number of queries however many. Raises `NotAllowed` for
    everybody but the secretariat and the Chair."""
    require(by, Act.SEE_BALANCE, meeting=meeting)
    sessions = list(meeting.sessions.filter(cancelled_at=None))
    panels: dict[int, dict[int, Participant]] = {one.pk: {} for one in sessions}
    for part in standing(sessions):
        panels[part.session_id][part.participant_id] = part.participant
    everybody = {key: one for panel in panels.values() for key, one in panel.items()}
    return [
        balance(None, everybody.values()),
        *(balance(one, panels[one.pk].values()) for one in sessions),
    ]


def standing(sessions: Iterable[Session]) -> Iterable[Part]:
    return (
        Part.objects.filter(
            session__in=[one.pk for one in sessions],
            role__in=list(PANEL),
            state__in=STANDING,
            participant__state__in=states.STANDING,
        )
        .select_related("participant__delegation__body", "participant__body", "participant__region")
        .prefetch_related("participant__delegation__body__groups", "participant__body__groups")
    )


def balance(session: Session | None, panel: Iterable[Participant]) -> Balance:
    people = list(panel)
    genders = dict(Participant.Gender.choices)
    return Balance(
        session,
        len(people),
        shares([region(one) for one in people]),
        shares([str(Stakeholder(one.category).label) for one in people]),
        shares([str(genders[one.gender]) if one.gender else _("not said") for one in people]),
    )


def region(participant: Participant) -> str:
    """What the person says, else the regional group of the State."""
    if participant.region is not None:
        return str(participant.region)
    body = participant.comes_from
    groups = [] if body is None else [one for one in body.groups.all() if one.kind == Group.Kind.REGIONAL]
    return str(groups[0]) if groups else _("not said")


def shares(said: list[str]) -> tuple[Share, ...]:
    """The most frequent first."""
    ordered = sorted(Counter(said).items(), key=lambda one: (-one[1], one[0]))
    return tuple(Share(label, number, round(100 * number / len(said))) for label, number in ordered)
