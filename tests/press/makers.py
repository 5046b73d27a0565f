"""Small makers for the press. The cast: the press officer, the Chair, the desk; Norway spoke."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from comity.meetings.models import Meeting
from comity.participants.models import Person, Role
from comity.press import accrediting, highlights, publication, writing
from comity.press.models import Accreditation, Highlight, PressRelease, ReleaseClearance, ReleaseVersion
from comity.statements.models import Paragraph, Statement
from tests.makers import NOW, a_delegation, a_meeting, a_published_statement, a_role, the_desk

WORDS = "We keep a contact point that answers requests for evidence day and night."
HOUR = timedelta(hours=1)
PARTS = {
    "headline": "States share what works against terrorism on the Internet",
    "dateline": "NEW YORK, 1 December 2016",
    "lead": "The Counter-Terrorism Committee met in New York to share good practices.",
    "body": "A delegation told what it does.\n\n[1]",
    "background": "The meeting was asked for by the Security Council.",
    "contacts": "Press office, press@example.org",
}
Side = ReleaseClearance.Side


def the_meeting() -> Meeting:
    return Meeting.objects.filter(slug="sm2016").first() or a_meeting()


def somebody(role: Role) -> Person:
    name = role.value.replace("_", "-")
    return Person.objects.filter(email=f"{name}@example.org").first() or a_role(
        role, the_meeting(), name=name
    )


def the_officer() -> Person:
    return somebody(Role.PRESS_OFFICER)


def the_chair() -> Person:
    return somebody(Role.CHAIR)


def the_secretariat() -> Person:
    desk: Person = the_desk(the_meeting())
    return desk


def a_source(words: str = WORDS, code: str = "nor", **details: Any) -> Statement:
    delegation = a_delegation(the_meeting(), code)
    made: Statement = a_published_statement(delegation, words, by=the_secretariat(), **details)
    return made


def the_paragraph(statement: Statement, language: str = "en") -> Paragraph:
    return Paragraph.objects.get(
        language_version__version__statement=statement, language_version__language=language, position=0
    )


def a_highlight(
    statement: Statement | None = None, *, approved: bool = True, by: Person | None = None, at: datetime = NOW
) -> Highlight:
    paragraph = the_paragraph(statement or a_source())
    highlight = highlights.pick(
        paragraph, 0, len(paragraph.text), titles={"en": "Evidence"}, by=by or the_officer(), at=at
    )
    if approved:
        highlights.approve(highlight, by=by or the_officer(), at=at)
    return highlight


def a_draft(highlight: Highlight | None = None, *, at: datetime = NOW, **parts: str) -> ReleaseVersion:
    """A whole draft with one quotation."""
    highlight = highlight or a_highlight()
    version = writing.begin(
        highlight.meeting, kind=PressRelease.Kind.RELEASE, language="en", by=the_officer(), at=at
    )
    writing.word(version, "en", PARTS | parts, by=the_officer(), at=at)
    writing.quote(version, highlight, by=the_officer(), at=at)
    return version


def cleared(version: ReleaseVersion, *, at: datetime = NOW) -> ReleaseVersion:
    writing.clear(version, Side.CHAIR, by=the_chair(), at=at)
    writing.clear(version, Side.CTED, by=the_secretariat(), at=at)
    return version


def a_release(
    version: ReleaseVersion | None = None, *, until: datetime | None = None, at: datetime = NOW
) -> ReleaseVersion:
    version = cleared(version or a_draft(at=at), at=at)
    publication.release(version, until=until, by=the_officer(), at=at)
    return version


def a_reader(name: str = "Ana Reporter", *, approved: bool = True, **fields: Any) -> Accreditation:
    """Somebody of the press who agreed to get releases."""
    asked = accrediting.ask(
        the_meeting(),
        **{
            "name": name,
            "outlet": "The Daily Example",
            "medium": Accreditation.Medium.PRINT,
            "email": f"{name.lower().replace(' ', '.')}@example.org",
            "language": "en",
            "holds_pass": True,
            "wants_mails": True,
            "at": NOW,
            **fields,
        },
    )
    assert asked is not None
    if approved:
        accrediting.approve(asked, by=the_officer(), at=NOW)
    return asked
