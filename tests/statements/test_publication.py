"""Publication, embargo, Corr. and Rev., withdrawal: what is public at which instant."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail

from comity.files.models import PublicationEntry
from comity.meetings.models import Meeting
from comity.record import trail
from comity.refusals import NotNow, Refused
from comity.statements import changes, publication, receipt, review
from comity.statements.models import ChangeRequest, Clearance, Statement, Version
from tests.makers import (
    DEADLINE,
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_published_statement,
    add_file,
    an_accepted_statement,
    the_desk,
)
from tests.smtp import letters_sent

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
INSTANT = timedelta(microseconds=1)
Embargo = Statement.Embargo


def public(at: datetime) -> list[str]:
    return [f"v{version.number}" for version in Version.objects.public(at).order_by("number")]


def log() -> list[tuple[int, datetime]]:
    return list(PublicationEntry.objects.order_by("id").values_list("version__number", "effective_at"))


def test_a_published_statement_is_public_from_that_instant() -> None:
    """R09-4."""
    a_published_statement()
    assert (public(NOW - INSTANT), public(NOW)) == ([], ["v1"])
    assert log() == [(1, NOW)]


def test_an_embargo_until_a_time_ends_by_itself() -> None:
    """R09-5."""
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    version = statement.versions.get()
    assert (public(SOON - INSTANT), public(SOON)) == ([], ["v1"])
    assert (version.is_public(SOON - INSTANT), version.is_public(SOON)) == (False, True)
    assert log() == [(1, SOON)]


def test_an_embargo_until_delivery_ends_when_it_is_delivered() -> None:
    """R09-5."""
    statement = a_published_statement(embargo=Embargo.UNTIL_DELIVERED)
    assert statement.versions.get().state == Version.State.EMBARGOED
    assert public(SOON) == []
    publication.deliver(statement, by=the_desk(statement.meeting), at=SOON)
    assert (public(SOON - INSTANT), public(SOON)) == ([], ["v1"])
    with pytest.raises(NotNow):
        publication.deliver(statement, by=the_desk(statement.meeting), at=SOON)


def test_delivered_before_it_was_published_there_is_no_embargo_left() -> None:
    version = an_accepted_statement(embargo=Embargo.UNTIL_DELIVERED)
    desk = the_desk(version.statement.meeting)
    publication.deliver(version.statement, by=desk, at=NOW)
    publication.publish(version, by=desk, at=SOON)
    assert public(SOON) == ["v1"]


def test_the_end_of_an_embargo_may_be_moved_while_it_lasts() -> None:
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    version, desk = statement.versions.get(), the_desk(statement.meeting)
    later = SOON + timedelta(hours=1)
    publication.reschedule(version, until=later, by=desk, at=NOW)
    assert (public(SOON), public(later)) == ([], ["v1"])
    assert log() == [(1, SOON), (1, later)]
    with pytest.raises(Refused):
        publication.reschedule(version, until=NOW - timedelta(hours=1), by=desk, at=NOW)
    with pytest.raises(NotNow):
        publication.reschedule(version, until=later + timedelta(hours=1), by=desk, at=later)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"sensitivity": "confidential"}, "CONFIDENTIAL is not published"),
        ({"consent_to_publish": False}, "not agreed"),
    ],
)
def test_what_may_not_be_public_is_not_published(details: dict[str, object], sentence: str) -> None:
    """RX-5: not by those either who are named as its readers."""
    version = an_accepted_statement()
    desk = the_desk(version.statement.meeting)
    Clearance.objects.create(statement=version.statement, person=desk, granted_by=desk, granted_at=NOW)
    Statement.objects.filter(pk=version.statement_id).update(**details)
    version.statement.refresh_from_db()
    with pytest.raises(NotNow, match=sentence):
        publication.publish(version, by=desk, at=NOW)
    assert public(SOON) == []


def a_revision(
    statement: Statement, *, kind: Version.Kind = Version.Kind.REVISION, at: datetime = SOON
) -> Version:
    desk = the_desk(statement.meeting)
    version = changes.new_version(statement, kind=kind, note="Paragraph 2 is new.", by=desk, at=at)
    add_file(version, "We share what works.", "And what does not.", by=desk, at=at)
    receipt.submit(version, by=desk, at=at)
    review.take(version, by=desk, at=at)
    review.accept(version, by=desk, at=at)
    publication.publish(version, by=desk, at=at)
    return version


@pytest.mark.parametrize("kind", [Version.Kind.CORRECTION, Version.Kind.REVISION])
def test_a_new_version_takes_over_at_one_instant_and_the_old_one_is_kept(kind: Version.Kind) -> None:
    """R09-6."""
    statement = a_published_statement()
    a_revision(statement, kind=kind)
    assert (public(SOON - INSTANT), public(SOON)) == (["v1"], ["v2"])
    assert [version.state for version in statement.versions.all()] == ["superseded", "published"]
    assert statement.versions.get(number=1).languages.get().paragraphs.count() == 2


def test_a_published_statement_is_corrected_not_replaced() -> None:
    statement = a_published_statement()
    with pytest.raises(NotNow, match="never replaced"):
        changes.new_version(statement, by=the_desk(statement.meeting), at=NOW)
    version = an_accepted_statement(statement.delegation, "Other words.")
    with pytest.raises(NotNow, match="replaced, not corrected"):
        changes.new_version(
            version.statement, kind=Version.Kind.CORRECTION, by=the_desk(statement.meeting), at=NOW
        )


def test_a_withdrawn_statement_is_public_until_that_instant() -> None:
    """R09-6: a tombstone is what remains."""
    statement = a_published_statement()
    changes.withdraw(statement, reason="by mistake", by=the_desk(statement.meeting), at=SOON)
    assert (public(SOON - INSTANT), public(SOON)) == (["v1"], [])
    assert statement.withdrawn_at == SOON
    assert log()[-1] == (1, SOON)


def test_what_was_withdrawn_under_embargo_never_becomes_public() -> None:
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    changes.withdraw(statement, reason="by mistake", by=the_desk(statement.meeting), at=NOW)
    assert public(SOON) == []
    assert statement.versions.get().public_from is None


def test_withdrawing_before_a_scheduled_revision_ends_the_old_version_too() -> None:
    statement = a_published_statement()
    desk = the_desk(statement.meeting)
    revision = changes.new_version(statement, kind=Version.Kind.REVISION, note="New.", by=desk, at=NOW)
    add_file(revision, "Other words.", by=desk)
    receipt.submit(revision, by=desk, at=NOW)
    review.take(revision, by=desk, at=NOW)
    review.accept(revision, by=desk, at=NOW)
    Statement.objects.filter(pk=statement.pk).update(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    revision.refresh_from_db()
    publication.publish(revision, by=desk, at=NOW)
    assert (public(NOW), public(SOON)) == (["v1"], ["v2"])
    changes.withdraw(statement, reason="mistake", by=desk, at=NOW + INSTANT)
    assert (public(NOW + 2 * INSTANT), public(SOON)) == ([], [])


def test_after_the_deadline_a_change_needs_the_agreement_of_the_secretariat() -> None:
    late = DEADLINE + timedelta(days=1)
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    statement = a_published_statement(norway)
    Wish = ChangeRequest.Wish
    with pytest.raises(NotNow, match="Ask for the change first"):
        changes.withdraw(statement, reason="mistake", by=delegate, at=late)
    with pytest.raises(NotNow):
        changes.new_version(statement, kind=Version.Kind.REVISION, by=delegate, at=late)
    request = changes.ask(statement, wish=Wish.REVISE, reason="A figure is wrong.", by=delegate, at=late)
    with pytest.raises(NotNow, match="asked for this already"):
        changes.ask(statement, wish=Wish.REVISE, reason="Please.", by=delegate, at=late)
    with pytest.raises(Refused, match="Say why"):
        changes.decide(request, grant=False, answer=" ", by=desk, at=late)
    changes.decide(request, grant=True, answer="", by=desk, at=late)
    with pytest.raises(NotNow, match="Somebody else"):
        changes.decide(request, grant=False, answer="No.", by=desk, at=late)
    version = changes.new_version(
        statement, kind=Version.Kind.REVISION, note="One figure.", by=delegate, at=late
    )
    assert (version.number, version.kind) == (2, "revision")


def test_a_granted_withdrawal_is_carried_out() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    statement = a_published_statement(norway)
    request = changes.ask(
        statement, wish=ChangeRequest.Wish.WITHDRAW, reason="Wrong text.", by=delegate, at=SOON
    )
    with letters_sent():
        changes.decide(request, grant=True, answer="Done.", by=the_desk(norway.meeting), at=SOON)
    assert public(SOON) == []
    assert mail.outbox[-1].to == [delegate.email]
    assert "Done." in mail.outbox[-1].body


def test_the_embargo_is_changed_before_publication_only() -> None:
    version = an_accepted_statement()
    statement, desk = version.statement, the_desk(version.statement.meeting)
    review.set_embargo(statement, embargo=Embargo.UNTIL_TIME, until=SOON, by=desk, at=NOW)
    publication.publish(version, by=desk, at=NOW)
    assert (public(NOW), public(SOON)) == ([], ["v1"])
    for embargo, until in ((Embargo.NONE, None), (Embargo.UNTIL_TIME, None), (Embargo.UNTIL_TIME, NOW)):
        with pytest.raises(Refused):
            review.set_embargo(statement, embargo=embargo, until=until, by=desk, at=NOW)


def test_returning_needs_a_reason_and_tells_the_delegation() -> None:
    norway = a_delegation(a_meeting())
    a_delegate(norway, language="ar")
    version, desk = a_draft(norway), the_desk(norway.meeting)
    receipt.submit(version, by=desk, at=NOW)
    review.take(version, by=desk, at=NOW)
    with pytest.raises(Refused, match="Say what"):
        review.send_back(version, reason=" ", by=desk, at=NOW)
    with letters_sent():
        review.send_back(version, reason="Page two is missing.", by=desk, at=NOW)
    assert "Page two is missing." in mail.outbox[-1].body


def test_a_corrected_text_never_appears_when_its_correction_is_moved_to_a_later_hour() -> None:
    """R09-5: Corr. of what is still under embargo; then the embargo is extended."""
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    correction = a_revision(statement, kind=Version.Kind.CORRECTION, at=NOW)
    publication.reschedule(correction, until=SOON + timedelta(days=1), by=the_desk(statement.meeting), at=NOW)
    assert (public(SOON), public(SOON + timedelta(days=1))) == ([], ["v2"])


def test_a_correction_may_be_moved_to_an_earlier_hour_than_the_embargo_had() -> None:
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    correction = a_revision(statement, kind=Version.Kind.CORRECTION, at=NOW)
    publication.reschedule(correction, until=NOW + INSTANT, by=the_desk(statement.meeting), at=NOW)
    assert (public(NOW), public(NOW + INSTANT), public(SOON)) == ([], ["v2"], ["v2"])


def test_what_is_replaced_at_the_hour_of_a_revision_moves_with_it_and_is_logged() -> None:
    """R09-6: search and caches look again at both versions."""
    statement = a_published_statement()
    desk, later = the_desk(statement.meeting), SOON + timedelta(hours=1)
    Statement.objects.filter(pk=statement.pk).update(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    statement.refresh_from_db()
    revision = a_revision(statement, at=NOW + INSTANT)
    assert (public(SOON - INSTANT), public(SOON)) == (["v1"], ["v2"])
    publication.reschedule(revision, until=later, by=desk, at=NOW + INSTANT)
    assert (public(SOON), public(later - INSTANT), public(later)) == (["v1"], ["v1"], ["v2"])
    assert set(log()[-2:]) == {(1, later), (2, later)}


def test_the_delegation_is_told_the_hour_and_every_new_one() -> None:
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    version = an_accepted_statement(norway, embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    with letters_sent():
        publication.publish(version, by=desk, at=NOW)
    with letters_sent():
        publication.reschedule(version, until=SOON + timedelta(hours=1), by=desk, at=NOW)
    told = [message for message in mail.outbox if message.to == [delegate.email]]
    said = [re.search(r"Public from: .*", message.body) for message in told]
    assert len(said) == 2
    assert ["10:00 (New York)" in str(said[0]), "11:00 (New York)" in str(said[1])] == [True, True]


def test_publication_asks_for_the_conditions_as_they_are_now() -> None:
    """R09-5: the desk has the page open while the delegation adds an embargo."""
    version = an_accepted_statement()
    Statement.objects.filter(pk=version.statement_id).update(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    publication.publish(version, by=the_desk(version.statement.meeting), at=NOW)
    assert (public(NOW), public(SOON)) == ([], ["v1"])


@pytest.mark.parametrize("taken_back", [{"sensitivity": "confidential"}, {"consent_to_publish": False}])
def test_delivery_does_not_publish_what_the_delegation_took_back_meanwhile(
    taken_back: dict[str, object],
) -> None:
    """RX-5."""
    statement = a_published_statement(embargo=Embargo.UNTIL_DELIVERED)
    Statement.objects.filter(pk=statement.pk).update(**taken_back)
    publication.deliver(statement, by=the_desk(statement.meeting), at=SOON)
    statement.refresh_from_db()
    assert (statement.delivered_at, public(SOON)) == (SOON, [])
    assert trail.of(statement)[0].verb == "kept back"


@pytest.mark.parametrize("marking", ["CONFIDENTIAL", "Confidentiel", "КОНФИДЕНЦИАЛЬНО", "سري", "机密"])
def test_a_text_that_bears_a_marking_is_not_published(marking: str) -> None:
    """RX-5: whatever the form says."""
    version = an_accepted_statement(None, marking, "We share what works.")
    with pytest.raises(NotNow, match="security marking"):
        publication.publish(version, by=the_desk(version.statement.meeting), at=NOW)
    assert public(SOON) == []


def test_nothing_is_published_of_a_meeting_that_has_not_been_announced() -> None:
    """R09-5: feed, search and the page of the statement would tell of the meeting; lists do not."""
    meeting = a_meeting(state=Meeting.State.PROVISIONAL)
    version = an_accepted_statement(a_delegation(meeting))
    with pytest.raises(NotNow, match="has not been announced"):
        publication.publish(version, by=the_desk(meeting), at=NOW)
    assert (public(NOW), log()) == ([], [])
    Meeting.objects.update(state=Meeting.State.ANNOUNCED)
    publication.publish(version, by=the_desk(meeting), at=NOW)
    assert public(NOW) == ["v1"]


def test_withdrawn_statements_cannot_be_delivered() -> None:
    statement = a_published_statement(embargo=Embargo.UNTIL_DELIVERED)
    desk = the_desk(statement.meeting)
    changes.withdraw(statement, reason="mistake", by=desk, at=NOW)
    with pytest.raises(NotNow, match="withdrawn"):
        publication.deliver(statement, by=desk, at=SOON)
    assert public(SOON) == []
