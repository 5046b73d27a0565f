"""Who may do what about telling: one table. Following is open to everybody, each for the own address."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do about notices and mails of a meeting."""

    READ_MAILS = "read the log of mails"
    TELL = "tell, hold back or add words to a notice"


OWN_DELEGATION: frozenset[Act] = frozenset()

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.READ_MAILS: frozenset({Role.SECRETARIAT}),
    Act.TELL: frozenset({Role.SECRETARIAT}),
}
"""What roles of the meeting do. Addresses of others are personal data: nobody else sees whom a mail went to."""


def may(person: Any, act: Act, *, meeting: Any) -> bool:
    return roles.holds(person, BY_ROLE[act], meeting=meeting)


def require(person: Any, act: Act, *, meeting: Any) -> None:
    """Raises `NotAllowed` in words."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(
            _("Only the secretariat of the meeting decides about its notices and sees its mails.")
        )
