"""The press room of the sample meeting: highlights, a release that went out at the end of its embargo, one that is
still under embargo, a press conference with papers, and two of an invented press.

What is said stands in press.json; every sentence is our own, and every quotation is that of a sample statement.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.papers.models import DocumentVersion
from comity.participants.models import Letter, Person, Role
from comity.press import accrediting, conferences, highlights, mailing, publication, writing
from comity.press.models import Highlight, PressRelease, ReleaseClearance, ReleaseVersion
from comity.sample.sources import written
from comity.sample.story import Cast, ref_of
from comity.statements.models import Paragraph

Side = ReleaseClearance.Side
AHEAD = timedelta(days=7)
"""How long the second release stays under embargo after the sample was loaded."""
REFS = {"released": "r-stdqwxk", "embargoed": "r-mvhznpt", "conference": "k-gwcbrxd"}
"""Addresses are the same on every machine, so that a guide can lead there."""


def missing(meeting: Meeting) -> bool:
    """The press room is there whole or not at all."""
    return not PressRelease.objects.filter(meeting=meeting).exists()


def load(meeting: Meeting) -> None:
    """Play what the press office did, if it is missing; all or nothing. Raises `LookupError` where words that are
    quoted do not stand in a sample statement."""
    if missing(meeting):
        with transaction.atomic():
            tell(Cast(meeting))


def tell(cast: Cast) -> None:
    told = written("press.json")
    times = {scene: cast.time(at) for scene, at in told["times"].items()}
    officer = Person.objects.get(assignments__meeting=cast.meeting, assignments__role=Role.PRESS_OFFICER)
    found = [highlight(cast, one, by=officer, at=times["picked"]) for one in told["highlights"]]
    for one in found:
        highlights.approve(one, by=officer, at=times["approved"])
    spare = told["picked"]
    pick(cast, spare["statement"], "en", spare["words"], spare["titles"], by=officer, at=times["picked"])
    accredit(cast, told, by=officer, at=times["picked"])
    released = begin(cast, "released", told["released"], found, by=officer, at=times["written"])
    release(cast, released, until=times["until"], by=officer, at=times["cleared"])
    mailing.mail_due(at=times["until"])
    now = timezone.now()
    later = begin(cast, "embargoed", {"en": told["embargoed"]}, found[:1], by=officer, at=now)
    release(cast, later, until=now + AHEAD, by=officer, at=now)
    confer(cast, told["conference"], released, by=officer, at=times["approved"])
    letters = Letter.objects.filter(accreditation__meeting=cast.meeting)
    letters.update(sent_at=times["approved"], due_at=None, body="")  # to invented addresses nothing goes


def highlight(cast: Cast, told: dict[str, Any], *, by: Person, at: datetime) -> Highlight:
    """Words in the language in which they were chosen first, and in further ones of the statement."""
    (language, words), *others = told["words"].items()
    made = pick(cast, told["statement"], language, words, told["titles"], by=by, at=at)
    for code, same in others:
        paragraph, start = found_in(cast, told["statement"], code, same)
        highlights.add_words(made, paragraph, start, start + len(same), by=by, at=at)
    return made


def pick(
    cast: Cast, code: str, language: str, words: str, titles: dict[str, str], *, by: Person, at: datetime
) -> Highlight:
    paragraph, start = found_in(cast, code, language, words)
    return highlights.pick(paragraph, start, start + len(words), titles=titles, by=by, at=at)


def found_in(cast: Cast, code: str, language: str, words: str) -> tuple[Paragraph, int]:
    """The paragraph of the sample statement, and where the words begin in it."""
    paragraphs = Paragraph.objects.filter(
        language_version__version__statement__ref=ref_of(cast.meeting, code),
        language_version__version__state="published",
        language_version__language=language,
    )
    for one in paragraphs.select_related("language_version__version__statement__meeting"):
        if (start := one.text.find(words)) >= 0:
            return one, start
    raise LookupError(words)


def begin(
    cast: Cast,
    name: str,
    texts: dict[str, dict[str, str]],
    quoted: list[Highlight],
    *,
    by: Person,
    at: datetime,
) -> ReleaseVersion:
    version = writing.begin(
        cast.meeting,
        kind=PressRelease.Kind.RELEASE,
        language="en",
        by=by,
        at=at,
        ref=f"{cast.meeting.slug}-{REFS[name]}",
    )
    for language, parts in texts.items():
        writing.word(version, language, parts, by=by, at=at)
    for one in quoted:
        writing.quote(version, one, by=by, at=at)
    return version


def release(cast: Cast, version: ReleaseVersion, *, until: datetime, by: Person, at: datetime) -> None:
    writing.clear(version, Side.CHAIR, by=cast.chair, at=at)
    writing.clear(version, Side.CTED, by=cast.desk, at=at)
    publication.release(version, until=until, by=by, at=at)


def accredit(cast: Cast, told: dict[str, Any], *, by: Person, at: datetime) -> None:
    for name, holds_pass in (("accredited", True), ("asking", False)):
        asked = accrediting.ask(cast.meeting, **told[name], holds_pass=holds_pass, wants_mails=False, at=at)
        if asked is not None and name == "accredited":
            accrediting.approve(asked, by=by, at=at)


def confer(cast: Cast, told: dict[str, Any], released: ReleaseVersion, *, by: Person, at: datetime) -> None:
    ends_at = cast.time(told["ends"])
    one = conferences.plan(
        cast.meeting,
        titles=told["titles"],
        subjects=told["subjects"],
        places=told["places"],
        starts_at=cast.time(told["starts"]),
        ends_at=ends_at,
        persons=told["persons"],
        by=by,
        at=at,
        ref=f"{cast.meeting.slug}-{REFS['conference']}",
    )
    conferences.announce(one, by=by, at=at)
    public = DocumentVersion.objects.public(ends_at).filter(document__meeting=cast.meeting)
    papers = [version.document for version in public.select_related("document").order_by("pk")[:2]]
    conferences.hand_out(one, papers=papers, releases=[released.release], by=by, at=at)
    conferences.hold(one, recording_url=told["recording"], by=by, at=ends_at)
