"""Who may do what with a framework: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with a framework."""

    SEE = "see the framework's work"
    DRAFT = "draft the framework"
    AGREE = "record what the Committee agreed to"
    PLAN = "plan implementation and future work"
    DECIDE_OPTION = "record a decision on an option"
    ISSUE = "issue the framework"


OWN_DELEGATION: frozenset[Act] = frozenset()
"""Delegations see what is issued."""

DRAFTERS = frozenset({Role.RAPPORTEUR, Role.SECRETARIAT})
COMMITTEE = frozenset({Role.SECRETARIAT, Role.CHAIR})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: DRAFTERS | COMMITTEE | {Role.DOCUMENT_OFFICER, Role.REVIEWER},
    Act.DRAFT: DRAFTERS,
    Act.AGREE: COMMITTEE,
    Act.PLAN: DRAFTERS | COMMITTEE,
    Act.DECIDE_OPTION: COMMITTEE,
    Act.ISSUE: frozenset({Role.SECRETARIAT}),
}
"""What roles of the meeting do. An administrator runs the site and has no say here (RX-10)."""


def may(person: Any, act: Act, *, meeting: Meeting | int) -> bool:
    """Whether the person may do it at the meeting."""
    key = meeting.pk if isinstance(meeting, Meeting) else meeting
    return roles.holds(person, BY_ROLE[act], meeting=key)


def require(person: Any, act: Act, *, meeting: Meeting | int) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(SENTENCES[act])


SENTENCES = {
    Act.SEE: _("Only those who work on the framework of this meeting may see this."),
    Act.DRAFT: _("Only a rapporteur or the secretariat drafts the framework."),
    Act.AGREE: _("Only the Chair or the secretariat records what the Committee agreed to."),
    Act.PLAN: _("Only a rapporteur, the Chair or the secretariat plans implementation and future work."),
    Act.DECIDE_OPTION: _("Only the Chair or the secretariat records a decision on an option."),
    Act.ISSUE: _("Only the secretariat issues the framework."),
}
