"""Bodies, delegations, people, roles, mails, and the participants of meetings."""

from comity.participants.models.attending import Agreement, Participant, ParticipantList, Use
from comity.participants.models.bodies import Body, Delegation, FormerName, Group, Stakeholder
from comity.participants.models.consulting import Consultation
from comity.participants.models.letters import Invitation, Letter
from comity.participants.models.people import DELEGATION_ROLES, Assignment, People, Person, Role
from comity.participants.models.tokens import KeptAnswer, Scope, Token

__all__ = [
    "DELEGATION_ROLES",
    "Agreement",
    "Assignment",
    "Body",
    "Consultation",
    "Delegation",
    "FormerName",
    "Group",
    "Invitation",
    "KeptAnswer",
    "Letter",
    "Participant",
    "ParticipantList",
    "People",
    "Person",
    "Role",
    "Scope",
    "Stakeholder",
    "Token",
    "Use",
]
