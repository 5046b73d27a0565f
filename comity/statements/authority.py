"""Who may do what with a statement: one table."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import Delegation, Role
from comity.refusals import NotAllowed
from comity.statements.models import Statement


class Act(StrEnum):
    """What one can do with a statement."""

    SUBMIT = "submit"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    ASK_FOR_CHANGE = "ask for change"
    REVIEW = "review"
    PUBLISH = "publish"
    RECORD_DELIVERY = "record delivery"
    DECIDE_REQUEST = "decide request"
    READ_UNPUBLISHED = "read unpublished"


OWN_DELEGATION: frozenset[Act] = frozenset(
    {Act.SUBMIT, Act.REPLACE, Act.WITHDRAW, Act.ASK_FOR_CHANGE, Act.READ_UNPUBLISHED}
)
"""What delegates and focal points do, for their own delegation only (concept note, paragraph 9)."""

CTED = frozenset({Role.SECRETARIAT, Role.DOCUMENT_OFFICER})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SUBMIT: CTED,
    Act.REPLACE: CTED,
    Act.WITHDRAW: CTED,
    Act.ASK_FOR_CHANGE: frozenset(),
    Act.REVIEW: CTED,
    Act.PUBLISH: CTED,
    Act.RECORD_DELIVERY: CTED | {Role.CHAIR},
    Act.DECIDE_REQUEST: CTED,
    Act.READ_UNPUBLISHED: CTED | {Role.RAPPORTEUR, Role.REVIEWER},
}
"""What roles of the meeting do, for every delegation. Publication is CTED's act alone."""


def may(person: Any, act: Act, *, delegation: Delegation) -> bool:
    """Whether the person may do it with statements of the delegation. Screens and verbs ask the same question."""
    allowed = BY_ROLE[act]
    if act in OWN_DELEGATION:
        return roles.acts_for(person, delegation, allowed)
    return roles.holds(person, allowed, meeting=delegation.meeting_id)


def require(person: Any, act: Act, *, statement: Statement) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, delegation=statement.delegation):
        raise NotAllowed(
            _("You may not do this with a statement of %(delegation)s.")
            % {"delegation": statement.delegation}
        )
