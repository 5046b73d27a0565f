"""Exact words, held to their source by the database itself."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from comity.participants.models import Role
from comity.practices import flagging, grouping, reading, screening
from comity.practices.flagging import Cited
from comity.practices.models import Excerpt, Reading, Term
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements.models import Paragraph, Statement, Version
from tests.makers import NOW, a_delegate, a_delegation, a_person, a_role
from tests.practices.makers import (
    WORDS,
    a_candidate,
    a_statement,
    an_excerpt,
    the_meeting,
    the_paragraph,
    the_rapporteur,
)

pytestmark = pytest.mark.django_db
Kind = Excerpt.Kind
LATER = NOW + timedelta(hours=1)
ARABIC = "نحتفظ بنقطة اتصال تعمل على مدار الساعة 𝟚𝟜/𝟟 للرد على الطلبات."


def test_an_excerpt_is_the_exact_words_with_where_they_stand() -> None:
    """R12-1, R03-2."""
    statement = a_statement("nor", f"First. {WORDS} Last.")
    paragraph = the_paragraph(statement)
    excerpt = flagging.flag(paragraph, 6, 8 + len(WORDS), kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)
    assert (excerpt.text, excerpt.start, excerpt.end) == (WORDS, 7, 7 + len(WORDS))
    assert excerpt.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert (excerpt.language, excerpt.delegation) == ("en", statement.delegation)
    assert excerpt.quote.words == WORDS
    assert [aspect.code for aspect in excerpt.aspects.all()] == ["one"]
    assert [(act.verb, act.by) for act in trail.of(excerpt)] == [("flagged", the_rapporteur())]
    assert str(excerpt) == f"excerpt {excerpt.pk}"


def test_words_beyond_the_first_plane_are_counted_as_both_databases_count_them() -> None:
    """R12-1: offsets in code points, in every script."""
    paragraph = the_paragraph(a_statement("egy", ARABIC, language="ar"))
    start = ARABIC.index("𝟚")
    excerpt = flagging.flag(
        paragraph, start, start + 4, kind=Kind.CLAIM, by=the_rapporteur(), at=NOW, domain="technological"
    )
    assert (excerpt.text, excerpt.language, excerpt.domain) == ("𝟚𝟜/𝟟", "ar", "technological")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (0, 5_000), (2, 3)])
def test_a_range_without_words_is_refused(start: int, end: int) -> None:
    paragraph = the_paragraph(a_statement("nor", "We share what works."))
    with pytest.raises(Refused, match="Select"):
        flagging.flag(paragraph, start, end, kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)


def test_the_same_words_flagged_twice_are_one_excerpt() -> None:
    paragraph = the_paragraph(a_statement())
    first = flagging.flag(paragraph, 0, 7, kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)
    other = a_role(Role.RAPPORTEUR, the_meeting(), name="second")
    assert flagging.flag(paragraph, 0, 7, kind=Kind.PRACTICE, by=other, at=LATER) == first
    assert Reading.objects.filter(decision="flagged").count() == 2
    assert trail.of(first).count() == 1


def test_what_the_words_cite_is_linked_and_what_stands_beside_them_is_not() -> None:
    """R05-2, R02-1."""
    words = "As resolution 1373 (2001) decides, we share evidence. Resolution 2178 (2014) is another matter."
    paragraph = the_paragraph(a_statement("nor", words))
    excerpt = flagging.flag(paragraph, 0, 53, kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)
    assert [link.instrument.symbol for link in excerpt.instrument_links.all()] == ["S/RES/1373 (2001)"]
    other = flagging.flag(
        paragraph, 0, 10, kind=Kind.CHALLENGE, by=the_rapporteur(), at=NOW, instruments=[], aspects=[]
    )
    assert (other.instrument_links.count(), other.aspects.count()) == (0, 0)
    link = Cited(excerpt.instrument_links.get().instrument, "2 (f)")
    flagging.code(other, by=the_rapporteur(), at=NOW, instruments=[link])
    assert str(other.instrument_links.get()) == "S/RES/1373 (2001) 2 (f)"


def test_words_are_coded_without_being_touched() -> None:
    """R01-1, R06-1, R05-2."""
    excerpt = an_excerpt()
    terms = [
        Term.objects.get(scheme="threat", code="recruitment"),
        Term.objects.get(scheme="measure", code="evidence"),
    ]
    meeting = the_meeting()
    flagging.code(
        excerpt,
        by=the_rapporteur(),
        at=NOW,
        codes=terms,
        aspects=meeting.aspects.all(),
        kind=Kind.RECOMMENDATION,
        domain="law_enforcement",
        note="see also the annex",
    )
    assert [term.code for term in excerpt.codes.all()] == ["evidence", "recruitment"]
    assert terms[1].broader is not None
    assert terms[1].broader.code == "law_enforcement"
    assert (excerpt.kind, excerpt.note, excerpt.text) == ("recommendation", "see also the annex", WORDS)
    assert excerpt.aspects.count() == 2
    flagging.flag(excerpt.paragraph, 0, len(WORDS), kind=Kind.CLAIM, by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="already"):
        flagging.code(excerpt, by=the_rapporteur(), at=NOW, kind=Kind.CLAIM)


@pytest.mark.parametrize(
    ("details", "attribution"),
    [
        ({}, "attributed"),
        ({"consent_to_quote": False}, "non_attributed"),
    ],
)
def test_words_begin_with_the_attribution_that_their_source_agreed_to(
    details: dict[str, object], attribution: str
) -> None:
    """RX-1."""
    paragraph = the_paragraph(a_statement(**details))  # type: ignore[arg-type]
    excerpt = flagging.flag(paragraph, 0, 7, kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)
    assert excerpt.attribution == attribution


def test_words_of_a_confidential_statement_are_confidential() -> None:
    """RX-5."""
    statement = a_statement()
    statement.sensitivity = Statement.Sensitivity.CONFIDENTIAL
    assert flagging.attribution_of(statement) == "confidential"


def test_nobody_flags_in_a_text_that_does_not_stand() -> None:
    statement = a_statement()
    Version.objects.filter(statement=statement).update(state="withdrawn")
    with pytest.raises(NotNow, match="does not stand"):
        flagging.flag(the_paragraph(statement), 0, 7, kind=Kind.PRACTICE, by=the_rapporteur(), at=NOW)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.REVIEWER, Role.CHAIR, Role.ADMINISTRATOR])
def test_only_a_rapporteur_flags(role: Role) -> None:
    """R12-1, RX-10."""
    paragraph = the_paragraph(a_statement())
    person = a_role(role, None if role is Role.ADMINISTRATOR else the_meeting(), name="somebody")
    for one in (person, a_person(), a_delegate(a_delegation(the_meeting()), name="delegate")):
        with pytest.raises(NotAllowed):
            flagging.flag(paragraph, 0, 7, kind=Kind.PRACTICE, by=one, at=NOW)
    assert not Excerpt.objects.exists()


def test_a_flag_is_taken_back_and_that_is_undone() -> None:
    excerpt, rapporteur = an_excerpt(), the_rapporteur()
    flagging.discard(excerpt, by=rapporteur, at=NOW, reason="a slip")
    assert (excerpt.is_live, reading.accounting(the_meeting()).unseen) == (False, 1)
    with pytest.raises(NotNow, match="already"):
        flagging.discard(excerpt, by=rapporteur, at=NOW)
    flagging.restore(excerpt, by=rapporteur, at=LATER)
    assert (excerpt.is_live, reading.accounting(the_meeting()).candidate) == (True, 1)
    with pytest.raises(NotNow, match="not been taken back"):
        flagging.restore(excerpt, by=rapporteur, at=LATER)


def test_words_flagged_anew_meanwhile_are_not_restored_beside_themselves() -> None:
    excerpt, rapporteur = an_excerpt(), the_rapporteur()
    flagging.discard(excerpt, by=rapporteur, at=NOW)
    flagging.flag(excerpt.paragraph, 0, len(WORDS), kind=Kind.PRACTICE, by=rapporteur, at=NOW)
    with pytest.raises(NotNow, match="anew"):
        flagging.restore(excerpt, by=rapporteur, at=NOW)


def test_the_last_words_of_a_practice_are_not_discarded_under_it() -> None:
    """R12-1."""
    excerpt, rapporteur = an_excerpt(), the_rapporteur()
    practice = a_candidate(excerpt)
    screening.screen(practice, by=rapporteur, at=NOW)
    with pytest.raises(NotNow, match="rests on these words alone"):
        flagging.discard(excerpt, by=rapporteur, at=NOW)
    grouping.attach(practice, an_excerpt("fra"), by=rapporteur, at=NOW)
    flagging.discard(excerpt, by=rapporteur, at=NOW)
    assert practice.supports.live().count() == 1


INSERT = (
    'INSERT INTO comity_excerpt (paragraph_id, start, "end", text, sha256, language, meeting_id, delegation_id, kind, '
    "attribution, domain, note, flagged_by_id, flagged_at, discard_reason) SELECT paragraph_id, {start}, {end}, "
    "'{text}', sha256, language, meeting_id, delegation_id, 'claim', 'attributed', '', '', flagged_by_id, flagged_at, '' "
    "FROM comity_excerpt"
)
REPLACED = {
    "sqlite": "REPLACE INTO comity_paragraph SELECT * FROM comity_paragraph",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE comity_paragraph CASCADE",
}
TAKEN_AWAY = {
    "sqlite": "REPLACE INTO comity_excerpt SELECT * FROM comity_excerpt",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE comity_excerpt CASCADE",
}


@pytest.mark.parametrize(
    "sql",
    [
        INSERT.format(start=0, end=4, text="We k"[:3] + "K"),
        INSERT.format(start=0, end=5, text="We k"),
        INSERT.format(start=1, end=5, text="We k"),
        INSERT.format(start=70, end=90, text="We k"),
        "UPDATE comity_excerpt SET text = 'other words'",
        'UPDATE comity_excerpt SET start = 1, "end" = 4',
        "UPDATE comity_excerpt SET sha256 = 'x'",
        "UPDATE comity_excerpt SET language = 'fr'",
        "DELETE FROM comity_excerpt",
        "UPDATE comity_paragraph SET text = 'another text'",
        "UPDATE comity_paragraph SET anchor = 'another'",
        "DELETE FROM comity_paragraph",
        REPLACED,
        TAKEN_AWAY,
    ],
)
def test_the_database_keeps_quotes_equal_to_their_source(sql: str | dict[str, str]) -> None:
    """R12-1, RX-6: not even behind the application's back."""
    excerpt = an_excerpt()
    statement = sql if isinstance(sql, str) else sql[connection.vendor]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Excerpt.objects.get().text == WORDS == Paragraph.objects.get(pk=excerpt.paragraph_id).text


def test_a_true_quote_passes_the_gate_by_any_way() -> None:
    an_excerpt()
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(start=0, end=4, text="We k"))
    assert Excerpt.objects.filter(kind="claim").get().text == "We k"


def test_a_text_that_was_quoted_is_not_deleted() -> None:
    excerpt = an_excerpt()
    with pytest.raises(ProtectedError):
        excerpt.paragraph.language_version.delete()
