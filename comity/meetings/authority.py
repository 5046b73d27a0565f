"""Who may do what with a meeting and its programme: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Meeting
from comity.participants import roles
from comity.participants.models import Role
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do with a meeting and its programme."""

    SEE = "see the programme's work"
    EDIT = "edit the programme"
    HOLD = "move a meeting on"
    ISSUE_AGENDA = "issue an agenda"
    ADOPT_AGENDA = "record the adoption of the agenda"
    FOLLOW_UP = "record and close what is left to do"
    BEGIN = "begin a meeting"
    CAST = "propose, invite and confirm people for sessions"
    NOTE_APPEARED = "note who appeared"
    SEE_BALANCE = "see the balance of panels"


OWN_DELEGATION: frozenset[Act] = frozenset()
"""A delegation does none of it."""
CTED = frozenset({Role.SECRETARIAT})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.SEE: CTED | {Role.DOCUMENT_OFFICER, Role.RAPPORTEUR, Role.REVIEWER, Role.PRESS_OFFICER, Role.CHAIR},
    Act.EDIT: CTED,
    Act.HOLD: CTED | {Role.CHAIR},
    Act.ISSUE_AGENDA: CTED,
    Act.ADOPT_AGENDA: CTED | {Role.CHAIR},
    Act.FOLLOW_UP: CTED | {Role.RAPPORTEUR},
    Act.BEGIN: CTED | {Role.ADMINISTRATOR},
    Act.CAST: CTED,
    Act.NOTE_APPEARED: CTED | {Role.RAPPORTEUR},
    Act.SEE_BALANCE: CTED | {Role.CHAIR},
}
"""What roles of the meeting do (concept note, paragraphs 7 to 11). A new meeting is begun by the secretariat of any
other, or by the administrator, who then invites a secretariat and has no further say."""

SENTENCES = {
    Act.SEE: _("Only those who work on this meeting may see this."),
    Act.EDIT: _("Only the secretariat of this meeting edits its programme."),
    Act.HOLD: _("Only the secretariat or the Chair of this meeting moves it on."),
    Act.ISSUE_AGENDA: _("Only the secretariat of this meeting issues its agenda."),
    Act.ADOPT_AGENDA: _("Only the secretariat or the Chair records the adoption of the agenda."),
    Act.FOLLOW_UP: _("Only the secretariat or a rapporteur of this meeting records what is left to do."),
    Act.BEGIN: _("Only the secretariat of a meeting, or an administrator, begins a new one."),
    Act.CAST: _("Only the secretariat of this meeting proposes and invites people for its sessions."),
    Act.NOTE_APPEARED: _("Only the secretariat or a rapporteur of this meeting notes who appeared."),
    Act.SEE_BALANCE: _("Only the secretariat and the Chair see the balance of panels."),
}


def may(person: Any, act: Act, *, meeting: Meeting | None) -> bool:
    """Whether the person may do it at the meeting; `BEGIN` asks of any meeting, and of the site."""
    if act == Act.BEGIN:
        return roles.holds_anywhere(person, BY_ROLE[act])
    return meeting is not None and roles.holds(person, BY_ROLE[act], meeting=meeting.pk)


def require(person: Any, act: Act, *, meeting: Meeting | None) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, meeting=meeting):
        raise NotAllowed(SENTENCES[act])
