"""The record for an auditor (RX-6)."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comity.record import export, trail
from comity.record.models import Act
from comity.statements import receipt
from tests.makers import NOW, a_delegation, a_draft, a_meeting, a_published_statement

pytestmark = pytest.mark.django_db


def printed(**words: Any) -> str:
    out = StringIO()
    call_command("record", stdout=out, **words)
    return out.getvalue()


def test_every_act_is_one_line_in_the_order_in_which_it_was_written() -> None:
    """RX-6: who, what, when, to which object, at which meeting, with all details."""
    statement = a_published_statement(a_delegation(a_meeting()))
    lines = [json.loads(line) for line in printed().splitlines()]
    acts = list(Act.objects.order_by("pk").select_related("by"))
    assert len(lines) == len(acts) > 3
    assert [line["number"] for line in lines] == [act.pk for act in acts]
    assert [(line["verb"], line["by"]) for line in lines] == [
        (act.verb, act.by.email if act.by else None) for act in acts
    ]
    received = next(line for line in lines if line["verb"] == "received")
    assert {name: received[name] for name in ("at", "object", "id", "called", "meeting")} == {
        "at": "2016-11-20T12:00:00Z",
        "object": "statement",
        "id": str(statement.pk),
        "called": statement.ref,
        "meeting": "sm2016",
    }
    assert received["details"]["receipt"] == statement.versions.get().receipt.number


def test_the_record_of_one_meeting_holds_no_other() -> None:
    for meeting in (a_meeting(), a_meeting("sm2017")):
        trail.note(meeting, f"opened {meeting.slug}", by=None, at=NOW, meeting=meeting)
    (line,) = printed(meeting="sm2017").splitlines()
    assert json.loads(line)["verb"] == "opened sm2017"
    with pytest.raises(CommandError, match="no meeting 'sm2018'"):
        printed(meeting="sm2018")


def test_what_is_gone_keeps_its_acts() -> None:
    version = a_draft(a_delegation(a_meeting()))
    kept = str(version.statement.pk)
    receipt.discard(version, by=version.statement.created_by, at=NOW)
    lines = [json.loads(line) for line in printed().splitlines()]
    assert [(one["verb"], one["called"]) for one in lines if one["id"] == kept][-1] == (
        "discarded draft",
        None,
    )


def test_as_csv_it_says_the_same_and_holds_no_formula() -> None:
    meeting = a_meeting()
    trail.note(meeting, "=HYPERLINK(1)", by=None, at=NOW, meeting=meeting, why='a, "b"\nc')
    (row,) = csv.DictReader(StringIO(printed(csv=True)))
    assert tuple(row) == export.COLUMNS
    assert (row["verb"], row["by"], row["meeting"]) == ("'=HYPERLINK(1)", "", "sm2016")
    assert json.loads(row["details"]) == {"why": 'a, "b"\nc'}


@pytest.mark.parametrize(("acts", "queries"), [(1, 2), (3, 2)])
def test_the_number_of_queries_does_not_grow(acts: int, queries: int, django_assert_num_queries: Any) -> None:
    meeting = a_meeting()
    for number in range(acts):
        trail.note(meeting, f"act {number}", by=None, at=NOW)
    with django_assert_num_queries(queries):
        assert len(list(export.lines(Act.objects.all()))) == acts
