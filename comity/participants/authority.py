"""Who may do what with people: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import DELEGATION_ROLES, Delegation, Participant, Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with the participants of a meeting."""

    SEE = "see who takes part"
    SEE_PRIVATE = "see addresses and what is not public"
    REGISTER = "register participants"
    DECIDE = "approve, refuse, invite and correct participants"
    LISTS = "take in and give out lists of participants"
    CONSULT = "log consultations"
    TELL_CONSULTATIONS = "let the public read figures of consultations"


CTED = frozenset({Role.SECRETARIAT})
OWN_DELEGATION = frozenset({Act.REGISTER})
"""What a focal point does for the own delegation, and a delegate does not."""

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: CTED | {Role.CHAIR, Role.RAPPORTEUR},
    Act.SEE_PRIVATE: CTED,
    Act.REGISTER: CTED,
    Act.DECIDE: CTED,
    Act.LISTS: CTED,
    Act.CONSULT: CTED | {Role.RAPPORTEUR},
    Act.TELL_CONSULTATIONS: CTED,
}
"""What roles of the meeting do (concept note, paragraphs 2, 5 and 10). An administrator sees nobody (RX-10); what a
participant does on the own page rests on the link to it."""

SENTENCES = {
    Act.SEE: _("Only the secretariat, the Chair and rapporteurs see who takes part before it is public."),
    Act.SEE_PRIVATE: _("Only the secretariat sees the addresses of participants."),
    Act.REGISTER: _(
        "Only the secretariat, and focal points for their own delegation, register participants."
    ),
    Act.DECIDE: _("Only the secretariat decides about participants."),
    Act.LISTS: _("Only the secretariat takes in and gives out lists of participants."),
    Act.CONSULT: _("Only the secretariat or a rapporteur logs consultations."),
    Act.TELL_CONSULTATIONS: _("Only the secretariat lets the public read figures of consultations."),
}

MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT}),
    Role.SECRETARIAT: frozenset(Role) - {Role.ADMINISTRATOR},
    Role.FOCAL_POINT: frozenset({Role.DELEGATE}),
}
"""Role of the inviter -> roles that may be offered. An administrator runs the site and has no say in contents;
a focal point brings in the delegates of the own delegation only."""


def may_invite(person: Any, role: Role, *, meeting: Any, delegation: Delegation | None) -> bool:
    """Whether the person may offer the role at the meeting (for delegation roles: within the delegation)."""
    if role in MAY_INVITE[Role.ADMINISTRATOR] and roles.is_administrator(person):
        return True
    if role in MAY_INVITE[Role.SECRETARIAT] and roles.holds(person, {Role.SECRETARIAT}, meeting=meeting):
        return True
    return (
        role in MAY_INVITE[Role.FOCAL_POINT]
        and delegation is not None
        and roles.is_focal_point(person, delegation)
    )


def may_manage(person: Any, *, meeting: Any) -> bool:
    """Whether the person sees and changes everybody's roles at the meeting."""
    return roles.is_administrator(person) or roles.holds(person, {Role.SECRETARIAT}, meeting=meeting)


def may_end(person: Any, *, role: Role, meeting: Any, delegation: Delegation | None) -> bool:
    """Whoever may offer a role may also take it back."""
    return may_invite(person, role, meeting=meeting, delegation=delegation)


def needs_delegation(role: Role) -> bool:
    return role in DELEGATION_ROLES


def may(person: Any, act: Act, *, meeting: Any) -> bool:
    """Whether the person may do it at the meeting, whoever the participant is."""
    return roles.holds(person, BY_ROLE[act], meeting=meeting)


def require(person: Any, act: Act, *, meeting: Any) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(SENTENCES[act])


def may_register(person: Any, *, meeting: Any, delegation: Delegation | None) -> bool:
    """The secretariat registers anybody, a focal point whom the own delegation sends."""
    own = delegation is not None and roles.is_focal_point(person, delegation)
    return own or may(person, Act.REGISTER, meeting=meeting)


def may_withdraw(person: Any, participant: Participant) -> bool:
    """Whoever may register somebody may withdraw her, and so may she with her own account."""
    own = person is not None and participant.person_id is not None and participant.person_id == person.pk
    return own or may_register(person, meeting=participant.meeting_id, delegation=participant.delegation)
