"""Who may do what in the register: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Delegation, Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do in the register."""

    SEE = "see the register's work"
    READ = "read and flag"
    GROUP = "group"
    DRAFT = "draft"
    EDIT_VOCABULARY = "edit vocabularies"
    REVIEW_SAFEGUARDS = "review safeguards"
    ASK_SOURCES = "ask sources for confirmation"
    ANSWER_FOR_SOURCE = "answer for a source"
    CIRCULATE = "circulate"
    RECORD_DECISION = "record a decision"
    ISSUE = "issue"
    OPEN_SEAL = "open a seal"
    ENTER_INITIATIVE = "enter an initiative"
    REVIEW_INITIATIVE = "review an initiative"


OWN_DELEGATION: frozenset[Act] = frozenset({Act.ANSWER_FOR_SOURCE, Act.ENTER_INITIATIVE})
"""What delegates and focal points (of companies and civil society too) do, for their own delegation only."""

DRAFTERS = frozenset({Role.RAPPORTEUR})
CTED = frozenset({Role.SECRETARIAT})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: DRAFTERS | CTED | {Role.DOCUMENT_OFFICER, Role.REVIEWER, Role.CHAIR},
    Act.READ: DRAFTERS,
    Act.GROUP: DRAFTERS,
    Act.DRAFT: DRAFTERS,
    Act.EDIT_VOCABULARY: DRAFTERS | CTED,
    Act.REVIEW_SAFEGUARDS: frozenset({Role.REVIEWER}),
    Act.ASK_SOURCES: DRAFTERS | CTED,
    Act.ANSWER_FOR_SOURCE: frozenset(),
    Act.CIRCULATE: CTED,
    Act.RECORD_DECISION: CTED | {Role.CHAIR},
    Act.ISSUE: CTED,
    Act.OPEN_SEAL: DRAFTERS | CTED,
    Act.ENTER_INITIATIVE: DRAFTERS | CTED,
    Act.REVIEW_INITIATIVE: DRAFTERS | CTED,
}
"""What roles of the meeting do. An administrator runs the site and has no say here, nor sees a sealed source (RX-10).
Two roles open seals: rapporteurs, who took the words down, and the secretariat, who answers for them (RX-2)."""


def may(person: Any, act: Act, *, meeting: Meeting | int, delegation: Delegation | None = None) -> bool:
    """Whether the person may do it at the meeting, or for the delegation where the act is a delegation's."""
    if act in OWN_DELEGATION and delegation is not None:
        return roles.acts_for(person, delegation, BY_ROLE[act])
    key = meeting.pk if isinstance(meeting, Meeting) else meeting
    return roles.holds(person, BY_ROLE[act], meeting=key)


def require(person: Any, act: Act, *, meeting: Meeting | int, delegation: Delegation | None = None) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting, delegation=delegation):
        raise NotAllowed(SENTENCES[act])


SENTENCES = {
    Act.SEE: _("Only those who work on the register of this meeting may see this."),
    Act.READ: _("Only a rapporteur of this meeting flags words and decides about paragraphs."),
    Act.GROUP: _("Only a rapporteur of this meeting groups what was flagged."),
    Act.DRAFT: _("Only a rapporteur of this meeting drafts practices."),
    Act.EDIT_VOCABULARY: _("Only a rapporteur or the secretariat edits the lists of terms."),
    Act.REVIEW_SAFEGUARDS: _("Only a human-rights reviewer of this meeting answers the safeguards."),
    Act.ASK_SOURCES: _("Only a rapporteur or the secretariat asks the sources for confirmation."),
    Act.ANSWER_FOR_SOURCE: _("Only the delegation whose words they are may answer."),
    Act.CIRCULATE: _("Only the secretariat circulates drafts to the Committee."),
    Act.RECORD_DECISION: _("Only the Chair or the secretariat records a decision of the Committee."),
    Act.ISSUE: _("Only the secretariat issues the compendium and withdraws from it."),
    Act.OPEN_SEAL: _("Only a rapporteur or the secretariat may learn whose words these are."),
    Act.ENTER_INITIATIVE: _("An initiative is entered by a delegation for itself, or by the secretariat."),
    Act.REVIEW_INITIATIVE: _("Only a rapporteur or the secretariat reviews initiatives."),
}
