"""Who may do what with a framework: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Delegation, Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with a framework."""

    SEE = "see the framework's work"
    DRAFT = "draft the framework"
    AGREE = "record what the Committee agreed to"
    PLAN = "plan implementation and future work"
    DECIDE_OPTION = "record a decision on an option"
    ISSUE = "issue the framework"
    ENTER_NEED = "enter a need"
    AGREE_NEED = "agree to a need"
    ENTER_OFFER = "enter an offer"
    MATCH = "bring a need and an offer together"
    CONSENT = "agree to a match"
    RECORD_FLOW = "record what came of a match"
    FOLLOW = "follow up how the framework is carried out"
    OBSERVE = "comment on what is said of one's State"
    PLAN_CAMPAIGN = "plan a campaign"
    REVIEW_CAMPAIGN = "review a campaign"
    APPROVE_CAMPAIGN = "approve a campaign"
    RUN_CAMPAIGN = "carry out a campaign and enter its results"
    STOP_CAMPAIGN = "withdraw a campaign"


OWN_DELEGATION: frozenset[Act] = frozenset(
    {Act.ENTER_NEED, Act.AGREE_NEED, Act.ENTER_OFFER, Act.CONSENT, Act.RECORD_FLOW, Act.OBSERVE}
)
"""What delegates and focal points do, for their own delegation only."""

DRAFTERS = frozenset({Role.RAPPORTEUR, Role.SECRETARIAT})
COMMITTEE = frozenset({Role.SECRETARIAT, Role.CHAIR})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: DRAFTERS | COMMITTEE | {Role.DOCUMENT_OFFICER, Role.REVIEWER},
    Act.DRAFT: DRAFTERS,
    Act.AGREE: COMMITTEE,
    Act.PLAN: DRAFTERS | COMMITTEE,
    Act.DECIDE_OPTION: COMMITTEE,
    Act.ISSUE: frozenset({Role.SECRETARIAT}),
    Act.ENTER_NEED: frozenset({Role.SECRETARIAT}),
    Act.AGREE_NEED: frozenset(),
    Act.ENTER_OFFER: frozenset({Role.SECRETARIAT}),
    Act.MATCH: frozenset({Role.SECRETARIAT}),
    Act.CONSENT: frozenset(),
    Act.RECORD_FLOW: frozenset({Role.SECRETARIAT}),
    Act.FOLLOW: frozenset({Role.SECRETARIAT}),
    Act.OBSERVE: frozenset(),
    Act.PLAN_CAMPAIGN: DRAFTERS,
    Act.REVIEW_CAMPAIGN: frozenset({Role.REVIEWER}),
    Act.APPROVE_CAMPAIGN: COMMITTEE,
    Act.RUN_CAMPAIGN: DRAFTERS,
    Act.STOP_CAMPAIGN: DRAFTERS | COMMITTEE | {Role.REVIEWER},
}
"""What roles of the meeting do. An administrator runs the site and has no say here (RX-10)."""


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
    Act.SEE: _("Only those who work on the framework of this meeting may see this."),
    Act.DRAFT: _("Only a rapporteur or the secretariat drafts the framework."),
    Act.AGREE: _("Only the Chair or the secretariat records what the Committee agreed to."),
    Act.PLAN: _("Only a rapporteur, the Chair or the secretariat plans implementation and future work."),
    Act.DECIDE_OPTION: _("Only the Chair or the secretariat records a decision on an option."),
    Act.ISSUE: _("Only the secretariat issues the framework."),
    Act.ENTER_NEED: _("A need is entered by the delegation itself, or by the secretariat for it."),
    Act.AGREE_NEED: _("Only the State itself agrees to its need."),
    Act.ENTER_OFFER: _("An offer is entered by the delegation itself, or by the secretariat for it."),
    Act.MATCH: _("Only the secretariat brings a need and an offer together."),
    Act.CONSENT: _("Only the two delegations themselves agree to a match."),
    Act.RECORD_FLOW: _("Only the two delegations and the secretariat record what came of a match."),
    Act.FOLLOW: _("Only the secretariat follows up how the framework is carried out."),
    Act.OBSERVE: _("Only the State itself comments on what is said of it."),
    Act.PLAN_CAMPAIGN: _("Only a rapporteur or the secretariat plans a campaign."),
    Act.REVIEW_CAMPAIGN: _("Only a human-rights reviewer of this meeting reviews a campaign."),
    Act.APPROVE_CAMPAIGN: _("Only the Chair or the secretariat approves a campaign."),
    Act.RUN_CAMPAIGN: _(
        "Only a rapporteur or the secretariat carries out a campaign and enters its results."
    ),
    Act.STOP_CAMPAIGN: _("Only those who plan, review or approve a campaign withdraw it."),
}
