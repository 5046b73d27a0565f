"""Questions from the floor, each on a declared aspect, shown grouped by aspect (concept note, paragraph 9; R09-1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comity.floor.acting import acting, of
from comity.floor.authority import Act, asks_alone, require
from comity.floor.models import Floor, Question
from comity.floor.policy import Policy
from comity.meetings.models import Aspect, Part, Session
from comity.participants.models import Delegation, Person
from comity.refusals import NotAllowed, NotNow, Refused
from comity.texts.model import LANGUAGES

State = Question.State


def ask(
    session: Session,
    text: str,
    *,
    aspects: Iterable[Aspect],
    delegation: Delegation | None = None,
    addressed_to: Part | None = None,
    language: str = "en",
    by: Person,
    at: datetime,
) -> Question:
    """Put a question, for a delegation or as a participant who may. Raises `Refused` without an aspect."""
    require(by, Act.ASK, session=session, delegation=delegation)
    participant = None if delegation is not None else asks_alone(by, session)
    if delegation is None and participant is None:
        raise NotAllowed(_("Say for which delegation the question is put."))
    chosen = [*aspects]
    text = checked(text, chosen, session, language)
    if addressed_to is not None and addressed_to.session_id != session.pk:
        raise Refused(_("Choose a panellist of this session."))
    with acting(of(session), "put a question", by=by, at=at) as doing:
        if not Policy.of(doing.floor.policy).questions:
            raise NotNow(_("No questions are taken in this session."))
        if doing.floor.proceedings == Floor.Proceedings.ADJOURNED:
            raise NotNow(_("The session is adjourned. Send a written statement instead."))
        made = Question.objects.create(
            floor=doing.floor,
            number=doing.floor.questions.count() + 1,
            delegation=delegation,
            participant=participant,
            text=text,
            language=language,
            addressed_to=addressed_to,
            attribution=session.attribution,
            asked_by=by,
            asked_at=at,
        )
        made.aspects.set(chosen)
    return made


def checked(text: str, aspects: list[Aspect], session: Session, language: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("Write the question."))
    if len(text) > Question.LONGEST:
        raise Refused(_("The question is too long: at most %(number)d signs.") % {"number": Question.LONGEST})
    if not aspects:
        raise Refused(_("Name at least one aspect: questions relate to the declared aspects only."))
    if any(one.meeting_id != session.meeting_id for one in aspects):
        raise Refused(_("Choose among the aspects of this meeting."))
    if language not in LANGUAGES:
        raise Refused(_("Choose one of the six official languages."))
    return text


def withdraw(question: Question, *, by: Person, at: datetime) -> None:
    """Whoever asked takes it back, as long as it was not put."""
    if question.asked_by_id != by.pk:
        require(by, Act.ASK, session=question.floor.session, delegation=question.delegation)
    step(question, State.WITHDRAWN, "withdrew a question", undo=False, by=by, at=at)


def accept(question: Question, *, by: Person, at: datetime) -> None:
    """In scope: it waits to be put."""
    require(by, Act.MODERATE, session=question.floor.session)
    step(question, State.IN_SCOPE, "found a question in scope", by=by, at=at)


def put(question: Question, *, by: Person, at: datetime) -> None:
    """Put it to the panel: it is shown in the room."""
    require(by, Act.MODERATE, session=question.floor.session)
    step(question, State.PUT, "put a question to the panel", by=by, at=at)


def answer(question: Question, *, by: Person, at: datetime) -> None:
    require(by, Act.MODERATE, session=question.floor.session)
    step(question, State.ANSWERED, "noted an answer", by=by, at=at)


def in_writing(question: Question, *, by: Person, at: datetime) -> None:
    """It will be answered in writing."""
    require(by, Act.MODERATE, session=question.floor.session)
    step(question, State.IN_WRITING, "left an answer to writing", by=by, at=at)


def step(
    question: Question, to: Question.State, verb: str, *, undo: bool = True, by: Person, at: datetime
) -> None:
    with acting(question.floor, verb, by=by, at=at, undo=undo, question=question.number) as doing:
        now = Question.objects.get(pk=question.pk)
        if now.state == State.RULED_OUT:
            raise NotNow(_("The question is ruled out of scope: take the ruling back first."))
        doing.move_question(now, to)
