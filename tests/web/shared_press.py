"""A press room for tests of whole sites: highlights, a release that stands, a correction, one under embargo, a draft,
conferences and who asked for accreditation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.press import accrediting, conferences, highlights, publication, writing
from comity.press.models import (
    Accreditation,
    Highlight,
    PressRelease,
    ReleaseClearance,
    ReleaseVersion,
)
from comity.statements.models import Paragraph, Statement
from tests import makers

Side = ReleaseClearance.Side
HIDDEN = "Chrysanthemum"
"""A word that stands in what is under embargo or in draft alone."""


@dataclass(frozen=True, slots=True)
class Press:
    officer: Person
    chair: Person
    released: ReleaseVersion
    embargoed: ReleaseVersion
    draft: ReleaseVersion
    highlight: Highlight
    refs: list[str]
    keys: list[str]
    numbers: list[int]
    """Keys of highlights and accreditations."""


def parts(headline: str) -> dict[str, str]:
    return {
        "headline": headline,
        "dateline": "NEW YORK, 1 December 2016",
        "lead": f"{headline}, said a speaker in New York.",
        "body": "A delegation told what it does.\n\n[1]\n\nIt said [1] twice.",
        "background": "The Security Council asked for the meeting.",
        "contacts": "Press office\npress@example.org",
    }


def of(meeting: Meeting, source: Statement, *, desk: Person, at: datetime) -> Press:
    """`source` is delivered and published at `at`."""
    officer = makers.a_role(Role.PRESS_OFFICER, meeting, name="press")
    chair = Person.objects.filter(assignments__role=Role.CHAIR, assignments__meeting=meeting).first()
    chair = chair or makers.a_role(Role.CHAIR, meeting, name="press-chair")
    if source.delivery == Statement.Delivery.DELIVERED and source.delivered_at is None:
        source = makers.a_published_statement(source.delegation, "We answer at night, too.", by=desk, at=at)
    version = source.versions.get(state="published")
    paragraph = Paragraph.objects.filter(language_version__version=version, language="en").last()
    assert paragraph is not None
    highlight = highlights.pick(
        paragraph, 0, len(paragraph.text), titles={"en": "What works"}, by=officer, at=at
    )
    highlights.approve(highlight, by=officer, at=at)
    picked = highlights.pick(paragraph, 0, 9, titles={}, by=officer, at=at)
    told = in_two_languages(source, by=desk, at=at)
    spoken = highlights.pick(told, 0, len(told.text), titles={"en": "At night"}, by=officer, at=at)

    def written(headline: str) -> ReleaseVersion:
        draft = writing.begin(meeting, kind=PressRelease.Kind.RELEASE, language="en", by=officer, at=at)
        writing.word(draft, "en", parts(headline), by=officer, at=at)
        writing.quote(draft, highlight, by=officer, at=at)
        return draft

    def out(draft: ReleaseVersion, until: datetime | None = None) -> ReleaseVersion:
        writing.clear(draft, Side.CHAIR, by=chair, at=at)
        writing.clear(draft, Side.CTED, by=desk, at=at)
        publication.release(draft, until=until, by=officer, at=at)
        return draft

    first = out(written("States share what works"))
    released = writing.correct(first.release, by=officer, at=at)
    writing.say_correction(released, {"en": "The day is put right."}, by=officer, at=at)
    out(released)
    gone = out(written("Sent in error"))
    publication.withdraw(gone.release, reason="Sent in error.", by=officer, at=at + timedelta(seconds=1))
    embargoed = out(written(f"{HIDDEN} of tomorrow"), until=at + timedelta(days=1))
    draft = written(f"{HIDDEN} in draft")
    planned = conference(meeting, f"{HIDDEN} planned", by=officer, at=at)
    announced = conference(meeting, "The Chair meets the press", by=officer, at=at)
    conferences.announce(announced, by=officer, at=at)
    conferences.hand_out(announced, papers=[], releases=[first.release, embargoed.release], by=officer, at=at)
    asked = [
        accrediting.ask(
            meeting,
            name=f"{name} Reporter",
            outlet="The Daily Example",
            medium=Accreditation.Medium.PRINT,
            email=f"{name.lower()}@example.org",
            language="en",
            holds_pass=True,
            wants_mails=True,
            conferences=[announced],
            at=at,
        )
        for name in ("Ana", "Bo")
    ]
    assert asked[0] is not None
    assert asked[1] is not None
    accrediting.approve(asked[0], by=officer, at=at)
    return Press(
        officer=officer,
        chair=chair,
        released=released,
        embargoed=embargoed,
        draft=draft,
        highlight=highlight,
        refs=[
            first.release.ref,
            announced.ref,
            draft.release.ref,
            embargoed.release.ref,
            gone.release.ref,
            planned.ref,
        ],
        keys=[asked[0].key],
        numbers=[spoken.pk, highlight.pk, picked.pk, asked[1].pk, asked[0].pk],
    )


def in_two_languages(source: Statement, *, by: Person, at: datetime) -> Paragraph:
    """A paragraph in Arabic of a published statement that has an English text besides."""
    draft = makers.a_draft(source.delegation, "نجيب ليلا.", by=by, at=at, language="ar")
    makers.add_file(draft, "We answer by night.", by=by, at=at)
    makers.publish_draft(draft, at=at)
    return Paragraph.objects.get(language_version__version=draft, language="ar")


def conference(meeting: Meeting, title: str, *, by: Person, at: datetime) -> Any:
    return conferences.plan(
        meeting,
        titles={"en": title},
        subjects={"en": f"{title}."},
        places={"en": "Briefing Room"},
        starts_at=at + timedelta(hours=5),
        ends_at=at + timedelta(hours=6),
        persons=[{"name": "H.E. Ms Vara Olin", "capacities": {"en": "Chair"}}],
        by=by,
        at=at,
    )
