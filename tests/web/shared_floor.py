"""What was said in the first session, for the walk through every page: a turn that is noted, a question, and
somebody who may ask without a delegation."""

from __future__ import annotations

from datetime import datetime, timedelta

from comity.floor import acting, asking, inscribing, listing, moderating, recording
from comity.floor.inscribing import Asked
from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Role
from tests import makers

MINUTE = timedelta(minutes=1)


def spoken(meeting: Meeting, delegation: Delegation, *, desk: Person, at: datetime) -> None:
    floor = acting.of(meeting.sessions.get(code="s1"))
    aspects = [meeting.aspects.first()]
    listing.open_list(floor, by=desk, at=at)
    moderating.call_to_order(floor, by=desk, at=at)
    asked = inscribing.ask(delegation, floor.session, Asked(aspects=aspects), by=desk, at=at)
    turn = moderating.give(asked, by=desk, at=at)
    moderating.end(turn, by=desk, at=at + 3 * MINUTE)
    makers.a_participant(meeting, "Cai Asks", person=desk)
    reader = makers.a_role(Role.RAPPORTEUR, meeting, name="notes")
    recording.note(turn, "Referrals are <kept> & reviewed.", seen="", by=reader, at=at + 4 * MINUTE)
    asking.ask(
        floor.session,
        "How long are referrals kept?",
        aspects=aspects,
        delegation=delegation,
        by=desk,
        at=at + 5 * MINUTE,
    )
