"""What the register consists of, from the words to the edition."""

from comity.practices.models.decisions import (
    Circulation,
    Confirmation,
    Decision,
    Edition,
    Entry,
    Extension,
    Holiday,
    Objection,
    ReviewItem,
    SafeguardsReview,
)
from comity.practices.models.excerpts import (
    Alignment,
    Bookmark,
    Consent,
    Excerpt,
    ExcerptInstrument,
    Proposal,
    Reading,
)
from comity.practices.models.practices import (
    Coding,
    Evidence,
    Practice,
    PracticeInstrument,
    PracticeText,
    PracticeVersion,
    Refusal,
    Support,
)
from comity.practices.models.siblings import AnswersKept, Challenge, Initiative
from comity.practices.models.vocabulary import Term

__all__ = [
    "Alignment",
    "AnswersKept",
    "Bookmark",
    "Challenge",
    "Circulation",
    "Coding",
    "Confirmation",
    "Consent",
    "Decision",
    "Edition",
    "Entry",
    "Evidence",
    "Excerpt",
    "ExcerptInstrument",
    "Extension",
    "Holiday",
    "Initiative",
    "Objection",
    "Practice",
    "PracticeInstrument",
    "PracticeText",
    "PracticeVersion",
    "Proposal",
    "Reading",
    "Refusal",
    "ReviewItem",
    "SafeguardsReview",
    "Support",
    "Term",
]
