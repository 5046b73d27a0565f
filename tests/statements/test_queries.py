"""What the desk and the portal list, among rows that must not be there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.participants.models import Role
from comity.statements import changes, queries
from comity.statements.models import ChangeRequest, Version
from tests.makers import (
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_meeting,
    a_published_statement,
    a_received_statement,
    a_role,
    the_desk,
)

pytestmark = pytest.mark.django_db


def test_the_queue_holds_what_waits_the_most_urgent_and_oldest_first() -> None:
    norway = a_delegation(a_meeting())
    made = {
        state: a_received_statement(norway, f"Words {state}.", at=NOW + timedelta(minutes=place))
        for place, state in enumerate(["returned", "embargoed", "accepted", "in_review", "received"])
    }
    for state, version in made.items():
        Version.objects.filter(pk=version.pk).update(state=state)
    older = a_received_statement(norway, "Older words.", at=NOW - timedelta(days=1))
    a_draft(norway)
    a_published_statement(norway)
    elsewhere = a_meeting("elsewhere")
    a_received_statement(a_delegation(elsewhere), by=a_role(Role.SECRETARIAT, elsewhere, name="other"))
    assert [version.pk for version in queries.queue(norway.meeting)] == [
        older.pk,
        *(made[state].pk for state in ("received", "in_review", "accepted", "embargoed", "returned")),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_database_as_often_for_one_row_as_for_three(
    rows: int, django_assert_num_queries: object
) -> None:
    norway = a_delegation(a_meeting())
    for _ in range(rows):
        a_received_statement(norway)
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = [
            (str(one.statement.delegation), one.receipt.number, [*one.languages.all()])
            for one in queries.queue(norway.meeting)
        ]
    assert len(found) == rows


def test_requests_are_open_until_they_are_decided_the_oldest_first() -> None:
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    asked = [
        changes.ask(
            a_received_statement(norway).statement,
            wish=ChangeRequest.Wish.REPLACE,
            reason="A figure.",
            by=delegate,
            at=NOW - timedelta(hours=place),
        )
        for place in range(3)
    ]
    changes.decide(asked[1], grant=True, answer="", by=desk, at=NOW)
    assert list(queries.open_requests(norway.meeting)) == [asked[2], asked[0]]
    assert not queries.open_requests(a_meeting("elsewhere")).exists()


def test_a_delegate_sees_the_own_delegations_and_their_statements_newest_first() -> None:
    """R09-3."""
    meeting = a_meeting()
    norway, france = a_delegation(meeting), a_delegation(meeting, "fra")
    delegate = a_delegate(norway)
    a_delegate(france)
    older = a_received_statement(norway, at=NOW - timedelta(hours=1)).statement
    newer = a_received_statement(norway).statement
    a_received_statement(france)
    assert list(queries.delegations_of(delegate)) == [norway]
    assert list(queries.of_delegations([norway])) == [newer, older]
