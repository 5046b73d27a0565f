"""The record cannot be changed, not even behind the application's back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Group
from comity.record import trail
from comity.record.models import Act

pytestmark = pytest.mark.django_db
NOW = datetime(2016, 11, 1, 12, tzinfo=UTC)


WAYS = {
    "sqlite": "REPLACE INTO comity_act (id, at, verb, object_type, object_id, details) SELECT id, at, 'x', object_type, "
    "object_id, details FROM comity_act",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE comity_act",
}


@pytest.mark.parametrize("statement", ["UPDATE comity_act SET verb = 'x'", "DELETE FROM comity_act", WAYS])
def test_the_database_refuses_to_change_the_record(statement: str | dict[str, str]) -> None:
    """RX-6."""
    group = Group.objects.create(code="g", kind="negotiating", names={"en": "G"})
    trail.note(group, "made", by=None, at=NOW, why="test")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement if isinstance(statement, str) else statement[connection.vendor])
    assert [(act.verb, act.details) for act in trail.of(group)] == [("made", {"why": "test"})]


def test_an_act_says_when_what_was_done_to_what() -> None:
    group = Group.objects.create(code="g", kind="negotiating", names={"en": "G"})
    act = trail.note(group, "made", by=None, at=NOW)
    assert str(act) == f"2016-11-01 12:00 made group {group.pk}"


def test_an_act_is_never_saved_twice() -> None:
    act = Act.objects.create(at=NOW, by=None, verb="v", object_type="t", object_id="1")
    with pytest.raises(AssertionError):
        act.save()
