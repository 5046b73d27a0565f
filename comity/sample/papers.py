"""Documents and minutes of the sample meeting, through the verbs that people use; files are read as they came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from comity.adapters.agenda import files
from comity.files.models import Sensitivity
from comity.meetings.models import AgendaVersion, Attribution, Meeting, Session
from comity.papers import agendas, circulating, clearance, drafting, minutes, posting
from comity.papers.circulating import Audience
from comity.papers.models import Channel, Document, DocumentVersion, Minutes
from comity.participants import letters
from comity.participants.models import Letter, Person, Role
from comity.sample.sources import Paper, papers
from comity.sample.story import ref_of

PAGE = "https://committee.example/special-meeting-2016"
Kind = Document.Kind
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BEGUN = 3
"""Items of a checklist that are done where somebody has begun it and stopped."""


def missing(meeting: Meeting) -> bool:
    return not Minutes.objects.filter(session__meeting=meeting).exists()


def before(meeting: Meeting) -> None:
    """What was handed out before the agenda was revised, so that it stands under its items. Call it inside the
    transaction of the programme."""
    Story(meeting).prepare()


def load(meeting: Meeting) -> None:
    """All the rest of it or nothing; once it is there it does nothing."""
    if not missing(meeting):
        return
    with transaction.atomic():
        Story(meeting).tell()


class Story:
    """What the document officer and the rapporteur did, each at its time."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.desk, self.officer, self.rapporteur, self.press = (
            Person.objects.get(assignments__meeting=meeting, assignments__role=role)
            for role in (Role.SECRETARIAT, Role.DOCUMENT_OFFICER, Role.RAPPORTEUR, Role.PRESS_OFFICER)
        )
        self.sessions: dict[str, Session] = {one.code: one for one in meeting.sessions.all()}
        self.opens: datetime = min(one.starts_at for one in self.sessions.values())

    def prepare(self) -> None:
        """Everything in order; of two that are overdue in one way each, the desk's list tells."""
        note = self.issued("information-note", Kind.INFORMATION_NOTE, at=self.opens - 20 * DAY)
        self.circulated(note, at=self.opens - 19 * DAY)
        self.posted(note, at=self.opens - 19 * DAY)
        self.posted_there(note, at=self.opens - 18 * DAY)
        logistics = self.issued("logistics-note", Kind.LOGISTICS_NOTE, at=self.opens - 12 * DAY)
        self.circulated(logistics, at=self.opens - 12 * DAY)
        self.posted(logistics, at=self.opens - 12 * DAY)
        revised = self.later("logistics-note", logistics.document, at=self.opens - 3 * DAY)
        self.posted(revised, at=self.opens - 3 * DAY)
        for item in list(posting.CHECKLIST)[:BEGUN]:
            posting.tick(revised, item, done=True, by=self.press, at=self.opens - 3 * DAY)
        self.background()
        asked = self.issued("discussion-paper", Kind.BACKGROUND_PAPER, at=self.opens - 7 * DAY)
        self.circulated(asked, at=self.opens - 7 * DAY)
        self.posted(asked, at=self.opens - 6 * DAY)
        self.posted_there(asked, at=self.opens - 6 * DAY)

    def background(self) -> None:
        """A paper with an addendum, which the other website would not take."""
        paper = self.issued("background-paper", Kind.BACKGROUND_PAPER, at=self.opens - 9 * DAY)
        self.posted(paper, at=self.opens - 9 * DAY)
        self.posted_there(paper, at=self.opens - 8 * DAY)
        added = self.later("background-paper", paper.document, at=self.opens - 2 * DAY)
        self.posted(added, at=self.opens - 2 * DAY)
        posting.note_failure(
            added,
            Channel.COMMITTEE_SITE,
            fault="The site takes no files over the weekend. Try again on Monday.",
            by=self.press,
            at=self.opens - 2 * DAY,
        )

    def tell(self) -> None:
        listed = self.issued("list-of-documents", Kind.LIST_OF_DOCUMENTS, at=self.opens - DAY)
        self.posted(listed, at=self.opens - DAY)
        self.agenda(at=self.opens - 18 * HOUR)
        self.confidential(at=self.opens + 2 * DAY)
        self.minuted("ts1", until=Minutes.Status.FINAL)
        self.minuted("ts2", until=Minutes.Status.SHARED)
        self.minuted("ts3", until=Minutes.Status.DRAFT)

    def agenda(self, *, at: datetime) -> None:
        """The annotated agenda as it was revised last is a document, circulated and posted like any other."""
        agenda = self.meeting.agendas.filter(stage=AgendaVersion.Stage.ANNOTATED).latest("number")
        with TemporaryDirectory(prefix="comity-agenda-") as folder:
            made = files.nameless_files(agenda, Path(folder))
            version = agendas.keep(
                agenda,
                made["pdf"],
                texts=made["docx"],
                name=files.stem(agenda),
                ref=self.address("agenda"),
                by=self.officer,
                at=at,
            )
        self.circulated(version, at=at)
        self.posted(version, at=at)

    def issued(self, code: str, kind: Document.Kind, *, at: datetime, **details: Any) -> DocumentVersion:
        parts = [one for one in papers() if one.code == code and one.version == 1]
        session = self.sessions.get(parts[0].facts.get("session", ""))
        version = drafting.begin(
            self.meeting,
            kind=kind,
            titles={one.language: one.facts["title"] for one in parts},
            by=self.officer,
            at=at,
            ref=self.address(code),
            session=session,
            **{"circulate_due_at": at + 2 * DAY, "post_due_at": at + 2 * DAY, **details},
        )
        return self.filled(version, parts, at=at)

    def address(self, code: str) -> str:
        """The same on every machine."""
        return f"{self.meeting.slug}-doc-{ref_of(self.meeting, code).rpartition('-')[2]}"

    def later(self, code: str, document: Document, *, at: datetime) -> DocumentVersion:
        parts = [one for one in papers() if one.code == code and one.version == 2]
        facts = parts[0].facts
        version = drafting.follow(
            document, kind=DocumentVersion.Kind(facts["kind"]), note=facts["note"], by=self.officer, at=at
        )
        return self.filled(version, parts, at=at)

    def filled(self, version: DocumentVersion, parts: Sequence[Paper], *, at: datetime) -> DocumentVersion:
        for one in parts:
            drafting.attach(version, one.path, name=one.name, by=self.officer, at=at, language=one.language)
        drafting.issue(version, by=self.officer, at=at)
        return version

    def circulated(self, version: DocumentVersion, *, at: datetime) -> None:
        """To the chair, the rapporteurs and all delegations; the mails went out at once."""
        lists = [Audience.DELEGATIONS, Audience.CHAIR, Audience.RAPPORTEURS]
        to = circulating.recipients(version.document, lists)
        sent = circulating.circulate(version, to, by=self.officer, at=at)
        for letter in Letter.objects.filter(addressee__circulation=sent):
            letters.mark_sent(letter, at=at + timedelta(minutes=1))
        some = sent.addressees.order_by("pk").values("pk")[: len(to) // 2]
        sent.addressees.filter(pk__in=[one["pk"] for one in some]).update(opened_at=at + timedelta(hours=3))

    def posted(self, version: DocumentVersion, *, at: datetime) -> None:
        posting.post_here(version, by=self.officer, at=at)

    def posted_there(self, version: DocumentVersion, *, at: datetime) -> None:
        for item in posting.CHECKLIST:
            posting.tick(version, item, done=True, by=self.press, at=at)
        posting.post_there(version, url=f"{PAGE}/{version.document.kind}", by=self.officer, at=at)

    def confidential(self, *, at: datetime) -> None:
        version = self.issued(
            "working-paper",
            Kind.OTHER,
            at=at,
            sensitivity=Sensitivity.CONFIDENTIAL,
            channels=[],
            circulate_due_at=None,
            post_due_at=None,
        )
        clearance.grant(version.document, self.desk, by=self.desk, at=at)
        chair = Person.objects.get(assignments__meeting=self.meeting, assignments__role=Role.CHAIR)
        clearance.grant(version.document, chair, by=self.desk, at=at)

    def minuted(self, code: str, *, until: Minutes.Status) -> None:
        session = self.sessions[code]
        at, by = session.ends_at + HOUR, self.rapporteur
        kept = minutes.begin(session, language="en", by=by, at=at)
        if kept.attribution == Attribution.ATTRIBUTED:
            minutes.tighten(kept, Attribution.NON_ATTRIBUTED, by=by, at=at)
        text = minutes.newest(kept).text + "\n\n" + NOTED[code]
        minutes.write(kept, text, seen=1, by=by, at=at + HOUR)
        if until != Minutes.Status.DRAFT:
            minutes.share(kept, by=by, at=at + 2 * HOUR)
        if until == Minutes.Status.FINAL:
            minutes.finalise(kept, by=by, at=at + 2 * DAY)
            wrong, right = MISHEARD
            reason = f"Read: {right}. Not: {wrong}."
            minutes.correct(kept, text.replace(wrong, right), reason=reason, seen=2, by=by, at=at + 5 * DAY)


NOTED = {
    "ts1": (
        "## What was said\n\nSeveral participants held that automated removal without a person who looks at each "
        "case takes down more than it should. One described a desk of two that answers every notice within five "
        "days and gives its reasons.\n\nIt was asked how small companies, which have no such desk, can be helped."
    ),
    "ts2": "## What was said\n\nContact points that answer at any hour were named as what helped most.",
    "ts3": "## What was said\n\nTo be written up: the exchange on review by a court before removal, and after it.",
}
"""The rapporteur's notes, which name nobody."""
MISHEARD = ("within five days", "within five working days")
"""In the notes of the first session: found after they were locked."""
