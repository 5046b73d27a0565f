"""A source that was corrected is shown to whoever quoted it; quotes are verified against their sources."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from comity.apps import every_gate
from comity.practices import corrections, flagging, gates, grouping, screening, verifying
from comity.practices.models import Excerpt, Support
from comity.practices.verifying import Fault
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes
from comity.statements.models import Statement, Version
from comity.texts.quotes import Verdict
from tests.makers import NOW, add_file, publish_draft, the_desk
from tests.practices.makers import (
    WORDS,
    a_candidate,
    a_group,
    an_excerpt,
    marks,
    the_meeting,
    the_paragraph,
    the_rapporteur,
    the_reviewer,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
NEW = "We keep a contact point that answers requests for evidence by day."


def correct(statement: Statement, *paragraphs: str, language: str = "en") -> Version:
    """Publish a revision with these paragraphs at LATER."""
    desk = the_desk(the_meeting())
    version = changes.new_version(statement, kind=Version.Kind.REVISION, note="new", by=desk, at=NOW)
    add_file(version, *paragraphs, language=language, by=desk, at=NOW)
    publish_draft(version, at=LATER)
    return version


def the_statement(excerpt: Excerpt) -> Statement:
    return excerpt.paragraph.language_version.version.statement


def changed(**who: object) -> list[corrections.Changed]:
    return corrections.changed(the_meeting(), at=LATER, **who)  # type: ignore[arg-type]


def test_a_quote_whose_source_was_corrected_is_shown_to_its_owner() -> None:
    """R12-7, R09-9: broken visibly, never silently."""
    excerpt, same = an_excerpt(), an_excerpt("fra", "Nous restons.")
    version = correct(the_statement(excerpt), NEW)
    correct(the_statement(same), "Nous restons.", "Et plus.")
    (change,) = changed(owner=the_rapporteur())
    assert (change.excerpt, change.verdict, change.version) == (excerpt, Verdict.GONE, version)
    assert changed(owner=the_reviewer()) == []
    assert len(changed()) == 1
    assert Excerpt.objects.get(pk=excerpt.pk).text == WORDS


def test_words_that_moved_are_found_where_they_stand_now() -> None:
    excerpt = an_excerpt()
    correct(the_statement(excerpt), f"First of all: {WORDS}")
    (change,) = changed()
    assert (change.verdict, change.start, change.end) == (Verdict.MOVED, 14, 14 + len(WORDS))
    assert change.paragraph is not None


def test_a_language_that_was_left_out_has_the_words_no_more() -> None:
    excerpt = an_excerpt()
    correct(the_statement(excerpt), WORDS, language="fr")
    assert [one.verdict for one in changed()] == [Verdict.GONE]


def test_an_owner_keeps_the_words_as_they_were_said() -> None:
    correct(the_statement(an_excerpt()), NEW)
    corrections.keep(changed()[0], by=the_rapporteur(), at=LATER)
    assert changed() == []
    with pytest.raises(NotAllowed):
        corrections.keep(
            corrections.Changed(Excerpt.objects.get(), Verdict.GONE, None, None), by=the_reviewer(), at=NOW
        )


def test_a_withdrawn_source_is_told_and_may_be_kept() -> None:
    excerpt = an_excerpt()
    changes.withdraw(the_statement(excerpt), reason="mistake", by=the_desk(the_meeting()), at=LATER)
    (change,) = changed()
    assert (change.verdict, change.version) == (Verdict.GONE, None)
    with pytest.raises(Refused, match="corrected version"):
        corrections.follow(change, excerpt.paragraph, 0, 4, by=the_rapporteur(), at=LATER)
    corrections.keep(change, by=the_rapporteur(), at=LATER)
    assert changed() == []


def test_a_source_that_is_not_public_yet_is_not_called_corrected() -> None:
    an_excerpt()
    Version.objects.update(public_from=LATER + timedelta(days=1))
    assert changed() == []


def test_an_owner_follows_the_correction_under_the_same_mark() -> None:
    """R12-1: the mark in the text goes on meaning this source."""
    excerpt = an_excerpt()
    practice = a_group(excerpt, an_excerpt("fra", "Nous aussi."))
    version = correct(the_statement(excerpt), NEW)
    (change,) = changed()
    paragraph = version.languages.get().paragraphs.get()
    new = corrections.follow(change, paragraph, 0, len(NEW), by=the_rapporteur(), at=LATER)
    assert marks(practice) == [(1, NEW), (2, "Nous aussi.")]
    assert Excerpt.objects.get(pk=excerpt.pk).discarded_at == LATER
    assert (new.kind, changed()) == ("practice", [])


def test_words_that_stood_there_already_keep_their_own_mark() -> None:
    excerpt = an_excerpt()
    practice = a_candidate(excerpt)
    version = correct(the_statement(excerpt), NEW)
    paragraph = version.languages.get().paragraphs.get()
    new = flagging.flag(paragraph, 0, len(NEW), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=LATER)
    grouping.attach(practice, new, by=the_rapporteur(), at=LATER)
    corrections.follow(changed()[0], paragraph, 0, len(NEW), by=the_rapporteur(), at=LATER)
    assert marks(practice) == [(2, NEW)]


def test_a_closed_practice_keeps_the_words_it_had() -> None:
    excerpt = an_excerpt()
    practice = a_candidate(excerpt)
    screening.not_retain(practice, reason="a wish", by=the_rapporteur(), at=NOW)
    version = correct(the_statement(excerpt), NEW)
    paragraph = version.languages.get().paragraphs.get()
    with pytest.raises(NotNow, match="is closed"):
        corrections.follow(changed()[0], paragraph, 0, 5, by=the_rapporteur(), at=LATER)
    assert Support.objects.count() == 1


def behind_the_gates(sql: str) -> None:
    gates.take_down()
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_quote_is_verified_and_the_first_difference_named() -> None:
    """R12-1: 100 per cent of quotations equal to their source."""
    excerpt = an_excerpt()
    assert list(verifying.quotes()) == [None]
    behind_the_gates("UPDATE comity_excerpt SET text = 'We kept' || substr(text, 8)")
    (fault,) = verifying.quotes()
    assert fault == Fault(excerpt.pk, str(excerpt.paragraph), 5, "p", "e")
    assert str(fault) == f"excerpt {excerpt.pk} ({excerpt.paragraph}): character 6 is 'p', in the source 'e'"


def test_a_quote_that_goes_on_too_long_differs_where_its_source_ends() -> None:
    an_excerpt()
    behind_the_gates("UPDATE comity_paragraph SET text = 'We keep'")
    (fault,) = verifying.quotes()
    assert fault is not None
    assert (fault.position, fault.quoted, fault.source) == (7, " ", "")


def test_a_wrong_hash_is_a_fault_too() -> None:
    an_excerpt()
    behind_the_gates("UPDATE comity_excerpt SET sha256 = 'x'")
    (fault,) = verifying.quotes()
    assert str(fault).endswith("the hash is not that of its words")


def test_the_command_tells_how_many_quotes_are_right_and_fails_on_one_that_is_not() -> None:
    """R12-1."""
    an_excerpt()
    out = StringIO()
    call_command("check", stdout=out, deploy=False)
    assert "1 quotes of the register are the exact words of their sources." in out.getvalue()
    behind_the_gates("UPDATE comity_excerpt SET text = 'We kept' || substr(text, 8)")
    with pytest.raises(SystemCheckError) as failure:
        call_command("check", stdout=out, deploy=False)
    assert "character 6 is 'p'" in str(failure.value)
    assert "the database lacks gate_excerpt_words" in str(failure.value)
    call_command("check", "comity", stdout=out, deploy=False)


def test_gates_are_put_up_once_and_anew_where_they_were_written_otherwise() -> None:
    standing, every = gates.standing(), every_gate()
    assert {*standing} == {gate.name for gate in every}
    gates.put_up(every)
    other = gates.Gate("gate_entry_no_delete", "comity_entry", "BEFORE DELETE", "1 = 0", "never")
    gates.put_up([other])
    assert gates.standing()["gate_entry_no_delete"] != standing["gate_entry_no_delete"]
    gates.put_up(every)
    assert gates.standing() == standing
    assert not gates.has_tables([gates.Gate("gate_x", "comity_nothing", "BEFORE DELETE", "1 = 1", "x")])
    assert issubclass(SystemCheckError, CommandError)


def test_the_paragraph_of_an_excerpt_is_found_by_its_anchor() -> None:
    excerpt = an_excerpt()
    assert the_paragraph(the_statement(excerpt)) == excerpt.paragraph
