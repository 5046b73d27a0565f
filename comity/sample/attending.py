"""The people of the sample meeting: registered, invited, answering, appearing; and who was consulted. All invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from comity.meetings import parts
from comity.meetings.models import Meeting, Part, Session
from comity.participants import agreements, consulting, letters, registration
from comity.participants.models import Body, Group, Letter, Participant, Person, Role, Use
from comity.participants.registration import OF_DELEGATIONS, Details
from comity.sample.sources import written

BEFORE = timedelta(days=40)
"""How long before the opening people are registered; invitations follow."""
STEPS: dict[str, tuple[str, ...]] = {
    "proposed": (),
    "invited": ("invited",),
    "accepted": ("invited", "accepted"),
    "declined": ("invited", "declined"),
    "confirmed": ("invited", "accepted", "confirmed"),
    "appeared": ("invited", "accepted", "confirmed", "appeared"),
}


def missing(meeting: Meeting) -> bool:
    return not Participant.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Everything in one transaction, unless it is there."""
    if missing(meeting):
        with transaction.atomic():
            Story(meeting).tell()


class Story:
    """What happened with the people, as it would have on the days before the meeting."""

    def __init__(self, meeting: Meeting) -> None:
        # As it was then: the verbs look at the state of the meeting that they are handed.
        self.then = Meeting.objects.get(pk=meeting.pk)
        self.then.state = Meeting.State.REGISTRATION
        self.then.registration_due_at = None
        self.desk = Person.objects.get(assignments__meeting=meeting, assignments__role=Role.SECRETARIAT)
        self.bodies = {one.code: one for one in Body.objects.all()}
        self.delegations = {one.body.code: one for one in meeting.delegations.select_related("body")}
        self.groups = {one.code: one for one in Group.objects.filter(kind=Group.Kind.REGIONAL)}
        self.at = datetime(*meeting.opens_on.timetuple()[:3], 12, tzinfo=meeting.zone) - BEFORE

    def tell(self) -> None:
        content = written("participants.json")
        for number, entry in enumerate(content["people"]):
            self.take_part(entry, at=self.at + timedelta(minutes=7 * number))
        self.consult(content["consultations"])

    def consult(self, entries: list[dict[str, Any]]) -> None:
        """With whom the meeting was prepared; the public reads the figures. `aspects` by their place, from 0."""
        aspects = list(self.then.aspects.order_by("position"))
        for entry in entries:
            consulting.log(
                self.then,
                category="",
                body=self.bodies[entry["body"]],
                whom="",
                held_on=date.fromisoformat(entry["on"]),
                way=entry["way"],
                about=entry["about"],
                outcome=entry.get("outcome", ""),
                aspects=[aspects[place] for place in entry["aspects"]],
                confidential=entry.get("confidential", False),
                by=self.desk,
                at=self.at,
            )
        consulting.tell(self.then, True, by=self.desk, at=self.at)

    def take_part(self, entry: dict[str, Any], *, at: datetime) -> None:
        details, uses = self.details(entry), {Use(one) for one in entry.get("uses", ())}
        if entry.get("state") == "pending":
            registration.apply(self.then, details, agrees=uses, at=at, letter=self.letter_at(at))
            return
        if entry.get("parts"):
            made = registration.invite(self.then, details, by=self.desk, at=at)
        else:
            made = registration.enter(self.then, details, by=self.desk, at=at)
        if "uses" in entry:
            agreements.answer(made, uses, at=at + timedelta(days=1))
        for code, role, state, topic in entry.get("parts", ()):
            self.play(made, code, Part.Role(role), state, topic, at=at + timedelta(days=2))

    def details(self, entry: dict[str, Any]) -> Details:
        delegation = self.delegations.get(entry.get("delegation", ""))
        body = self.bodies.get(entry.get("body", ""))
        home = delegation.body if delegation else body
        assert (delegation is not None) == (entry["kind"] in OF_DELEGATIONS)
        return Details(
            name=entry["name"],
            kind=entry["kind"],
            category=home.category if home else entry["category"],
            email=entry.get("account") or f"person-{Participant.objects.count() + 1}@sample.example",
            honorific=entry["honorific"],
            pseudonym=entry.get("pseudonym", ""),
            job_title=entry["title"],
            affiliation=entry.get("affiliation", ""),
            language=entry["language"],
            gender=entry.get("gender", ""),
            region=self.groups.get(entry.get("region", "")),
            delegation=delegation,
            body=body,
        )

    def play(
        self, who: Participant, code: str, role: Part.Role, state: str, topic: str, *, at: datetime
    ) -> None:
        session = Session.objects.select_related("room").get(meeting=self.then, code=code)
        session.meeting = self.then
        part = parts.propose(session, who, role, topic=topic, by=self.desk, at=at)
        for step in STEPS[state]:
            at += timedelta(hours=20)
            if step == "invited":
                parts.invite(part, by=self.desk, at=at, letter=self.letter_of_part(at))
            elif step == "confirmed":
                parts.confirm(part, by=self.desk, at=at)
            elif step == "appeared":
                parts.appear(part, by=self.desk, at=session.starts_at)
            else:
                parts.respond(part, accepts=step == "accepted", by=None, at=at)

    def letter_at(self, at: datetime) -> Any:
        return lambda participant: self.sent_letter(participant.email, at)

    def letter_of_part(self, at: datetime) -> Any:
        return lambda part: self.sent_letter(part.participant.email, at)

    def sent_letter(self, to: str, at: datetime) -> Letter:
        """A mail that went out at the time: the sample writes to nobody."""
        letter = letters.write(to=to, subject="Invitation", body="", at=at, meeting=self.then)
        letters.mark_sent(letter, at=at)
        letter.refresh_from_db()
        return letter
