"""Who may do what with a statement: one table."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import Delegation, Person, Role
from comity.refusals import NotAllowed
from comity.statements.models import Statement, Version


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
    NAME_READERS = "name readers"


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
    Act.NAME_READERS: frozenset({Role.SECRETARIAT}),
}
"""What roles of the meeting do, for every delegation; with a CONFIDENTIAL statement only where they are named on it.
Publication is CTED's act alone."""


RECORD_CLOSED = _(
    "This record of an intervention is CONFIDENTIAL. Only those who are named on it may read it or act on it: ask the "
    "secretariat to name you."
)
"""Without the speaker, who may be under seal."""
RECORD_NOT_YOURS = _("You may not do this with the record of an intervention.")


class Closed(NotAllowed):
    """The role would allow it; the statement is CONFIDENTIAL, and the person is not named on it."""

    def __init__(self, statement: Statement) -> None:
        super().__init__(
            RECORD_CLOSED
            if statement.form == Statement.Form.INTERVENTION
            else _(
                "This statement of %(delegation)s is CONFIDENTIAL. Only those who are named on it may read it or act "
                "on it: ask the secretariat to name you."
            )
            % {"delegation": statement.whose}
        )


def may(person: Any, act: Act, *, delegation: Delegation) -> bool:
    """Whether the person may do it with statements of the delegation. Screens and verbs ask the same question."""
    allowed = BY_ROLE[act]
    if act in OWN_DELEGATION:
        return roles.acts_for(person, delegation, allowed)
    return roles.holds(person, allowed, meeting=delegation.meeting_id)


def may_open(person: Any, version: Version) -> bool:
    """Whether a version has come before the person's eyes at all: what a delegation has begun and not sent is its own.
    The secretariat opens only drafts that it entered itself."""
    return (
        version.state != Version.State.DRAFT
        or version.entered
        or roles.belongs(person, version.statement.delegation)
    )


def is_entered(delegation: Delegation, *, by: Person) -> bool:
    """Whether what the person begins is the secretariat's work for the delegation, and not the delegation's own."""
    return by.is_programme or not roles.belongs(by, delegation)


def require_own(person: Any, version: Version) -> None:
    """For what is done to a draft. Raises `NotAllowed` with a sentence."""
    require(person, Act.SUBMIT, statement=version.statement)
    if not may_open(person, version):
        raise NotAllowed(_("This draft is the delegation's own until it is sent."))


def may_with(person: Any, act: Act, *, statement: Statement) -> bool:
    """As `may`, with one statement."""
    return may(person, act, delegation=statement.delegation) and is_open_to(person, statement)


def is_open_to(person: Any, statement: Statement) -> bool:
    """Whether the need to know leaves the statement open to the person, whatever the role (RX-5)."""
    return (
        statement.sensitivity == Statement.Sensitivity.UNCLASSIFIED
        or statement._state.adding
        or Statement.objects.open_to(person).filter(pk=statement.pk).exists()
    )


def require(person: Any, act: Act, *, statement: Statement) -> None:
    """Raises `NotAllowed` with a sentence; `Closed` where only the need to know stands against it."""
    if not may(person, act, delegation=statement.delegation):
        raise NotAllowed(
            RECORD_NOT_YOURS
            if statement.form == Statement.Form.INTERVENTION
            else _("You may not do this with a statement of %(delegation)s.")
            % {"delegation": statement.whose}
        )
    if not is_open_to(person, statement):
        raise Closed(statement)
