"""What feeds and site maps tell: what is public at the instant, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Person, Role
from comity.statements import changes, issued
from comity.statements.models import Statement, Version
from tests.makers import (
    NOW,
    a_delegation,
    a_meeting,
    a_published_statement,
    a_received_statement,
    add_file,
    publish_draft,
    the_desk,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
INSTANT = timedelta(microseconds=1)


def named(versions: list[Version]) -> list[str]:
    return [str(one.statement.delegation) for one in versions]


@pytest.fixture
def meeting() -> Meeting:
    """Of Norway public, of France under embargo until SOON, of Kenya withdrawn, of Chad received; Peru's elsewhere."""
    meeting = a_meeting()
    a_published_statement(a_delegation(meeting, "nor"), "Resolution 1373 (2001) binds us.")
    a_published_statement(
        a_delegation(meeting, "fra"),
        "Resolution 1624 (2005) binds us.",
        embargo=Statement.Embargo.UNTIL_TIME,
        embargo_until=SOON,
    )
    gone = a_published_statement(a_delegation(meeting, "ken"), "Resolution 2178 (2014) binds us.")
    changes.withdraw(gone, reason="mistake", by=the_desk(meeting), at=NOW)
    a_received_statement(a_delegation(meeting, "tcd"), "Resolution 2354 (2017) binds us.")
    other = a_meeting("sm2017")
    a_published_statement(a_delegation(other, "per"), by=the_desk_of(other), at=NOW + INSTANT)
    return meeting


def the_desk_of(meeting: Meeting) -> Person:
    """The same secretariat works at both meetings."""
    desk = the_desk(meeting)
    Assignment.objects.get_or_create(person=desk, role=Role.SECRETARIAT, meeting=meeting)
    return desk


def test_the_newest_is_told_first_and_nothing_before_its_hour(meeting: Meeting) -> None:
    """R09-5, R09-8."""
    assert named(issued.latest(at=NOW + INSTANT)) == ["Peru", "Norway"]
    assert named(issued.latest(at=SOON - INSTANT, meeting="sm2016")) == ["Norway"]
    assert named(issued.latest(at=SOON, meeting="sm2016")) == ["France", "Norway"]
    assert named(issued.latest(at=SOON, limit=1)) == ["France"]


def test_a_site_map_holds_what_can_be_visited(meeting: Meeting) -> None:
    assert named(list(issued.statements(at=SOON - INSTANT))) == ["Norway", "Peru"]
    assert issued.delegations(at=SOON - INSTANT) == [("nor", NOW), ("per", NOW + INSTANT)]
    assert issued.instruments(at=SOON - INSTANT) == ["s-res-1373-2001"]
    assert [code for code, _newest in issued.delegations(at=SOON)] == ["fra", "nor", "per"]
    assert issued.instruments(at=SOON) == ["s-res-1373-2001", "s-res-1624-2005"]


def test_a_correction_is_new_and_its_statement_as_old_as_it_was() -> None:
    statement = a_published_statement()
    desk = the_desk(statement.meeting)
    version = changes.new_version(
        statement, kind=Version.Kind.CORRECTION, note="Paragraph 1.", by=desk, at=SOON
    )
    add_file(version, "Other words.", by=desk, at=SOON)
    publish_draft(version, at=SOON)
    (latest,) = issued.latest(at=SOON)
    assert (latest, latest.public_from) == (version, SOON)
    assert issued.first_published([latest], at=SOON) == {statement.pk: NOW}


def test_what_a_feed_quotes_begins_after_the_cover() -> None:
    statement = a_published_statement(
        None,
        "Statement by the delegation of Norway",
        "New York, 1 December 2016",
        "Mr. Chair, we thank you for convening this meeting on a matter that concerns us all.",
        "Second.",
        "Third.",
        "Fourth.",
    )
    (text,) = statement.versions.get().languages.all()
    words = issued.opening_words([statement.versions.get()], paragraphs=2)
    assert {key: [one.text[:8] for one in read] for key, read in words.items()} == {
        text.pk: ["Mr. Chai", "Second."]
    }
