"""Who holds which role; every authority table asks these questions and no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.participants.models import DELEGATION_ROLES, Assignment, Delegation, Role


def holds(person: Any, roles: Iterable[Role], *, meeting: Any) -> bool:
    """Whether the signed-in person holds one of the roles at the meeting."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return Assignment.objects.filter(person=person, role__in=list(roles), meeting=meeting).exists()


def is_administrator(person: Any) -> bool:
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return Assignment.objects.filter(person=person, role=Role.ADMINISTRATOR).exists()


def belongs(person: Any, delegation: Delegation) -> bool:
    """Whether the person acts for the delegation (delegate or focal point)."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return Assignment.objects.filter(
        person=person, role__in=list(DELEGATION_ROLES), delegation=delegation
    ).exists()
