"""Who holds which role; every authority table asks these questions and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from comity.participants.models import DELEGATION_ROLES, Assignment, Delegation, Role


def holds(person: Any, roles: Iterable[Role], *, meeting: Any) -> bool:
    """Whether the signed-in person holds one of the roles at the meeting."""
    return _has(person, role__in=list(roles), meeting=meeting)


def acts_for(person: Any, delegation: Delegation, roles: Iterable[Role]) -> bool:
    """Whether the person belongs to the delegation or holds one of the roles at its meeting: one question for both."""
    own = Q(role__in=list(DELEGATION_ROLES), delegation=delegation)
    return _has(person, own | Q(role__in=list(roles), meeting=delegation.meeting_id, delegation=None))


def is_administrator(person: Any) -> bool:
    return _has(person, role=Role.ADMINISTRATOR)


def belongs(person: Any, delegation: Delegation) -> bool:
    """Whether the person acts for the delegation (delegate or focal point)."""
    return _has(person, role__in=list(DELEGATION_ROLES), delegation=delegation)


def is_focal_point(person: Any, delegation: Delegation) -> bool:
    return _has(person, role=Role.FOCAL_POINT, delegation=delegation)


def _has(person: Any, *either: Q, **condition: Any) -> bool:
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return Assignment.objects.filter(*either, person=person, **condition).exists()
