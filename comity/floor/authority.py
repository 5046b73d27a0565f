"""Who may do what on the floor of a session: one table, asked by verbs and screens alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from comity.meetings.models import Part, Session
from comity.meetings.parts import EXPECTED
from comity.participants import roles
from comity.participants.models import Delegation, Participant, Role
from comity.participants.rights import RIGHTS, Right
from comity.refusals import NotAllowed


class Act(StrEnum):
    """What one can do on the floor."""

    MODERATE = "keep the list, give the floor, rule, suspend and adjourn"
    SEE = "see the floor with all names"
    ASK_FOR_FLOOR = "ask for the floor for a delegation"
    ASK = "put questions"
    RECORD = "note what was said"


OWN_DELEGATION: frozenset[Act] = frozenset({Act.ASK_FOR_FLOOR, Act.ASK})
"""What delegates and focal points do, for their own delegation only (concept note, paragraph 9)."""
LEADING = frozenset({Act.MODERATE, Act.SEE, Act.ASK_FOR_FLOOR, Act.ASK})
"""What the chair and the moderator of the session do, whoever they are (R08-1): a Vice-Chair, or somebody invited to
moderate a technical session. Whoever keeps the list also notes what is asked from the floor."""
LEADERS = (Part.Role.CHAIR, Part.Role.MODERATOR)
LEADING_STATES = EXPECTED
CTED = frozenset({Role.SECRETARIAT})

BY_ROLE: dict[Act, frozenset[Role]] = {
    Act.MODERATE: CTED | {Role.CHAIR},
    Act.SEE: CTED | {Role.CHAIR, Role.RAPPORTEUR, Role.DOCUMENT_OFFICER},
    Act.ASK_FOR_FLOOR: CTED | {Role.CHAIR},
    Act.ASK: CTED | {Role.CHAIR},
    Act.RECORD: frozenset({Role.RAPPORTEUR}),
}
"""What roles of the meeting do, for every delegation."""

SENTENCES = {
    Act.MODERATE: _("Only the moderator of this session, the Chair or the secretariat does this."),
    Act.SEE: _("Only those who conduct or record this session may see this."),
    Act.ASK_FOR_FLOOR: _("One asks for the floor for one's own delegation only."),
    Act.ASK: _("One puts questions for one's own delegation, or as a participant who may."),
    Act.RECORD: _("Only a rapporteur of this meeting notes what was said."),
}


def may(person: Any, act: Act, *, session: Session, delegation: Delegation | None = None) -> bool:
    """Whether the person may do it in the session, for the delegation where one is concerned."""
    if roles.holds(person, BY_ROLE[act], meeting=session.meeting_id):
        return True
    if act in LEADING and leads(person, session):
        return True
    if act in OWN_DELEGATION and delegation is not None:
        return delegation.meeting_id == session.meeting_id and roles.belongs(person, delegation)
    return act == Act.ASK and asks_alone(person, session) is not None


def require(person: Any, act: Act, *, session: Session, delegation: Delegation | None = None) -> None:
    """Raises `NotAllowed` with a sentence."""
    if not may(person, act, session=session, delegation=delegation):
        raise NotAllowed(SENTENCES[act])


def leads(person: Any, session: Session) -> bool:
    """Whether the person is the chair or the moderator of the session."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return session.parts.filter(
        participant__person=person,
        role__in=LEADERS,
        state__in=LEADING_STATES,
    ).exists()


def asks_alone(person: Any, session: Session) -> Participant | None:
    """The participant as whom the person may put questions without a delegation (R10-4)."""
    return asking_alone(person).filter(meeting=session.meeting_id).first()


def asking_alone(person: Any) -> QuerySet[Participant]:
    """As whom the person may put questions without a delegation, in every meeting."""
    if person is None or not person.is_authenticated or not person.is_active:
        return Participant.objects.none()
    kinds = [kind for kind, rights in RIGHTS.items() if Right.QUESTION in rights]
    return Participant.objects.filter(
        person=person, delegation=None, kind__in=kinds, state=Participant.State.APPROVED
    )
