"""Who may do what with people: one table, asked by verbs and screens alike."""

from __future__ import annotations

from typing import Any

from comity.participants import roles
from comity.participants.models import DELEGATION_ROLES, Delegation, Role

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
