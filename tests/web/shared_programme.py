"""A programme at work for the tests of pages: two versions of an agenda, a note that waits, something left to do."""

from __future__ import annotations

from datetime import datetime

from comity.meetings import agenda, beginning, following_up, segments
from comity.meetings.agenda import Stage
from comity.meetings.models import ConceptNote, Meeting
from comity.meetings.segments import Planned
from comity.participants.models import Person
from comity.texts.reading import read

NOTE = """1. A comprehensive approach is needed, including action by Governments, self-regulation by companies, and
initiatives by civil society. It rests on resolution 1373 (2002).

2. Participants will raise questions on the above three aspects only.

3. The meeting will be held at United Nations Headquarters, New York, from 29 to 30 November 2027.
"""


def at_work(meeting: Meeting, *, desk: Person, at: datetime) -> ConceptNote:
    """Every session with segments and a question; version 1 lists items, version 2 is annotated."""
    agenda.issue(meeting, Stage.PROVISIONAL, by=desk, at=at)
    aspect = meeting.aspects.first()
    assert aspect is not None
    for session in meeting.sessions.all():
        session.meeting = meeting
        half = session.minutes // 2
        planned = [
            Planned("presentation", half, {"ar": "عرض"}),
            Planned("discussion", session.minutes - half),
        ]
        segments.write(session, planned, by=desk, at=at)
        segments.ask(session, [(aspect, {"fr": "Qui demande ?"})], by=desk, at=at)
    agenda.issue(meeting, Stage.ANNOTATED, by=desk, at=at)
    following_up.record(meeting, titles={"en": "A list"}, by=desk, at=at)
    return beginning.read_note(read(NOTE.encode(), "note.txt"), by=desk, at=at)
