"""Small makers of real rows. The cast: the desk (`desk@`), Norway's delegate (`norway@`), a stranger (`stranger@`)."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from comity.meetings.models import Aspect, Meeting, Room, Session
from comity.participants import agreements
from comity.participants.models import Assignment, Body, Delegation, Group, Participant, Person, Role
from comity.statements import publication, receipt, review
from comity.statements.models import Statement, Version
from comity.texts.anchors import assign
from comity.texts.model import Block, LanguageShare, Paragraph, Reading
from comity.texts.reading import cited

NOW = datetime(2016, 11, 20, 12, tzinfo=UTC)
"""Before the deadline of `a_meeting`."""
DEADLINE = NOW + timedelta(days=5)
_numbers = count(1)


def a_meeting(slug: str = "sm2016", **fields: Any) -> Meeting:
    """A Special Meeting with two aspects (`one`, `two`) and one session, open for statements until DEADLINE."""
    meeting = Meeting.objects.create(
        slug=slug,
        **{
            "titles": {"en": "Special Meeting", "fr": "Réunion spéciale", "ar": "اجتماع استثنائي"},
            "opens_on": date(2016, 11, 30),
            "closes_on": date(2016, 12, 1),
            "state": Meeting.State.ANNOUNCED,
            "statements_due_at": DEADLINE,
            **fields,
        },
    )
    for position, code in enumerate(("one", "two"), start=1):
        Aspect.objects.create(meeting=meeting, code=code, position=position, titles={"en": f"Aspect {code}"})
    session = Session.objects.create(
        meeting=meeting,
        code="s1",
        tier=Session.Tier.SPECIAL,
        position=1,
        titles={"en": "First session"},
        room=Room.objects.create(meeting=meeting, code="cr4", names={"en": "Conference Room 4"}),
        starts_at=datetime(2016, 12, 1, 20, tzinfo=UTC),
        ends_at=datetime(2016, 12, 1, 23, tzinfo=UTC),
    )
    session.aspects.set(meeting.aspects.all())
    return meeting


def a_delegation(meeting: Meeting, code: str = "nor", *, groups: tuple[Group, ...] = ()) -> Delegation:
    """The delegation of a State (by its code) at the meeting."""
    delegation, _ = Delegation.objects.get_or_create(meeting=meeting, body=Body.objects.get(code=code))
    delegation.speaks_for.add(*groups)
    return delegation


def a_group(code: str = "friends", name: str = "Group of Friends") -> Group:
    return Group.objects.create(code=code, kind=Group.Kind.NEGOTIATING, names={"en": name})


def a_person(name: str = "stranger", **fields: Any) -> Person:
    """Somebody with an account, the password "a-long-word-7" and no role."""
    return Person.objects.create_user(f"{name}@example.org", "a-long-word-7", name=name.title(), **fields)


def a_role(role: Role, meeting: Meeting | None = None, *, name: str | None = None, **fields: Any) -> Person:
    """Somebody who holds a role of the meeting (administrator: of the site)."""
    person = a_person(name or role.value, **fields)
    Assignment.objects.create(person=person, role=role, meeting=meeting)
    return person


def the_desk(meeting: Meeting) -> Person:
    """The secretariat of the meeting; the same person however often it is asked for."""
    return Person.objects.filter(email="desk@example.org").first() or a_role(
        Role.SECRETARIAT, meeting, name="desk"
    )


def a_delegate(
    delegation: Delegation, *, name: str | None = None, role: Role = Role.DELEGATE, **fields: Any
) -> Person:
    person = a_person(name or delegation.body.names["en"].lower().replace(" ", "-"), **fields)
    Assignment.objects.create(person=person, role=role, meeting=delegation.meeting, delegation=delegation)
    return person


def a_participant(meeting: Meeting, name: str = "Ana Silva", **fields: Any) -> Participant:
    """Somebody of civil society who takes part, at NOW; agrees to nothing unless `uses` says so. An address of her own
    unless `email` says otherwise."""
    uses = fields.pop("uses", ())
    participant = Participant.objects.create(
        meeting=meeting,
        name=name,
        **{
            "kind": Participant.Kind.OTHERWISE,
            "category": "civil_society",
            "state": Participant.State.APPROVED,
            "email": f"{name.lower().replace(' ', '.')}@example.org",
            "registered_at": NOW,
            **fields,
        },
    )
    agreements.begin([participant], said={participant.pk: uses}, by=None, at=NOW)
    return participant


def a_reading(*paragraphs: str, language: str = "en", name: str = "statement.txt") -> Reading:
    """A reading as `comity.texts` gives it, of these paragraphs."""
    anchors = assign([Block(text) for text in paragraphs])
    kept = [
        Paragraph(anchor=anchor, number=None, kind=Block(text).kind, text=text, language=language)
        for anchor, text in zip(anchors, paragraphs, strict=True)
    ]
    return Reading(
        file=name,
        sha256="",
        media_type="text/plain",
        pages=None,
        languages=[LanguageShare(language, 1.0)],
        paragraphs=kept,
        citations=[citation for paragraph in kept for citation in cited(paragraph)],
        warnings=[],
    )


def a_file(text: str = "", name: str = "statement.txt") -> Path:
    """A file on disk; without a text, one that no other test has."""
    path = Path(mkdtemp(prefix="made-", dir=os.environ["COMITY_HOME"])) / name  # which goes with the tests
    path.write_text(text or f"Statement number {next(_numbers)}.\n\nWe share what works.", encoding="utf-8")
    return path


def a_draft(
    delegation: Delegation | None = None,
    *paragraphs: str,
    by: Person | None = None,
    at: datetime = NOW,
    language: str = "en",
    **details: Any,
) -> Version:
    """A draft with one file, one aspect and consent, of Norway unless said otherwise."""
    delegation = delegation or a_delegation(Meeting.objects.first() or a_meeting())
    by = by or the_desk(delegation.meeting)
    aspects = details.pop("aspects", delegation.meeting.aspects.all()[:1])
    details = {"consent_to_publish": True, "consent_to_quote": True, **details}
    version = receipt.draft(delegation, by=by, at=at, aspects=aspects, **details)
    words = paragraphs or (
        f"Statement {next(_numbers)} of {delegation}.",
        "We share what works in our country.",
    )
    add_file(version, *words, by=by, at=at, language=language)
    return version


def add_file(
    version: Version,
    *paragraphs: str,
    by: Person,
    at: datetime = NOW,
    language: str = "en",
    original: bool = False,
) -> None:
    """Attach a language version that reads as these paragraphs."""
    receipt.attach(
        version,
        a_file("\n\n".join(paragraphs), f"{hashlib.sha256(repr(paragraphs).encode()).hexdigest()[:8]}.txt"),
        name=f"{language}.txt",
        language=language,
        original=original,
        reading=a_reading(*paragraphs, language=language),
        by=by,
        at=at,
    )


def a_received_statement(delegation: Delegation | None = None, *paragraphs: str, **details: Any) -> Version:
    version = a_draft(delegation, *paragraphs, **details)
    by = details.get("by") or the_desk(version.statement.meeting)
    receipt.submit(version, by=by, at=details.get("at", NOW))
    return version


def an_accepted_statement(delegation: Delegation | None = None, *paragraphs: str, **details: Any) -> Version:
    version = a_received_statement(delegation, *paragraphs, **details)
    desk, at = the_desk(version.statement.meeting), details.get("at", NOW)
    review.take(version, by=desk, at=at)
    review.accept(version, by=desk, at=at)
    return version


def a_published_statement(
    delegation: Delegation | None = None, *paragraphs: str, **details: Any
) -> Statement:
    """Published at NOW (or `at`), or under the embargo that `details` name."""
    version = an_accepted_statement(delegation, *paragraphs, **details)
    publication.publish(version, by=the_desk(version.statement.meeting), at=details.get("at", NOW))
    version.statement.refresh_from_db()
    return version.statement


def publish_draft(version: Version, *, at: datetime = NOW) -> Statement:
    """Take a draft through every step, as for one that was given files in several languages."""
    desk = the_desk(version.statement.meeting)
    for act in (receipt.submit, review.take, review.accept, publication.publish):
        act(version, by=desk, at=at)
    version.statement.refresh_from_db()
    return version.statement
