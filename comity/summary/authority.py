"""Who may do what with the Chair's summary: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with the summary of a meeting."""

    SEE = "see the draft and what it rests on"
    WRITE = "write sentences and choose what they rest on"
    TRANSLATE = "write translations"
    DECIDE = "clear it, stand for a quantifier, let a State be named"
    SET_LADDER = "change the ladder of quantifiers"
    ISSUE = "issue it"


OWN_DELEGATION: frozenset[Act] = frozenset()
"""Delegations read what is issued."""

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: frozenset({Role.CHAIR, Role.RAPPORTEUR, Role.SECRETARIAT}),
    Act.WRITE: frozenset({Role.CHAIR, Role.RAPPORTEUR}),
    Act.TRANSLATE: frozenset({Role.CHAIR, Role.RAPPORTEUR, Role.SECRETARIAT}),
    Act.DECIDE: frozenset({Role.CHAIR}),
    Act.SET_LADDER: frozenset({Role.CHAIR, Role.SECRETARIAT}),
    Act.ISSUE: frozenset({Role.SECRETARIAT}),
}
"""It is the Chair's responsibility and nobody negotiates it (DOMAIN.md 2.9): rapporteurs prepare it, the secretariat
has it translated and issues it as it was cleared."""

SENTENCES = {
    Act.SEE: _("The summary is prepared by the Chair and the rapporteurs of this meeting."),
    Act.WRITE: _("Only the Chair and the rapporteurs of this meeting write the summary."),
    Act.TRANSLATE: _("Only those who prepare the summary of this meeting translate it."),
    Act.DECIDE: _("Only the Chair decides this."),
    Act.SET_LADDER: _("Only the Chair or the secretariat changes the ladder of quantifiers."),
    Act.ISSUE: _("Only the secretariat issues the summary that the Chair has cleared."),
}


def may(person: Any, act: Act, *, meeting: Meeting) -> bool:
    """Whether the person may do it at the meeting."""
    return roles.holds(person, BY_ROLE[act], meeting=meeting)


def require(person: Any, act: Act, *, meeting: Meeting) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(SENTENCES[act])
