"""What a session consists of: its segments, whose minutes fit the slot, and its guiding questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comity.meetings import states
from comity.meetings.authority import Act, require
from comity.meetings.models import Aspect, GuidingQuestion, Segment, Session
from comity.participants.models import Person
from comity.record import trail
from comity.refusals import Refused

MOST_QUESTIONS = 12
"""Three to six are usual (DOMAIN.md A.1)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A segment as it is planned. Texts: language -> words."""

    kind: str
    minutes: int
    titles: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)


def write(session: Session, planned: Sequence[Planned], *, by: Person, at: datetime) -> None:
    """Put these segments, in this order, in place of those that it has.

    Raises `Refused` where they take more minutes than the slot has (R07-2) or one takes none.
    """
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    put(session, planned, by=by, at=at)


def put(session: Session, planned: Sequence[Planned], *, by: Person, at: datetime) -> None:
    """As `write`, within an act whose right was asked already."""
    total = sum(one.minutes for one in planned)
    if any(one.minutes < 1 or one.kind not in Segment.Kind.values for one in planned):
        raise Refused(_("Every segment has a kind and takes at least one minute."))
    with transaction.atomic():
        now = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if total > now.minutes:
            raise Refused(
                _(
                    "The segments take %(total)d minutes and the slot has %(slot)d. Make some of them shorter, or the "
                    "session longer."
                )
                % {"total": total, "slot": now.minutes}
            )
        before = [(one.kind, one.minutes) for one in now.segments.all()]
        now.segments.all().delete()
        Segment.objects.bulk_create(
            Segment(
                session=now,
                position=position,
                kind=one.kind,
                minutes=one.minutes,
                titles=one.titles,
                annotations=one.annotations,
            )
            for position, one in enumerate(planned, start=1)
        )
        after = [(one.kind, one.minutes) for one in planned]
        trail.note(now, "segments written", by=by, at=at, meeting=session.meeting, before=before, after=after)


def ask(
    session: Session, questions: Sequence[tuple[Aspect, dict[str, str]]], *, by: Person, at: datetime
) -> None:
    """Put these guiding questions in place of those that it has; each is tied to one aspect of the meeting (concept
    note, paragraph 9). Raises `Refused` for one without words or aspect."""
    require(by, Act.EDIT, meeting=session.meeting)
    states.require_open(session.meeting)
    if len(questions) > MOST_QUESTIONS:
        raise Refused(_("A session has %(most)d guiding questions at most.") % {"most": MOST_QUESTIONS})
    for aspect, texts in questions:
        if aspect.meeting_id != session.meeting_id or not any(words.strip() for words in texts.values()):
            raise Refused(_("Every guiding question has words and is tied to an aspect of this meeting."))
    with transaction.atomic():
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        session.questions.all().delete()
        GuidingQuestion.objects.bulk_create(
            GuidingQuestion(session=session, aspect=aspect, position=position, texts=texts)
            for position, (aspect, texts) in enumerate(questions, start=1)
        )
        trail.note(session, "questions written", by=by, at=at, meeting=session.meeting, number=len(questions))
