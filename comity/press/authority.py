"""Who may do what for the press: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do in the press office of a meeting."""

    SEE = "see highlights, releases and conferences in work"
    PICK = "pick highlights"
    APPROVE = "approve and drop highlights"
    WRITE = "write, correct and withdraw releases"
    CLEAR_CHAIR = "clear a release as the Chair"
    CLEAR_CTED = "clear a release for the Executive Directorate"
    CLEAR_COMMITTEE = "record the consensus of the Committee on a press statement"
    RELEASE = "release, set and lift an embargo"
    CONFER = "plan and announce press conferences"
    ACCREDIT = "accredit the press"


OFFICE = frozenset({Role.PRESS_OFFICER, Role.SECRETARIAT})

OWN_DELEGATION: frozenset[Act] = frozenset()

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: OFFICE | {Role.CHAIR},
    Act.PICK: OFFICE | {Role.RAPPORTEUR},
    Act.APPROVE: OFFICE | {Role.CHAIR},
    Act.WRITE: OFFICE,
    Act.CLEAR_CHAIR: frozenset({Role.CHAIR}),
    Act.CLEAR_CTED: frozenset({Role.SECRETARIAT}),
    Act.CLEAR_COMMITTEE: frozenset({Role.CHAIR, Role.SECRETARIAT}),
    Act.RELEASE: OFFICE,
    Act.CONFER: OFFICE,
    Act.ACCREDIT: OFFICE,
}
"""A press release needs the Chair and the Executive Directorate (DOMAIN.md 2.10); a press statement needs the consensus
of the Committee besides."""

SENTENCES = {
    Act.SEE: _("The press office of this meeting is for its press officers, its Chair and the secretariat."),
    Act.PICK: _("Only the press officers, rapporteurs and secretariat of this meeting pick highlights."),
    Act.APPROVE: _("Only the press officers, Chair and secretariat of this meeting approve highlights."),
    Act.WRITE: _("Only the press officers and the secretariat of this meeting write its releases."),
    Act.CLEAR_CHAIR: _("Only the Chair of this meeting clears a release as the Chair."),
    Act.CLEAR_CTED: _("Only the secretariat of this meeting clears a release for the Executive Directorate."),
    Act.CLEAR_COMMITTEE: _("Only the Chair or the secretariat records the consensus of the Committee."),
    Act.RELEASE: _("Only the press officers and the secretariat of this meeting release to the press."),
    Act.CONFER: _("Only the press officers and the secretariat of this meeting plan press conferences."),
    Act.ACCREDIT: _("Only the press officers and the secretariat of this meeting accredit the press."),
}


def may(person: Any, act: Act, *, meeting: Meeting) -> bool:
    """Whether the person may do it at the meeting."""
    return roles.holds(person, BY_ROLE[act], meeting=meeting)


def require(person: Any, act: Act, *, meeting: Meeting) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(SENTENCES[act])
