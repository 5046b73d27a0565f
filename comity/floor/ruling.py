"""Out of scope: the moderator rules with a reason, the author is told and may write instead (R09-2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.floor.acting import Acting, acting
from comity.floor.authority import Act, require
from comity.floor.listing import put, required
from comity.floor.models import Floor, Inscription, Question, Ruling
from comity.languages import page_language
from comity.participants import letters
from comity.participants.models import Person
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements.models import Statement


def rule_out(item: Inscription | Question, *, reason: str, by: Person, at: datetime) -> Ruling:
    """Rule a question or an inscription out of scope. Its author gets the reason by mail."""
    session = item.floor.session
    require(by, Act.MODERATE, session=session)
    reason = required(reason, _("Give the reason: it is recorded, and told to the author."))
    with acting(item.floor, "ruled out of scope", by=by, at=at, reason=reason, **told_of(item)) as doing:
        ruling = Ruling(floor=doing.floor, reason=reason, by=by, at=at)
        if isinstance(item, Question):
            ruling.question = Question.objects.get(pk=item.pk)
            doing.move_question(ruling.question, Question.State.RULED_OUT)
        else:
            ruling.inscription = Inscription.objects.get(pk=item.pk)
            doing.move(ruling.inscription, Inscription.State.RULED_OUT, place=None, moved=False)
        ruling.save()
        tell(ruling, at=at)
    return ruling


def take_back(ruling: Ruling, *, by: Person, at: datetime) -> None:
    """The item is in scope after all; an inscription goes back into the list. Its author is told."""
    require(by, Act.MODERATE, session=ruling.floor.session)
    with acting(ruling.floor, "took a ruling back", by=by, at=at, **told_of(subject(ruling))) as doing:
        if not Ruling.objects.filter(pk=ruling.pk, taken_back_at=None, statement=None).update(
            taken_back_at=at
        ):
            raise NotNow(_("The ruling was taken back already, or its author has written a statement."))
        ruling.refresh_from_db()
        if ruling.question is not None:
            doing.move_question(ruling.question, Question.State.IN_SCOPE)
        else:
            listed_again(doing, ruling)
        tell(ruling, at=at)


def listed_again(doing: Acting, ruling: Ruling) -> None:
    """Raises `NotNow` where there is no list any more, or the delegation has asked for the floor anew."""
    assert ruling.inscription is not None
    if doing.floor.proceedings == Floor.Proceedings.ADJOURNED:
        raise NotNow(_("The session is adjourned: nobody is put into the list any more."))
    try:
        with transaction.atomic():
            doing.move(ruling.inscription, Inscription.State.INSCRIBED)
    except IntegrityError as fault:
        raise NotNow(_("The delegation has asked for the floor anew since: it is in the list.")) from fault
    put(doing, ruling.inscription)


def turned_into(ruling: Ruling, statement: Statement, *, by: Person, at: datetime) -> None:
    """Note the written statement into which the author turned what was ruled out."""
    item = subject(ruling)
    if item.asked_by_id != by.pk and by.pk != statement.created_by_id:
        raise NotAllowed(_("Only its author turns it into a written statement."))
    if item.delegation_id != statement.delegation_id:
        raise Refused(_("Choose a statement of the same delegation."))
    with acting(ruling.floor, "turned into a written statement", by=by, at=at, **told_of(item)) as doing:
        if not Ruling.objects.filter(pk=ruling.pk, taken_back_at=None, statement=None).update(
            statement=statement
        ):
            raise NotNow(_("The ruling was taken back, or a statement was written already."))
        if ruling.inscription is not None:
            now = Inscription.objects.get(pk=ruling.inscription.pk)
            doing.move(now, Inscription.State.WRITTEN_ONLY)
    ruling.refresh_from_db()


def let_go(statement: Statement, *, by: Person, at: datetime) -> None:
    """The draft into which something was turned is about to be discarded: it is ruled out again, and its author may
    turn it once more. Nothing happens to other statements."""
    for ruling in Ruling.objects.filter(statement=statement).select_related("floor__session__meeting"):
        item = subject(ruling)
        with acting(ruling.floor, "gave up a written statement", by=by, at=at, **told_of(item)) as doing:
            doing.change(ruling, statement=None)
            if isinstance(
                item, Inscription
            ):  # no move of the table: only its own draft had taken it from there
                doing.change(item, state=Inscription.State.RULED_OUT)


def subject(ruling: Ruling) -> Inscription | Question:
    found = ruling.question or ruling.inscription
    assert found is not None
    return found


def told_of(item: Inscription | Question) -> dict[str, Any]:
    return {("question" if isinstance(item, Question) else "inscription"): item.number}


def tell(ruling: Ruling, *, at: datetime) -> None:
    """A mail to whoever asked, in her language; none in a rehearsal."""
    author = subject(ruling).asked_by
    if author.is_programme or ruling.floor.session.meeting.rehearses_id is not None:
        return
    with override(page_language(author.language)):
        words = {"person": author, "ruling": ruling, "session": ruling.floor.session}
        subject_line, _newline, body = render_to_string("mails/ruling.txt", words).partition("\n")
    letters.write(
        to=author.email,
        subject=subject_line,
        body=body.lstrip("\n"),
        at=at,
        meeting=ruling.floor.session.meeting,
    )
