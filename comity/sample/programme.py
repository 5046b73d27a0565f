"""The programme of the sample meeting from its concept to its adjournment, with segments, questions and agendas.

What is said stands in programme.json; annotations are made of the scope notes of the aspects. It is played before the
statements, and after whatever gives sessions their people, so that the agendas name them. Papers are handed out before
the agenda is revised, so that it names them too.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from comity.meetings import agenda, following_up, holding, programme, segments
from comity.meetings.agenda import Stage
from comity.meetings.models import AgendaVersion, Meeting, Session
from comity.meetings.programme import Wording
from comity.meetings.segments import Planned
from comity.meetings.states import State
from comity.sample import papers
from comity.sample.sources import written
from comity.sample.story import Cast
from comity.texts.model import LANGUAGES

OPENING = 10
"""Minutes of the opening of the Special Meeting."""


def missing(meeting: Meeting) -> bool:
    """It is there whole or not at all."""
    return not meeting.agendas.exists()


def load(meeting: Meeting) -> None:
    """Play it, if it is missing. Call it inside a transaction: the meeting begins as a concept once more."""
    if missing(meeting):
        Meeting.objects.filter(pk=meeting.pk).update(state=State.CONCEPT, announced_at=None)
        meeting.refresh_from_db()
        Play(Cast(meeting)).tell()


class Play:
    """From the concept to the adjournment, each act at its time."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.meeting, self.told = cast, cast.meeting, written("programme.json")
        self.sessions = cast.sessions
        for one in self.sessions.values():
            one.meeting = self.meeting

    def at(self, scene: str) -> datetime:
        return self.cast.time(self.told["times"][scene])

    def tell(self) -> None:
        self.proceed(State.APPROVED, "approved")
        for one in self.sessions.values():
            self.word(one)
        self.proceed(State.PROVISIONAL, "provisional")
        self.issue(Stage.PROVISIONAL, "provisional")
        self.proceed(State.ANNOUNCED, "announced")
        for one in self.sessions.values():
            self.fill(one)
        self.issue(Stage.ANNOTATED, "annotated")
        self.proceed(State.REGISTRATION, "registration")
        papers.before(self.meeting)
        self.issue(Stage.ANNOTATED, "revised")
        self.proceed(State.IN_SESSION, "opened")
        agenda.adopt(self.meeting, by=self.cast.chair, at=self.at("adopted"))
        self.leave()
        self.proceed(State.ADJOURNED, "adjourned")

    def proceed(self, state: Meeting.State, scene: str) -> None:
        holding.proceed(self.meeting, state, by=self.cast.desk, at=self.at(scene))

    def issue(self, stage: AgendaVersion.Stage, scene: str) -> None:
        agenda.issue(self.meeting, stage, by=self.cast.desk, at=self.at(scene))

    def word(self, session: Session) -> None:
        """Which topic it prepares, in which languages one hears it, what it is about."""
        aspects = list(session.aspects.all())
        wording = Wording(
            titles=session.titles,
            annotations=self.annotation([one.scope_notes for one in aspects]),
            aspects=aspects,
            leads_to=[self.sessions[code] for code in self.told["topics"].get(session.code, ())],
            slot_minutes=session.slot_minutes,
            webcast=session.code in self.told["webcast"],
        )
        programme.revise(session, wording, by=self.cast.desk, at=self.at("begun"))

    def annotation(self, notes: list[dict[str, str]]) -> dict[str, str]:
        intro: dict[str, str] = self.told["intro"]
        return {
            code: intro[code] + " ".join(one[code] for one in notes if code in one)
            for code in LANGUAGES
            if any(code in one for one in notes)
        }

    def fill(self, session: Session) -> None:
        """Segments that fill the slot, and the guiding questions."""
        opens = session.tier == Session.Tier.SPECIAL and session.code == "sm1"
        left = session.minutes - (OPENING if opens else 0)
        planned = [Planned("opening", OPENING, titles=self.told["opening"])] if opens else []
        planned += [Planned("presentation", left // 2), Planned("discussion", left - left // 2)]
        at, by = self.at("announced"), self.cast.desk
        segments.write(session, planned, by=by, at=at)
        aspects: list[Any] = list(session.aspects.all())
        asked = [(aspects[place % len(aspects)], texts) for place, texts in enumerate(self.told["questions"])]
        segments.ask(session, asked, by=by, at=at)

    def leave(self) -> None:
        """What the meeting leaves to be done."""
        for told in self.told["left"]:
            following_up.record(
                self.meeting,
                titles=told["titles"],
                interlocutors=told["interlocutors"],
                due_on=date.fromisoformat(told["due_on"]),
                by=self.cast.desk,
                at=self.at("adjourned"),
            )
