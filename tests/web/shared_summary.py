"""A Chair's summary in two issued versions and a draft after them, for the tests of every page."""

from __future__ import annotations

from datetime import datetime

from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.summary import clearing, material, writing
from tests import makers


def of(meeting: Meeting, *, desk: Person, at: datetime) -> None:
    chair = makers.a_role(Role.CHAIR, meeting, name="of-the-summary")
    summary = writing.begin(meeting, language="en", by=chair, at=at)
    keys = [f"e{one.pk}" for one in material.excerpts(meeting, at=at)[:2]]
    assert keys, "the register has words to sum up"
    sentence = writing.add(summary, "states", keys=keys, text="States may act early.", by=chair, at=at)
    for text in ("قد تتصرف الدول مبكرا.", "قد تتصرف الدول قبل ذلك."):
        writing.write(sentence, text, language="ar", seen=sentence.edits, by=chair, at=at)
        clearing.issue(clearing.clear(summary, by=chair, at=at), by=desk, at=at)
    session = meeting.sessions.first()
    writing.add(summary, "issues", session=session, text="Norway spoke.", by=chair, at=at)
