"""The database keeps agendas as they were issued, and agreements as they were given."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from comity.meetings import agenda
from comity.meetings.agenda import Stage
from comity.meetings.models import AgendaVersion
from comity.participants.models import Agreement, Use
from tests.makers import NOW, a_meeting, a_participant, the_desk
from tests.meetings.makers import a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> AgendaVersion:
    meeting = a_programme()
    return agenda.issue(meeting, Stage.PROVISIONAL, by=the_desk(meeting), at=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 7},
        {"stage": Stage.ADOPTED},
        {"content": {}},
        {"sha256": "0" * 64},
        {"people": {"1": {"name": "Somebody else"}}},
    ],
)
def test_an_issued_agenda_is_not_changed_behind_the_model(
    version: AgendaVersion, changes: dict[str, Any]
) -> None:
    """R10-1."""
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AgendaVersion.objects.filter(pk=version.pk).update(**changes)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AgendaVersion.objects.all().delete()


def test_a_name_goes_out_of_an_issued_agenda(version: AgendaVersion) -> None:
    """RX-4."""
    named = AgendaVersion(
        meeting=version.meeting,
        number=2,
        stage=Stage.PROVISIONAL,
        revision=1,
        content={},
        people={"7": {"name": "Ana"}, "8": {"name": "Eve"}},
        sha256="",
        issued_at=NOW,
        issued_by=version.issued_by,
    )
    named.save()
    agenda.forget(7)
    named.refresh_from_db()
    assert named.people == {"8": {"name": "Eve"}}


def test_an_agreement_is_not_changed_behind_the_model() -> None:
    """RX-3."""
    a_participant(a_meeting(), uses={Use.LIST})
    assert Agreement.objects.count() == 1
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Agreement.objects.update(given=False)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Agreement.objects.all().delete()


@pytest.mark.parametrize("table", ["comity_agendaversion", "comity_agreement"])
def test_there_is_no_way_round(version: AgendaVersion, table: str) -> None:
    participant = a_participant(version.meeting, uses={Use.LIST})
    assert participant.agreements.exists()
    way = (
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        if connection.vendor == "sqlite"
        else f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
    )
    with pytest.raises(DatabaseError, match="keeps its rows"), transaction.atomic():
        connection.cursor().execute(way)
