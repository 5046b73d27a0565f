"""What the public knows of one statement at an instant: its version, its history, its tombstone, and its quotes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from comity.statements import changes, publication, shown
from comity.statements.models import Paragraph, Statement, Version
from comity.texts.quotes import Verdict, digest
from tests.makers import (
    NOW,
    a_draft,
    a_published_statement,
    a_received_statement,
    add_file,
    an_accepted_statement,
    publish_draft,
    the_desk,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
INSTANT = timedelta(microseconds=1)
Kind, Embargo = Version.Kind, Statement.Embargo
Told = list[tuple[str, datetime, int | None]]


def told(statement: Statement, at: datetime) -> Told:
    """The history line: (what happened, when, number of the version)."""
    found = shown.find(statement.ref, at=at)
    assert found is not None
    return [(one.happened, one.at, one.version.number if one.version else None) for one in found.history]


def replaced(statement: Statement, kind: Version.Kind, *, at: datetime) -> Version:
    """A Corr. or Rev. that is published at the instant."""
    desk = the_desk(statement.meeting)
    version = changes.new_version(statement, kind=kind, note="Paragraph 1.", by=desk, at=at)
    add_file(version, f"Version {version.number}.", by=desk, at=at)
    publish_draft(version, at=at)
    return version


@pytest.mark.parametrize(
    "made",
    [
        lambda: a_draft().statement,
        lambda: a_received_statement().statement,
        lambda: an_accepted_statement().statement,
        lambda: a_published_statement(embargo=Embargo.UNTIL_DELIVERED),
        lambda: a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON + INSTANT),
    ],
)
def test_what_never_was_public_is_as_if_it_did_not_exist(made: object) -> None:
    """R09-5."""
    statement = made()  # type: ignore[operator]
    assert shown.find(statement.ref, at=SOON) is None
    sent = statement.versions.exclude(state=Version.State.DRAFT)
    if sent.exists():
        changes.withdraw(statement, reason="mistake", by=the_desk(statement.meeting), at=NOW)
        assert shown.find(statement.ref, at=SOON + INSTANT) is None
    assert shown.find("no-such-address", at=SOON) is None


def test_the_history_tells_what_happened_and_nothing_of_what_lies_ahead() -> None:
    """R09-6: an embargo that ends, a Corr., a Rev.; each is told from its instant on."""
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    hours = [SOON + timedelta(hours=number) for number in range(3)]
    replaced(statement, Kind.CORRECTION, at=hours[1])
    replaced(statement, Kind.REVISION, at=hours[2])
    line: Told = [("published", hours[0], 1), ("corrected", hours[1], 2), ("revised", hours[2], 3)]
    for number, hour in enumerate(hours, start=1):
        found = shown.find(statement.ref, at=hour)
        assert found is not None
        assert found.version is not None
        assert (found.version.number, found.first_published_at, found.withdrawn_at) == (number, SOON, None)
        assert told(statement, hour) == line[:number]
        assert told(statement, hours[2] - INSTANT) == line[:2]
        assert [bool(found.once_public(one)) for one in (1, 2, 3, 4)] == [
            one <= number for one in range(1, 5)
        ]


def test_a_withdrawn_statement_leaves_its_tombstone_and_nothing_to_read() -> None:
    statement = a_published_statement()
    replaced(statement, Kind.CORRECTION, at=SOON)
    changes.withdraw(statement, reason="mistake", by=the_desk(statement.meeting), at=SOON + INSTANT)
    found = shown.find(statement.ref, at=SOON + INSTANT)
    assert found is not None
    assert (found.version, found.withdrawn_at) == (None, SOON + INSTANT)
    assert told(statement, SOON + INSTANT) == [
        ("published", NOW, 1),
        ("corrected", SOON, 2),
        ("withdrawn", SOON + INSTANT, None),
    ]
    before = shown.find(statement.ref, at=SOON)
    assert before is not None
    assert before.version is not None


def test_a_text_that_nobody_could_see_is_not_in_the_history() -> None:
    """Both became public at the end of the embargo: only the later one ever was."""
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    replaced(statement, Kind.CORRECTION, at=NOW)
    assert told(statement, SOON) == [("corrected", SOON, 2)]


def test_a_moved_embargo_moves_the_history_with_it() -> None:
    statement = a_published_statement(embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    desk = the_desk(statement.meeting)
    publication.reschedule(statement.versions.get(), until=SOON + INSTANT, by=desk, at=NOW)
    assert shown.find(statement.ref, at=SOON) is None
    assert told(statement, SOON + INSTANT) == [("published", SOON + INSTANT, 1)]


def test_languages_and_paragraphs_are_given_in_their_order_with_what_they_cite() -> None:
    version = a_draft(None, "Resolution 1373 (2001) binds us.", "We share what works.")
    add_file(
        version, "Nous partageons.", by=the_desk(version.statement.meeting), language="fr", original=True
    )
    publish_draft(version)
    texts = shown.languages(version)
    assert [one.language for one in texts] == ["fr", "en"]
    read = shown.paragraphs(texts[1])
    assert [one.text for one in read] == ["Resolution 1373 (2001) binds us.", "We share what works."]
    assert [[str(cited.instrument) for cited in one.citations.all()] for one in read] == [
        ["S/RES/1373 (2001)"],
        [],
    ]


SAID = "We share what works, and we share what does not."


@pytest.mark.parametrize(
    ("anchor", "words", "start", "verdict", "place"),
    [
        ("a", "we share what does not", 25, Verdict.VERIFIED, (25, 47)),
        ("a", "we share what does not", 3, Verdict.MOVED, (25, 47)),
        ("a", "we hide what does not", 25, Verdict.CHANGED, (None, None)),
        ("a", "x" * 500, 25, Verdict.CHANGED, (None, None)),
        ("b", "we share what does not", 25, Verdict.GONE, (None, None)),
    ],
)
def test_a_quote_verifies_or_fails_visibly(
    anchor: str, words: str, start: int, verdict: Verdict, place: tuple[int | None, int | None]
) -> None:
    """R09-9. The same words in another paragraph do not verify a quote."""
    read = [Paragraph(anchor="c", text=f"Others say: {SAID}"), Paragraph(anchor="a", text=SAID)]
    claim = shown.Claim(anchor, start, start + len(words), digest(words))
    found = shown.check(claim, read)
    assert (found.verdict, (found.start, found.end)) == (verdict, place)
    assert found.anchor == ("a" if place[0] is not None else None)
