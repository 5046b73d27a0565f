"""Out of scope: a reason, a line in the record, a mail to the author, and a way to write instead (R09-2)."""

from __future__ import annotations

import pytest

from comity.floor import inscribing, ruling
from comity.floor.models import Floor, Inscription, Question
from comity.meetings.models import Meeting
from comity.participants.models import Letter
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from tests.floor.makers import BEGINS, MINUTE, a_floor, a_question, chair, delegate_of, inscribed, listed
from tests.makers import a_delegation, a_person, an_accepted_statement

pytestmark = pytest.mark.django_db
REASON = "Elections are on no aspect of this meeting."


def test_a_question_ruled_out_leaves_a_line_with_the_reason() -> None:
    """R09-2."""
    floor = a_floor()
    question = a_question(floor)
    ruling.rule_out(question, reason=f"  {REASON} ", by=chair(floor), at=BEGINS)
    question.refresh_from_db()
    act = Act.objects.get(verb="ruled out of scope")
    assert question.state == Question.State.RULED_OUT
    assert (act.by, act.at, act.details) == (chair(floor), BEGINS, {"reason": REASON, "question": 1})


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_ruled_out_without_a_reason(reason: str) -> None:
    """R09-2."""
    floor = a_floor()
    question = a_question(floor)
    with pytest.raises(Refused, match="Give the reason"):
        ruling.rule_out(question, reason=reason, by=chair(floor), at=BEGINS)
    assert not floor.rulings.exists()


def test_the_author_is_told_by_mail_with_the_reason_and_that_one_may_write() -> None:
    """R09-2."""
    floor = a_floor()
    question = a_question(floor, "Who stands for election?")
    ruling.rule_out(question, reason=REASON, by=chair(floor), at=BEGINS)
    letter = Letter.objects.get()
    assert letter.to == question.asked_by.email
    assert letter.subject == "Ruled out of scope: First session"
    assert all(words in letter.body for words in ("Who stands for election?", REASON, "written statement"))


def test_only_who_conducts_the_session_rules() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    with pytest.raises(NotAllowed):
        ruling.rule_out(norway, reason=REASON, by=delegate_of(norway.delegation), at=BEGINS)


def test_an_inscription_ruled_out_leaves_the_list_and_comes_back_when_the_ruling_does() -> None:
    """R09-2."""
    floor = a_floor()
    norway = inscribed(floor, "nor")
    inscribed(floor, "chl")
    ruled = ruling.rule_out(norway, reason=REASON, by=chair(floor), at=BEGINS)
    assert listed(floor) == ["chl"]
    ruling.take_back(ruled, by=chair(floor), at=BEGINS + MINUTE)
    assert listed(floor) == ["nor", "chl"]
    assert Letter.objects.count() == 2
    with pytest.raises(NotNow, match="taken back already"):
        ruling.take_back(ruled, by=chair(floor), at=BEGINS + MINUTE)


def test_a_question_is_in_scope_once_the_ruling_is_taken_back() -> None:
    floor = a_floor()
    question = a_question(floor)
    ruled = ruling.rule_out(question, reason=REASON, by=chair(floor), at=BEGINS)
    ruling.take_back(ruled, by=chair(floor), at=BEGINS)
    question.refresh_from_db()
    assert question.state == Question.State.IN_SCOPE


def test_who_asked_anew_meanwhile_is_not_listed_twice() -> None:
    floor = a_floor()
    ruled = ruling.rule_out(inscribed(floor), reason=REASON, by=chair(floor), at=BEGINS)
    inscribed(floor)
    with pytest.raises(NotNow, match="anew since"):
        ruling.take_back(ruled, by=chair(floor), at=BEGINS)
    ruled.refresh_from_db()
    assert (ruled.taken_back_at, listed(floor)) == (None, ["nor"])


def test_nobody_is_listed_again_after_the_adjournment() -> None:
    floor = a_floor()
    ruled = ruling.rule_out(inscribed(floor), reason=REASON, by=chair(floor), at=BEGINS)
    Floor.objects.update(proceedings=Floor.Proceedings.ADJOURNED)
    with pytest.raises(NotNow, match="adjourned"):
        ruling.take_back(ruled, by=chair(floor), at=BEGINS)


def test_what_was_ruled_out_becomes_a_written_statement() -> None:
    """R09-2."""
    floor = a_floor()
    norway = inscribed(floor)
    by = delegate_of(norway.delegation)
    ruled = ruling.rule_out(norway, reason=REASON, by=chair(floor), at=BEGINS)
    statement = an_accepted_statement(norway.delegation).statement
    ruling.turned_into(ruled, statement, by=by, at=BEGINS)
    norway.refresh_from_db()
    assert (ruled.statement, norway.state) == (statement, Inscription.State.WRITTEN_ONLY)
    with pytest.raises(NotNow):
        ruling.turned_into(ruled, statement, by=by, at=BEGINS)


def test_a_ruling_becomes_a_statement_of_the_same_delegation_by_its_author() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    ruled = ruling.rule_out(norway, reason=REASON, by=chair(floor), at=BEGINS)
    chile = a_delegation(floor.session.meeting, "chl")
    statement = an_accepted_statement(chile).statement
    with pytest.raises(Refused, match="same delegation"):
        ruling.turned_into(ruled, statement, by=delegate_of(norway.delegation), at=BEGINS)
    with pytest.raises(NotAllowed):
        ruling.turned_into(ruled, statement, by=a_person(), at=BEGINS)


def test_a_ruling_in_a_rehearsal_writes_to_nobody() -> None:
    floor = a_floor()
    real = Meeting.objects.get()
    real.pk = None
    real.slug = "real"
    real.save()
    Meeting.objects.filter(pk=floor.session.meeting_id).update(rehearses=real)
    question = a_question(floor)
    ruling.rule_out(question, reason=REASON, by=chair(floor), at=BEGINS)
    assert not Letter.objects.exists()


def test_a_written_only_inscription_asks_for_the_floor_no_more() -> None:
    floor = a_floor()
    norway = inscribed(floor)
    inscribing.write_instead(norway, by=delegate_of(norway.delegation), at=BEGINS)
    with pytest.raises(NotNow):
        ruling.rule_out(norway, reason=REASON, by=chair(floor), at=BEGINS)
