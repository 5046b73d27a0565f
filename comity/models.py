"""Imports only: the models live with their nouns."""

from comity.meetings.models import Aspect, Instrument, Meeting, Series, Session
from comity.participants.models import (
    Assignment,
    Body,
    Delegation,
    FormerName,
    Group,
    Invitation,
    Person,
)
from comity.record.models import Act
from comity.statements.models import (
    ChangeRequest,
    Citation,
    LanguageVersion,
    Paragraph,
    PublicationEntry,
    Receipt,
    Statement,
    StoredFile,
    Version,
)

__all__ = [
    "Act",
    "Aspect",
    "Assignment",
    "Body",
    "ChangeRequest",
    "Citation",
    "Delegation",
    "FormerName",
    "Group",
    "Instrument",
    "Invitation",
    "LanguageVersion",
    "Meeting",
    "Paragraph",
    "Person",
    "PublicationEntry",
    "Receipt",
    "Series",
    "Session",
    "Statement",
    "StoredFile",
    "Version",
]
