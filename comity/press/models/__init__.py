"""What the press is told: highlights, releases with their versions, press conferences and who is accredited."""

from comity.press.models.conferences import Accreditation, PressConference
from comity.press.models.highlights import Highlight, HighlightWords
from comity.press.models.releases import (
    PressRelease,
    Quotation,
    ReleaseClearance,
    ReleaseMail,
    ReleaseText,
    ReleaseVersion,
)

__all__ = [
    "Accreditation",
    "Highlight",
    "HighlightWords",
    "PressConference",
    "PressRelease",
    "Quotation",
    "ReleaseClearance",
    "ReleaseMail",
    "ReleaseText",
    "ReleaseVersion",
]
