"""Documents, the two acts by which they reach people (circulation and posting), and minutes of sessions."""

from comity.papers.models.documents import (
    Document,
    DocumentCitation,
    DocumentClearance,
    DocumentLanguage,
    DocumentParagraph,
    DocumentVersion,
)
from comity.papers.models.minutes import Minutes, MinutesText
from comity.papers.models.telling import Addressee, Channel, PaperCirculation, Posting

__all__ = [
    "Addressee",
    "Channel",
    "Document",
    "DocumentCitation",
    "DocumentClearance",
    "DocumentLanguage",
    "DocumentParagraph",
    "DocumentVersion",
    "Minutes",
    "MinutesText",
    "PaperCirculation",
    "Posting",
]
