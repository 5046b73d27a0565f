"""A meeting from its concept note to its follow-up, and the register of instruments."""

from comity.meetings.models.agendas import AgendaVersion, ConceptNote
from comity.meetings.models.instruments import Instrument
from comity.meetings.models.meetings import (
    Aspect,
    FollowUp,
    HandedOn,
    Meeting,
    Room,
    Series,
    is_closed_whole,
)
from comity.meetings.models.parts import Part
from comity.meetings.models.sessions import Attribution, GuidingQuestion, Segment, Session

__all__ = [
    "AgendaVersion",
    "Aspect",
    "Attribution",
    "ConceptNote",
    "FollowUp",
    "GuidingQuestion",
    "HandedOn",
    "Instrument",
    "Meeting",
    "Part",
    "Room",
    "Segment",
    "Series",
    "Session",
    "is_closed_whole",
]
