"""People for the tests of every page: waiting, listed, invited to a panel; a list to look at; a consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from comity.meetings import parts
from comity.meetings.models import Meeting, Part
from comity.participants import consulting, links, panellists, taking_in
from comity.participants.models import Delegation, Person, Use
from comity.practices import drafting
from comity.practices.models import Confirmation, Practice
from tests.makers import a_participant, the_desk


@dataclass(frozen=True, slots=True)
class People:
    token: str
    """Of the own page of somebody who is invited."""
    presenting: str
    """Of somebody who has accepted."""
    keys: list[int]


def of(meeting: Meeting, norway: Delegation, *, at: datetime) -> People:
    desk, session = the_desk(meeting), meeting.sessions.get(code="s1")
    uses = {Use.LIST, Use.NAME, Use.AFFILIATION}
    a_participant(
        meeting,
        "Kari Nord",
        kind="head",
        category="member_state",
        delegation=norway,
        honorific="Ms",
        job_title="Counsellor",
        uses=uses,
    )
    a_participant(meeting, "سلمى", affiliation="شبكة", language="ar", uses=uses)
    a_participant(meeting, "Waiting One", state="pending")
    guest = a_participant(meeting, "Ana Silva", kind="panellist", state="invited", category="academia")
    part = parts.propose(session, guest, Part.Role.PANELLIST, topic="Schools", by=desk, at=at)
    Part.objects.filter(pk=part.pk).update(state=Part.State.INVITED, invited_at=at, answer_by=at.date())
    other = parts.propose(
        session, a_participant(meeting, "Bo Li", kind="panellist"), Part.Role.PANELLIST, by=desk, at=at
    )
    comes = parts.propose(
        session, a_participant(meeting, "Dora Lind", kind="panellist"), Part.Role.PANELLIST, by=desk, at=at
    )
    Part.objects.filter(pk=comes.pk).update(state=Part.State.ACCEPTED)
    table = [
        (1, ["number", "name", "email", "category", "job_title"]),
        (2, ["", "Cy Day", "cy@example.org", "media", ""]),
        (3, ["", "", "x", "dancers", ""]),
        (4, [str(guest.pk), "Ana Silva", guest.email, "academia", "Judge"]),
    ]
    listed = taking_in.keep(meeting, "list.csv", table, by=desk, at=at)
    consulting.log(
        meeting,
        category="private_sector",
        body=None,
        whom="A company",
        held_on=at.date(),
        way="call",
        about="What works.",
        by=desk,
        at=at,
    )
    keys = [guest.pk, other.pk, part.pk, listed.pk, comes.pk]
    return People(links.token(guest), links.token(comes.participant), keys)


def asked(people: People, practice: Practice, *, desk: Person, at: datetime) -> Confirmation:
    """Whether the words of the one who is invited are rightly used."""
    version = drafting.latest(practice)
    assert version is not None
    return Confirmation.objects.create(
        version=version,
        delegation=panellists.source_of(links.find(people.token)),
        silence="confirms",
        sent_by=desk,
        sent_at=at,
        due_at=at + timedelta(days=7),
    )
