"""The floor of the sample meeting: two sessions that were conducted, and one whose list of speakers is open.

Who delivered a statement had the floor until the moment that its text names; floor.json tells the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from comity.floor import acting, asking, inscribing, listing, moderating, recording, ruling, taking
from comity.floor.inscribing import Asked
from comity.floor.models import Floor, FloorAct, Inscription, Intervention, Question
from comity.floor.models.speakers import Kind
from comity.floor.policy import Policy
from comity.meetings.models import Meeting, Part, Segment, Session
from comity.participants import letters
from comity.participants.models import Delegation, Letter, Person, Role
from comity.sample.sources import Source, sources, written
from comity.sample.story import Cast, ref_of
from comity.statements.models import Statement

MINUTE, PANELLIST = timedelta(minutes=1), timedelta(minutes=9)
SHORTEST, STEP, LONGEST = 125, 37, 60
"""Seconds that an intervention takes: from 125 to 184, each another."""
Level = Inscription.Level


def missing(meeting: Meeting) -> bool:
    return not FloorAct.objects.filter(floor__session__meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """All of it or nothing; once it is there it does nothing. Statements are delivered by then."""
    if not missing(meeting):
        return
    with transaction.atomic():
        told, cast = written("floor.json"), Cast(meeting)
        for code, scene in told["conducted"].items():
            Conducted(cast, cast.sessions[code], scene).tell()
        for code, scene in told["waiting"].items():
            Waiting(cast, cast.sessions[code], scene).tell()


class Scene:
    """The floor of a session, kept by the chair of the meeting."""

    def __init__(self, cast: Cast, session: Session, scene: dict[str, Any]) -> None:
        self.cast, self.session, self.scene = cast, session, scene
        session.meeting = cast.meeting
        self.floor: Floor = acting.of(session)
        self.chair: Person = cast.chair
        self.rapporteur = Person.objects.get(
            assignments__meeting=cast.meeting, assignments__role=Role.RAPPORTEUR
        )
        self.aspects = [*session.aspects.all()]

    def at(self, name: str) -> datetime:
        return self.cast.time(self.scene[name])

    def inscribe(self, code: str, *, at: datetime, **details: Any) -> Inscription:
        details.setdefault("aspects", self.aspects[:1])
        by = self.cast.delegates[code]
        return inscribing.ask(self.delegation(code), self.session, Asked(**details), by=by, at=at)

    def delegation(self, code: str) -> Delegation:
        return self.cast.delegations[code]

    def ask(self, told: dict[str, str], *, at: datetime, to: Part | None = None) -> Question:
        return asking.ask(
            self.session,
            told["text"],
            aspects=self.aspects[:1],
            delegation=self.delegation(told["body"]),
            addressed_to=to,
            language=told["language"],
            by=self.cast.delegates[told["body"]],
            at=at,
        )


class Conducted(Scene):
    """A session from its call to order to its adjournment."""

    def tell(self) -> None:
        self.allow_replies()
        listing.open_list(self.floor, by=self.chair, at=self.at("opened"))
        listed = self.inscribe_all()
        moderating.call_to_order(self.floor, by=self.chair, at=self.at("called"))
        if self.scene["panel"]:
            self.go_to(Segment.Kind.PRESENTATION, at=self.at("panel"))
            self.present()
        for told in self.scene["questions"]:
            self.question(told)
        turns = [timedelta(seconds=SHORTEST + STEP * number % LONGEST) for number in range(len(listed))]
        if listed:
            begins = self.cast.time(listed[0][0].facts["delivered"]) - turns[0]
            self.go_to(Segment.Kind.DISCUSSION, at=begins)
        for (source, inscription), lasts in zip(listed, turns, strict=True):
            self.speak(source, inscription, lasts)
        if "reply" in self.scene:
            self.reply(self.scene["reply"])
        listing.close_list(self.floor, by=self.chair, at=self.at("closed"))
        moderating.adjourn(self.floor, by=self.chair, at=self.at("adjourned"))

    def go_to(self, kind: Segment.Kind, *, at: datetime) -> None:
        """On to the first part of that kind, where the session has one and it is not on already."""
        part = self.session.segments.filter(kind=kind).first()
        if part is not None and part != self.floor.segment:
            moderating.go_to(self.floor, part, by=self.chair, at=at)

    def allow_replies(self) -> None:
        if self.scene["replies"]:
            policy = replace(Policy.of(self.floor.policy), replies=tuple(self.scene["replies"]))
            listing.set_policy(self.floor, policy, by=self.chair, at=self.at("opened") - MINUTE)

    def inscribe_all(self) -> list[tuple[Source, Inscription]]:
        """Whose statements were delivered here, in the order in which they spoke."""
        spoken = sorted(
            (
                one
                for one in sources()
                if one.facts.get("session") == self.session.code
                and one.version == 1
                and "delivered" in one.facts
            ),
            key=lambda one: one.facts["delivered"],
        )
        return [
            (one, self.inscribe_source(one, at=self.at("opened") + MINUTE * (1 + number)))
            for number, one in enumerate(spoken)
        ]

    def inscribe_source(self, source: Source, *, at: datetime) -> Inscription:
        facts = source.facts
        made = self.inscribe(
            source.body,
            at=at,
            aspects=[self.cast.aspects[code] for code in facts["aspects"].split(", ")],
            level=Level.REPRESENTATIVE if self.session.tier == Session.Tier.SPECIAL else Level.DELEGATE,
            on_behalf_of=self.cast.groups[facts["for"]] if "for" in facts else None,
            language=source.language,
            speaker_name=facts["speaker"],
            speaker_title=facts["title"],
        )
        if made.state == Inscription.State.REQUESTED:
            listing.admit(made, by=self.chair, at=at)
        return made

    def present(self) -> None:
        """The first panellist of the session."""
        part = self.panellist()
        assert part is not None
        speaks = moderating.present(part, by=self.chair, at=self.at("panel"))
        told = self.scene.get("presented", {})
        lasts = MINUTE * told["minutes"] if told else PANELLIST
        moderating.end(speaks, by=self.chair, at=self.at("panel") + lasts)
        if told:
            self.take(speaks, told)

    def take(self, speaks: Intervention, told: dict[str, Any]) -> None:
        """What she said, as the rapporteur noted it, goes into the reading under the same address on every machine."""
        at = self.at("adjourned") + MINUTE
        recording.note(speaks, "\n".join(told["words"]), seen="", by=self.rapporteur, at=at)
        taken = taking.take(speaks, by=self.rapporteur, at=at)
        Statement.objects.filter(pk=taken.pk).update(ref=ref_of(self.cast.meeting, told["code"]))

    def panellist(self) -> Part | None:
        return self.session.parts.filter(role=Part.Role.PANELLIST, state=Part.State.APPEARED).first()

    def speak(self, source: Source, inscription: Inscription, lasts: timedelta) -> None:
        """Given so long before the moment of delivery; the rapporteur says which text it was."""
        ends = self.cast.time(source.facts["delivered"])
        speaks = moderating.give(inscription, by=self.chair, at=ends - lasts)
        raised = self.scene.get("order")
        if raised and ends - lasts < self.cast.time(raised["at"]) < ends:
            self.point_of_order(raised)
        moderating.end(speaks, by=self.chair, at=ends)
        statement = Statement.objects.get(ref=ref_of(self.cast.meeting, source.code))
        recording.link(speaks, statement, by=self.rapporteur, at=self.at("adjourned") + MINUTE)

    def point_of_order(self, told: dict[str, str]) -> None:
        at, decided = self.cast.time(told["at"]), self.cast.time(told["decided"])
        raised = moderating.point_of_order(self.floor, self.delegation(told["body"]), by=self.chair, at=at)
        moderating.decide(raised, told["decision"], by=self.chair, at=decided)

    def reply(self, told: dict[str, str]) -> None:
        at = self.cast.time(told["at"])
        asked = self.inscribe(
            told["body"], at=at - MINUTE, kind=Kind.REPLY, aspects=(), language=told["language"]
        )
        speaks = moderating.give(asked, by=self.chair, at=at)
        moderating.end(speaks, by=self.chair, at=self.cast.time(told["ended"]))

    def question(self, told: dict[str, str]) -> None:
        asked = self.ask(told, at=self.cast.time(told["at"]), to=self.panellist())
        if "ruled_out" in told:
            self.rule_out(asked, told["reason"], at=self.cast.time(told["ruled_out"]))
            return
        asking.put(asked, by=self.chair, at=self.cast.time(told["put"]))
        asking.answer(asked, by=self.chair, at=self.cast.time(told["answered"]))

    def rule_out(self, asked: Question, reason: str, *, at: datetime) -> None:
        """The mail to its author went out at the time: the sample writes to nobody."""
        ruling.rule_out(asked, reason=reason, by=self.chair, at=at)
        for letter in Letter.objects.filter(meeting=self.cast.meeting, to=asked.asked_by.email, sent_at=None):
            letters.mark_sent(letter, at=at)


class Waiting(Scene):
    """A session that is about to begin: delegations have asked for the floor."""

    def tell(self) -> None:
        listing.open_list(self.floor, by=self.chair, at=self.at("opened"))
        for number, told in enumerate(self.scene["inscriptions"], start=1):
            self.enter(told, at=self.at("opened") + 11 * MINUTE * number)
        for number, told in enumerate(self.scene["questions"], start=1):
            at = self.at("opened") + 97 * MINUTE * number
            asking.accept(self.ask(told, at=at), by=self.chair, at=at + MINUTE)

    def enter(self, told: dict[str, str], *, at: datetime) -> None:
        facts = self.facts(told["body"])
        made = self.inscribe(
            told["body"],
            at=at,
            level=Level(told["level"]),
            on_behalf_of=self.cast.groups[told["for"]] if "for" in told else None,
            language=told["language"],
            speaker_name=facts["speaker"],
            speaker_title=facts["title"],
        )
        by = self.cast.delegates[told["body"]]
        match told.get("then"):
            case "withdrawn":
                inscribing.withdraw(made, by=by, at=at + MINUTE)
            case "written":
                inscribing.write_instead(made, by=by, at=at + MINUTE)
            case "admitted":
                listing.admit(made, by=self.chair, at=at + MINUTE)

    def facts(self, body: str) -> dict[str, str]:
        """Who speaks for the delegation: here, or at its first statement elsewhere."""
        found = [one for one in sources() if one.body == body and one.is_original and one.version == 1]
        return min(found, key=lambda one: (one.session != self.session.code, one.code)).facts
