"""Which paragraph a reader is given next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from comity.participants.models import Person, Role
from comity.practices import flagging, helping, reading, waiting
from comity.practices.models import Excerpt, Reading
from comity.practices.waiting import QUEUE, REFERRED, SECOND, View
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import clearance
from comity.statements.models import Paragraph, Statement
from comity.texts.finding import stopping
from tests.makers import NOW, a_person, a_role
from tests.practices.makers import a_statement, the_meeting, the_paragraph, the_rapporteur, the_secretariat
from tests.practices.test_helping import PLAIN, PRACTICE, THANKS, WISH

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    helping.forget()
    yield
    helping.forget()


def seen_by(person: Person | None = None) -> View:
    return waiting.view(the_meeting(), person or the_rapporteur(), at=NOW, wait=True)


def next_text(way: str = QUEUE, person: Person | None = None, **details: object) -> str | None:
    found = waiting.following(seen_by(person), way, **details)  # type: ignore[arg-type]
    return Paragraph.objects.get(pk=found.pk).text if found else None


def a_colleague() -> Person:
    return Person.objects.filter(email="second@example.org").first() or a_role(
        Role.RAPPORTEUR, the_meeting(), name="second"
    )


def test_the_best_comes_first_and_what_is_decided_does_not_come_again() -> None:
    """R12-3."""
    statement = a_statement("nor", PLAIN, PRACTICE)
    assert next_text() == PRACTICE
    reading.reject(the_paragraph(statement, 1), reason="No.", by=the_rapporteur(), at=NOW)
    assert next_text() == PLAIN
    reading.reject(the_paragraph(statement, 0), reason="No.", by=the_rapporteur(), at=NOW)
    assert next_text() is None


def test_what_was_left_for_later_is_passed_over() -> None:
    statement = a_statement("nor", PLAIN, PRACTICE)
    assert next_text(skipped={the_paragraph(statement, 1).pk}) == PLAIN


def test_every_tenth_paragraph_is_drawn_by_lot_and_the_draw_is_the_readers_own() -> None:
    """R12-3: one in ten at random, so that what is left can be told."""
    statement = a_statement("nor", *(f"{PLAIN} {number}." for number in range(24)))
    for position in range(9):
        reading.reject(the_paragraph(statement, position), reason="No.", by=the_rapporteur(), at=NOW)
    seen = seen_by()
    found = waiting.following(seen, QUEUE)
    assert found is not None
    assert found.drawn
    assert found.pk == stopping.draw([row.pk for row in seen.unseen()], f"sm2016/{the_rapporteur().pk}")
    assert found == waiting.following(seen_by(), QUEUE)
    reading.reject(Paragraph.objects.get(pk=found.pk), reason="No.", by=the_rapporteur(), at=NOW)
    waiting.note_drawn(Paragraph.objects.get(pk=found.pk), by=the_rapporteur())
    assert [one.paragraph_id for one in Reading.objects.filter(drawn=True)] == [found.pk]


def test_courtesies_are_hidden_and_one_taken_out_waits_like_any_other() -> None:
    """R12-3: set aside, never lost; nothing is written for it."""
    statement = a_statement("nor", THANKS, PRACTICE)
    assert [row.pk for row in seen_by().hidden()] == [the_paragraph(statement, 0).pk]
    accounting = seen_by().accounting()
    assert (accounting.unseen, accounting.set_aside, accounting.total) == (1, 1, 2)
    assert Reading.objects.count() == 0
    waiting.take_out(the_paragraph(statement, 0), by=the_rapporteur(), at=NOW)
    assert seen_by().accounting().unseen == 2
    waiting.put_back(the_paragraph(statement, 0), by=the_rapporteur(), at=LATER)
    assert seen_by().accounting().unseen == 1


def test_what_a_reader_has_decided_is_not_taken_out() -> None:
    paragraph = the_paragraph(a_statement("nor", THANKS))
    reading.reject(paragraph, reason="Thanks.", by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow):
        waiting.take_out(paragraph, by=the_rapporteur(), at=NOW)


def test_a_statement_is_read_from_top_to_bottom() -> None:
    statement = a_statement("nor", PLAIN, THANKS, PRACTICE, WISH)
    assert next_text(statement.ref) == PLAIN
    assert next_text(statement.ref, after=the_paragraph(statement, 0).pk) == PRACTICE
    assert next_text(statement.ref, after=the_paragraph(statement, 3).pk) is None
    assert next_text("no-such-statement") is None


def test_what_a_colleague_left_comes_on_a_way_of_its_own() -> None:
    statement = a_statement("nor", PLAIN, PRACTICE)
    reading.refer(the_paragraph(statement, 1), to=a_colleague(), by=the_rapporteur(), at=NOW)
    assert next_text(REFERRED, a_colleague()) == PRACTICE
    assert next_text(REFERRED) is None
    assert next_text(QUEUE, a_colleague()) == PLAIN


def test_a_second_reading_takes_what_others_decided_and_the_reader_did_not() -> None:
    """R12-3: two read apart, so that their agreement means something."""
    statement = a_statement("nor", PLAIN, PRACTICE)
    reading.reject(the_paragraph(statement, 0), reason="No.", by=the_rapporteur(), at=NOW)
    assert next_text(SECOND, a_colleague()) == PLAIN
    assert next_text(SECOND) is None


def test_two_readers_are_not_given_the_same_paragraph_at_once() -> None:
    statement = a_statement("nor", PLAIN, PRACTICE)
    place = waiting.bookmark(the_meeting(), a_colleague(), at=NOW)
    waiting.keep_place(place, the_paragraph(statement, 1).pk, way=QUEUE, drawn=False, at=NOW)
    assert next_text() == PLAIN
    assert next_text(person=a_colleague()) == PRACTICE
    waiting.keep_place(place, the_paragraph(statement, 1).pk, way=QUEUE, drawn=False, at=NOW - timedelta(1))
    assert next_text() == PRACTICE


def test_a_confidential_statement_is_read_by_those_named_on_it_only() -> None:
    """RX-5."""
    statement = a_statement("nor", PRACTICE)
    Statement.objects.filter(pk=statement.pk).update(sensitivity=Statement.Sensitivity.CONFIDENTIAL)
    statement.refresh_from_db()
    a_statement("fra", PLAIN)
    assert next_text() == PLAIN
    assert seen_by().accounting().total == 1
    clearance.grant(statement, the_secretariat(), by=the_secretariat(), at=NOW)
    clearance.grant(statement, the_rapporteur(), by=the_secretariat(), at=NOW)
    assert next_text() == PRACTICE


def test_what_is_closed_to_a_colleague_is_not_referred_and_blocks_nothing() -> None:
    """RX-5: neither when it is referred, nor when the colleague's name is taken off the list afterwards."""
    statement = a_statement("nor", PRACTICE)
    Statement.objects.filter(pk=statement.pk).update(sensitivity=Statement.Sensitivity.CONFIDENTIAL)
    statement.refresh_from_db()
    clearance.grant(statement, the_secretariat(), by=the_secretariat(), at=NOW)
    clearance.grant(statement, the_rapporteur(), by=the_secretariat(), at=NOW)
    secret, plain = the_paragraph(statement), the_paragraph(a_statement("fra", PLAIN))
    with pytest.raises(Refused, match="another rapporteur"):
        reading.refer(secret, to=a_colleague(), by=the_rapporteur(), at=NOW)
    named = clearance.grant(statement, a_colleague(), by=the_secretariat(), at=NOW)
    reading.refer(secret, to=a_colleague(), by=the_rapporteur(), at=NOW)
    reading.refer(plain, to=a_colleague(), by=the_rapporteur(), at=LATER)
    assert next_text(REFERRED, a_colleague()) == PRACTICE
    clearance.withdraw(named, by=the_secretariat(), at=LATER)
    assert next_text(REFERRED, a_colleague()) == PLAIN
    assert [one.paragraph for one in seen_by(a_colleague()).referred()] == [plain]


def test_a_bookmark_is_kept_and_keys_can_be_switched_off() -> None:
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    place = waiting.bookmark(the_meeting(), the_rapporteur(), at=NOW)
    assert (place.paragraph_id, place.way, place.keys) == (None, QUEUE, True)
    waiting.switch_keys(place, False, at=NOW)
    waiting.keep_place(place, paragraph.pk, way=QUEUE, drawn=True, at=NOW)
    place = waiting.bookmark(the_meeting(), the_rapporteur(), at=LATER)
    assert (place.paragraph_id, place.drawn, place.keys) == (paragraph.pk, True, False)


def test_a_stranger_sees_nothing_of_it() -> None:
    a_statement("nor", PRACTICE)
    with pytest.raises(NotAllowed):
        seen_by(a_person("stranger"))


def test_a_flag_counts_as_a_reading() -> None:
    paragraph = the_paragraph(a_statement("nor", PRACTICE))
    flagging.flag(paragraph, 0, 5, kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=NOW)
    assert seen_by().accounting().candidate == 1
    assert next_text() is None
