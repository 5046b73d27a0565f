"""What happened to each sample statement: sent, reviewed, published, corrected, withdrawn, each at its time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comity.meetings.models import Aspect, Meeting, Session
from comity.participants.models import DELEGATION_ROLES, Assignment, Delegation, Group, Person, Role
from comity.sample.sources import Source
from comity.statements import changes, intake, publication, receipt, review
from comity.statements.models import Statement, Version
from comity.texts.anchors import ALPHABET
from comity.texts.model import Reading

TAKEN, DECIDED, PUBLISHED = (timedelta(minutes=minutes) for minutes in (30, 60, 90))
"""How long after its receipt the desk does what."""
AFTER = timedelta(minutes=20)
"""How long after its delivery a statement without an embargo is published."""


def ref_of(meeting: Meeting, code: str) -> str:
    """The address of a sample statement: the same on every machine, so that a guide can lead to it."""
    letters = hashlib.sha256(code.encode()).digest()[:7]
    word = "".join(ALPHABET[letter % len(ALPHABET)] for letter in letters)
    return f"{meeting.slug}-{word}"


class Cast:
    """Who acts in the sample meeting, and where."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.desk, self.documents, self.chair = (
            Person.objects.get(assignments__meeting=meeting, assignments__role=role)
            for role in (Role.SECRETARIAT, Role.DOCUMENT_OFFICER, Role.CHAIR)
        )
        self.delegations = {one.body.code: one for one in meeting.delegations.select_related("body")}
        self.delegates = {
            one.delegation.body.code: one.person
            for one in Assignment.objects.filter(
                meeting=meeting, role__in=list(DELEGATION_ROLES)
            ).select_related("person", "delegation__body")
            if one.delegation is not None
        }
        self.sessions: dict[str, Session] = {one.code: one for one in meeting.sessions.all()}
        self.aspects: dict[str, Aspect] = {one.code: one for one in meeting.aspects.all()}
        self.groups = {one.code: one for one in Group.objects.all()}

    def time(self, words: str) -> datetime:
        """A time of the meeting's place, as the texts give it."""
        return datetime.fromisoformat(words).replace(tzinfo=self.meeting.zone)


@dataclass(frozen=True, slots=True)
class Story:
    """One statement: its language versions and later versions, and what was read from each file."""

    parts: Sequence[Source]
    readings: dict[str, Reading]
    cast: Cast

    @property
    def facts(self) -> dict[str, str]:
        return self.parts[0].facts

    @property
    def delegation(self) -> Delegation:
        return self.cast.delegations[self.parts[0].body]

    @property
    def delegate(self) -> Person:
        return self.cast.delegates[self.parts[0].body]

    def tell(self) -> Statement:
        """Everything that happened, in order; call it inside a transaction."""
        received_at = self.cast.time(self.facts["received"])
        version = self.send(at=received_at)
        self.decide(version, at=received_at)
        self.bring_out(version, ready_at=received_at + PUBLISHED)
        for number in sorted({one.version for one in self.parts} - {1}):
            self.change(version.statement, number)
        self.ask(version.statement)
        self.take_back(version.statement)
        return version.statement

    def send(self, *, at: datetime) -> Version:
        """The delegate sends the files of the first version."""
        version = receipt.draft(
            self.delegation, by=self.delegate, at=at, aspects=self.aspects(), **self.details()
        )
        Statement.objects.filter(pk=version.statement_id).update(
            ref=ref_of(self.cast.meeting, self.parts[0].code)
        )
        version.statement.refresh_from_db()
        intake.attach_all(version, self.files(1), by=self.delegate, at=at)
        receipt.submit(version, by=self.delegate, at=at)
        return version

    def aspects(self) -> list[Aspect]:
        return [self.cast.aspects[code] for code in self.facts["aspects"].split(", ")]

    def details(self) -> dict[str, Any]:
        """Fields of `Statement`."""
        facts = self.facts
        embargo = facts.get("embargo", Statement.Embargo.NONE)
        until = self.cast.time(embargo) if embargo[:1].isdigit() else None
        spoken = "delivered" in facts
        return {
            "session": self.cast.sessions[facts["session"]],
            "on_behalf_of": self.cast.groups[facts["for"]] if "for" in facts else None,
            "speaker_name": facts["speaker"],
            "speaker_title": facts["title"],
            "delivery": Statement.Delivery.DELIVERED if spoken else Statement.Delivery.WRITTEN_ONLY,
            "embargo": Statement.Embargo.UNTIL_TIME if until else Statement.Embargo(embargo),
            "embargo_until": until,
            "has_personal_data": "personal" in facts,
            "consent_to_publish": True,
            "consent_to_quote": "unquoted" not in facts,
            "contact": self.delegate.email,
        }

    def files(self, number: int) -> list[intake.Part]:
        return [
            intake.Part(
                path=one.path,
                name=one.name,
                language=one.language,
                original=one.is_original,
                reading=self.readings[one.name],
            )
            for one in self.parts
            if one.version == number
        ]

    def decide(self, version: Version, *, at: datetime) -> None:
        """The desk reviews it as far as the text says, usually until it may be published."""
        state = self.facts.get("state", "published")
        if state == "received":
            return
        review.take(version, by=self.cast.desk, at=at + TAKEN)
        if state == "in_review":
            return
        if state == "returned":
            review.send_back(version, reason=self.facts["reason"], by=self.cast.desk, at=at + DECIDED)
            return
        review.accept(version, by=self.cast.desk, at=at + DECIDED)

    def bring_out(self, version: Version, *, ready_at: datetime) -> None:
        """Spoken, then published; one under an embargo until its delivery is made ready before."""
        spoken_at = self.cast.time(self.facts["delivered"]) if "delivered" in self.facts else None
        if spoken_at and version.statement.embargo != Statement.Embargo.UNTIL_DELIVERED:
            publication.deliver(version.statement, by=self.cast.chair, at=spoken_at)
            ready_at, spoken_at = max(ready_at, spoken_at + AFTER), None
        if self.facts.get("state", "published") == "published":
            publication.publish(version, by=self.cast.documents, at=ready_at)
        if spoken_at:
            publication.deliver(version.statement, by=self.cast.chair, at=spoken_at)

    def change(self, statement: Statement, number: int) -> None:
        """A Corr. or Rev.: asked for, granted, sent, published."""
        facts = next(one.facts for one in self.parts if one.version == number)
        at, kind = self.cast.time(facts["received"]), Version.Kind(facts["kind"])
        asked = changes.ask(
            statement,
            wish=changes.WISH_OF_KIND[kind],
            reason=facts["note"],
            by=self.delegate,
            at=at - PUBLISHED,
        )
        changes.decide(asked, grant=True, answer="", by=self.cast.desk, at=at - TAKEN)
        version = changes.new_version(statement, by=self.delegate, at=at, kind=kind, note=facts["note"])
        intake.attach_all(version, self.files(number), by=self.delegate, at=at)
        receipt.submit(version, by=self.delegate, at=at)
        self.decide(version, at=at)
        publication.publish(version, by=self.cast.documents, at=at + PUBLISHED)

    def ask(self, statement: Statement) -> None:
        """A request that still waits for the desk."""
        if "request" in self.facts:
            changes.ask(
                statement,
                wish=changes.Wish(self.facts["request"]),
                reason=self.facts["reason"],
                by=self.delegate,
                at=self.cast.time(self.facts["received"]) + timedelta(days=5),
            )

    def take_back(self, statement: Statement) -> None:
        """Withdrawn on the delegation's own request; a tombstone stays."""
        if "withdrawn" not in self.facts:
            return
        at = self.cast.time(self.facts["withdrawn"])
        asked = changes.ask(
            statement,
            wish=changes.Wish.WITHDRAW,
            reason=self.facts["withdrawal"],
            by=self.delegate,
            at=at - TAKEN,
        )
        changes.decide(asked, grant=True, answer="", by=self.cast.desk, at=at)
