"""Replacing, correcting, withdrawing: by oneself until the deadline, later by leave, one change a leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, queries, receipt
from comity.statements.models import ChangeRequest, Statement, Version
from tests.makers import (
    DEADLINE,
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_person,
    a_published_statement,
    a_received_statement,
    add_file,
    the_desk,
)

pytestmark = pytest.mark.django_db
Wish = ChangeRequest.Wish
LATE = DEADLINE + timedelta(days=1)


def granted(statement: Statement, wish: ChangeRequest.Wish, *, by: object, at: object = LATE) -> None:
    request = changes.ask(statement, wish=wish, reason="A figure is wrong.", by=by, at=at)  # type: ignore[arg-type]
    changes.decide(request, grant=True, answer="", by=the_desk(statement.meeting), at=at)  # type: ignore[arg-type]


def test_until_the_deadline_a_delegation_replaces_and_withdraws_by_itself() -> None:
    """R09-3."""
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    statement = a_received_statement(norway, by=delegate).statement
    for wish in (Wish.REPLACE, Wish.WITHDRAW):
        assert changes.may_change_now(statement, wish, by=delegate, at=DEADLINE)
        assert not changes.may_change_now(statement, wish, by=delegate, at=LATE)
        assert changes.may_change_now(statement, wish, by=the_desk(norway.meeting), at=LATE)
    changes.withdraw(statement, reason="by mistake", by=delegate, at=DEADLINE)
    assert statement.versions.get().state == "withdrawn"


def test_what_only_waits_for_its_hour_may_still_be_withdrawn() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    hour = NOW + timedelta(hours=3)
    statement = a_published_statement(norway, embargo="until_time", embargo_until=hour)
    assert not changes.may_change_now(statement, Wish.WITHDRAW, by=delegate, at=hour)
    changes.withdraw(statement, reason="by mistake", by=delegate, at=hour - timedelta(seconds=1))
    assert not Version.objects.public(LATE).exists()


def test_a_leave_is_used_up_by_one_change() -> None:
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    statement = a_published_statement(norway)
    granted(statement, Wish.REVISE, by=delegate)
    first = changes.new_version(statement, kind=Version.Kind.REVISION, note="One.", by=delegate, at=LATE)
    add_file(first, "Revised words.", by=delegate, at=LATE)
    receipt.submit(first, by=delegate, at=LATE)
    with pytest.raises(NotNow, match="Ask for the change first"):
        changes.new_version(statement, kind=Version.Kind.REVISION, note="Two.", by=delegate, at=LATE)
    with pytest.raises(NotNow, match="Ask for the change first"):
        changes.withdraw(statement, reason="mistake", by=delegate, at=LATE)
    changes.new_version(statement, kind=Version.Kind.CORRECTION, note="Three.", by=desk, at=LATE)


def test_leave_for_one_kind_of_change_is_no_leave_for_another() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    statement = a_published_statement(norway)
    granted(statement, Wish.CORRECT, by=delegate)
    with pytest.raises(NotNow, match="Ask for the change first"):
        changes.new_version(statement, kind=Version.Kind.REVISION, by=delegate, at=LATE)


def test_a_late_statement_is_taken_after_leave() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    version = a_draft(norway, by=delegate)
    granted(version.statement, Wish.REPLACE, by=delegate)
    receipt.submit(version, by=delegate, at=LATE)
    version.refresh_from_db()
    assert (version.state, version.late) == ("received", True)
    with pytest.raises(NotNow, match="Ask for the change first"):
        changes.new_version(version.statement, by=delegate, at=LATE)


@pytest.mark.parametrize(
    ("published", "wish", "sentence"),
    [
        (True, Wish.REPLACE, "never replaced"),
        (False, Wish.CORRECT, "replaced, not corrected"),
        (False, Wish.REVISE, "replaced, not corrected"),
    ],
)
def test_one_asks_only_for_what_can_be_granted(
    published: bool, wish: ChangeRequest.Wish, sentence: str
) -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    statement = a_published_statement(norway) if published else a_received_statement(norway).statement
    with pytest.raises(NotNow, match=sentence):
        changes.ask(statement, wish=wish, reason="Please.", by=delegate, at=LATE)


def test_asking_needs_a_reason_and_ones_own_statement() -> None:
    norway = a_delegation(a_meeting())
    statement = a_received_statement(norway).statement
    with pytest.raises(Refused, match="Say why"):
        changes.ask(statement, wish=Wish.WITHDRAW, reason=" ", by=a_delegate(norway), at=LATE)
    with pytest.raises(NotAllowed):
        changes.ask(statement, wish=Wish.WITHDRAW, reason="Please.", by=a_person(), at=LATE)


def test_nothing_more_is_asked_of_or_changed_in_a_withdrawn_statement() -> None:
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    statement = a_received_statement(norway, by=delegate).statement
    waiting = changes.ask(statement, wish=Wish.REPLACE, reason="Please.", by=delegate, at=NOW)
    assert list(queries.open_requests(norway.meeting)) == [waiting]
    draft = changes.new_version(statement, by=delegate, at=NOW)
    changes.withdraw(statement, reason="by mistake", by=delegate, at=NOW)
    assert not Version.objects.filter(pk=draft.pk).exists()
    assert not queries.open_requests(norway.meeting).exists()
    with pytest.raises(NotNow, match="has been withdrawn"):
        changes.ask(statement, wish=Wish.WITHDRAW, reason="Again.", by=delegate, at=NOW)
    with pytest.raises(NotNow, match="has been withdrawn"):
        changes.new_version(statement, by=desk, at=NOW)


def test_a_draft_is_discarded_not_withdrawn() -> None:
    version = a_draft()
    with pytest.raises(NotNow, match="Discard the draft"):
        changes.withdraw(version.statement, reason="x", by=the_desk(version.statement.meeting), at=NOW)


def test_a_new_version_is_on_record_and_taken_up_again_with_its_new_note() -> None:
    statement = a_published_statement()
    desk = the_desk(statement.meeting)
    first = changes.new_version(statement, kind=Version.Kind.CORRECTION, note="One.", by=desk, at=NOW)
    again = changes.new_version(statement, kind=Version.Kind.REVISION, note="Two.", by=desk, at=NOW)
    assert (again, again.kind, again.note) == (first, "revision", "Two.")
    begun = [act.details for act in trail.of(statement) if act.verb == "began version"]
    assert begun == [{"version": 2, "kind": "correction"}]


def test_a_pending_correction_gives_way_to_a_later_one_and_the_published_text_stays() -> None:
    statement = a_published_statement()
    desk = the_desk(statement.meeting)
    for words in ("First attempt.", "Second attempt."):
        version = changes.new_version(statement, kind=Version.Kind.CORRECTION, note=words, by=desk, at=NOW)
        add_file(version, words, by=desk)
        receipt.submit(version, by=desk, at=NOW)
    assert [one.state for one in statement.versions.all()] == ["published", "superseded", "received"]


def test_going_back_to_the_first_text_is_a_new_version_with_its_own_receipt() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    statement = a_received_statement(norway, "First words.", by=delegate).statement
    numbers = [statement.versions.get().receipt.number]
    for words in ("Better words.", "First words."):
        version = changes.new_version(statement, by=delegate, at=NOW)
        add_file(version, words, by=delegate)
        numbers.append(receipt.submit(version, by=delegate, at=NOW).number)
    assert len(set(numbers)) == 3
    assert [one.state for one in statement.versions.all()] == ["superseded", "superseded", "received"]
    assert str(statement.versions.last()) == f"{statement.ref}/v3"
    assert str(ChangeRequest(statement=statement, wish=Wish.REVISE)) == f"{statement.ref} revise"


def test_the_secretariat_does_not_take_up_what_the_delegation_has_begun() -> None:
    """R09-3: its own draft it may take up; so may the delegation, which then has it alone."""
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    statement = a_received_statement(norway, by=delegate).statement
    entered = changes.new_version(statement, by=desk, at=NOW)
    assert changes.new_version(statement, by=desk, at=NOW) == entered
    assert changes.new_version(statement, by=delegate, at=NOW) == entered
    with pytest.raises(NotNow, match="has begun a new version itself"):
        changes.new_version(statement, by=desk, at=NOW)
    entered.refresh_from_db()
    for act in (receipt.submit, receipt.discard, receipt.amend):
        with pytest.raises(NotAllowed, match="own until it is sent"):
            act(entered, by=desk, at=NOW)
