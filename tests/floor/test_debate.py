"""The record of a session as files: valid Akoma Ntoso, and nobody named who may not be (R08-2, RX-1)."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from comity.adapters.debate import files
from comity.floor import asking, moderating, recorded, recording
from comity.floor.models import Floor
from comity.floor.told import View
from comity.meetings.models import Attribution, Session
from comity.papers import minutes
from comity.participants.models import Person, Role
from comity.statements import publication
from tests.floor.makers import BEGINS, MINUTE, a_floor, chair, has_floor, inscribed
from tests.makers import a_delegation, a_role, an_accepted_statement

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parent / "schemas" / "akomantoso30.xsd"
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


def a_record(mode: Attribution = Attribution.ATTRIBUTED) -> Floor:
    """Norway and Chile spoke, Kenya raised a point of order, and Chile put a question."""
    floor = a_floor()
    Session.objects.filter(pk=floor.session_id).update(attribution=mode)
    floor.session.refresh_from_db()
    reader = a_role(Role.RAPPORTEUR, floor.session.meeting)
    norway = has_floor(floor, "nor")
    recording.note(norway, "Referrals are kept.\nAll <are> reviewed.", seen="", by=reader, at=BEGINS + MINUTE)
    order = moderating.point_of_order(
        floor, a_delegation(floor.session.meeting, "ken"), by=chair(floor), at=BEGINS + MINUTE
    )
    moderating.decide(order, "The list goes on.", by=chair(floor), at=BEGINS + 2 * MINUTE)
    norway.refresh_from_db()
    inscribed(floor, "chl")
    chile = moderating.give_next(floor, ending=norway, by=chair(floor), at=BEGINS + 3 * MINUTE)
    moderating.end(chile, by=chair(floor), at=BEGINS + 5 * MINUTE)
    asking.ask(
        floor.session,
        "How long are they kept?",
        aspects=[floor.session.meeting.aspects.first()],
        language="en",
        delegation=chile.delegation,
        by=chair(floor),
        at=BEGINS + 6 * MINUTE,
    )
    return floor


def taken(floor: Floor, kind: str, *, view: View = View.TAKEN, language: str = "en") -> bytes:
    return files.file(recorded.of(floor, view, at=BEGINS + 9 * MINUTE), kind, language=language)


def checked(written: bytes) -> etree._Element:
    """Raises where it does not follow the schema of OASIS."""
    root = etree.fromstring(written)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(root)
    return root


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_record_is_a_valid_akoma_ntoso_debate(language: str) -> None:
    """R08-2."""
    root = checked(taken(a_record(), "akn", language=language))
    speeches = root.findall(".//a:speech", NAMES)
    assert [one.get("by") for one in speeches] == [
        "#organization-norway",
        "#organization-kenya",
        "#organization-chile",
    ]
    assert speeches[2].get("startTime") == "2016-12-01T20:03:00+00:00"
    assert speeches[2].get("endTime") == "2016-12-01T20:05:00+00:00"
    assert [one.text for one in speeches[0].findall("a:p", NAMES)] == [
        "Referrals are kept.",
        "All <are> reviewed.",
    ]
    assert root.find(".//a:pointOfOrder/a:speech", NAMES) is not None
    assert root.find(".//a:question/a:p", NAMES).text == "How long are they kept?"


def test_the_record_of_a_session_where_nobody_spoke_is_valid() -> None:
    checked(taken(a_floor(), "akn"))


@pytest.mark.parametrize("kind", ["akn", "json", "csv"])
@pytest.mark.parametrize(
    "mode", [Attribution.BY_CATEGORY, Attribution.NON_ATTRIBUTED, Attribution.CONFIDENTIAL]
)
def test_no_file_names_who_may_not_be_named(kind: str, mode: Attribution) -> None:
    """RX-1."""
    written = taken(a_record(mode), kind).decode()
    told = [name for name in ("Norway", "Chile", "Kenya", "norway", "chl", "T20:0") if name in written]
    assert told == []
    if kind == "akn":
        checked(written.encode())


def test_the_rows_of_the_table_are_the_turns() -> None:
    rows = [*csv.DictReader(StringIO(taken(a_record(), "csv").decode("utf-8-sig")))]
    assert [(row["number"], row["for"], row["seconds"], row["kind"]) for row in rows] == [
        ("1", "Norway", "120", "statement"),
        ("2", "Kenya", "60", "point_of_order"),
        ("3", "Chile", "120", "statement"),
    ]


def test_what_was_noted_is_in_no_public_file() -> None:
    """RX-1: the rapporteur's words are hers until she publishes minutes."""
    floor = a_record()
    told = json.loads(taken(floor, "json", view=View.PUBLIC))
    turns = [one for part in told["parts"] for one in part["interventions"]]
    assert [one["for"] for one in turns] == ["Norway", "Kenya", "Chile"]
    assert {one["summary"] for one in turns} == {None}


def test_a_statement_until_delivery_is_public_at_the_instant_of_its_end_and_not_before() -> None:
    """R09-5."""
    floor = a_floor()
    version = an_accepted_statement(a_delegation(floor.session.meeting, "nor"), embargo="until_delivered")
    publication.publish(version, by=chair(floor), at=BEGINS)
    now = has_floor(floor, "nor", statement=version.statement)
    end = BEGINS + 3 * MINUTE
    before = recorded.of(floor, View.PUBLIC, at=end - MINUTE).said[0]
    version.refresh_from_db()
    assert (before.statement, version.is_public(end)) == (None, False)
    moderating.end(now, by=chair(floor), at=end)
    version.refresh_from_db()
    assert version.public_from == end
    assert (version.is_public(end - MINUTE), version.is_public(end)) == (False, True)
    after = recorded.of(floor, View.PUBLIC, at=end).said[0]
    assert after.statement == version


def test_the_record_is_exported_from_the_command_line(tmp_path: Path) -> None:
    """R08-2."""
    floor = a_record()
    target = tmp_path / "record.xml"
    meeting, session = floor.session.meeting.slug, floor.session.code
    call_command("export", "record", meeting=meeting, session=session, kind="akn", output=str(target))
    assert len(checked(target.read_bytes()).findall(".//a:speech", NAMES)) == 3
    with pytest.raises(CommandError, match="Name a session"):
        call_command("export", "record", meeting=meeting, session="nix")


@pytest.mark.parametrize("mode", [Attribution.ATTRIBUTED, Attribution.NON_ATTRIBUTED])
def test_minutes_open_with_what_was_said_named_as_the_session_allows(mode: Attribution) -> None:
    """R09-10, RX-1."""
    floor = a_record(mode)
    reader = Person.objects.get(assignments__role=Role.RAPPORTEUR)
    kept = minutes.begin(floor.session, language="en", by=reader, at=BEGINS + 9 * MINUTE)
    text = minutes.newest(kept).text
    for words in ("Referrals are kept.", "Decision: The list goes on.", "How long are they kept?"):
        assert words in text
    spoken = text[text.index("## Interventions") :]
    assert [name in spoken for name in ("Norway", "Kenya", "Chile")] == [mode == Attribution.ATTRIBUTED] * 3
