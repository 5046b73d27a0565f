"""Who holds which role; every authority table asks these questions and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q

from comity.participants.models import DELEGATION_ROLES, Assignment, Delegation, Role

_answers: ContextVar[dict[object, bool] | None] = ContextVar("answers", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within it each question is asked once: for one job that does the same with many statements."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def holds(person: Any, roles: Iterable[Role], *, meeting: Any) -> bool:
    """Whether the signed-in person holds one of the roles at the meeting."""
    return _has(person, role__in=tuple(roles), meeting=meeting)


def holds_anywhere(person: Any, roles: Iterable[Role]) -> bool:
    """Whether the signed-in person holds one of the roles at any meeting, or for the site."""
    return _has(person, role__in=tuple(roles))


def acts_for(person: Any, delegation: Delegation, roles: Iterable[Role]) -> bool:
    """Whether the person belongs to the delegation or holds one of the roles at its meeting: one question for both."""
    own = Q(role__in=tuple(DELEGATION_ROLES), delegation=delegation)
    return _has(person, own | Q(role__in=tuple(roles), meeting=delegation.meeting_id, delegation=None))


def is_administrator(person: Any) -> bool:
    return _has(person, role=Role.ADMINISTRATOR)


def belongs(person: Any, delegation: Delegation) -> bool:
    """Whether the person acts for the delegation (delegate or focal point)."""
    return _has(person, role__in=tuple(DELEGATION_ROLES), delegation=delegation)


def is_focal_point(person: Any, delegation: Delegation) -> bool:
    return _has(person, role=Role.FOCAL_POINT, delegation=delegation)


def _has(person: Any, *either: Q, **condition: Any) -> bool:
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    answers = _answers.get()
    if answers is None:
        return Assignment.objects.filter(*either, person=person, **condition).exists()
    question = (person.pk, either, tuple(condition.items()))
    if question not in answers:
        answers[question] = Assignment.objects.filter(*either, person=person, **condition).exists()
    return answers[question]
