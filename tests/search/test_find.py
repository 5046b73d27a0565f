"""What a reader finds, and what nobody finds: every public paragraph, in six languages, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from comity.files.models import PublicationEntry
from comity.participants.models import Assignment, Role
from comity.search import find as module
from comity.search import index
from comity.search.find import Found
from comity.statements import changes, publication, receipt, review
from comity.statements.models import LanguageVersion, Paragraph, Statement, Version
from tests.makers import (
    NOW,
    a_delegation,
    a_draft,
    a_group,
    a_meeting,
    a_published_statement,
    add_file,
    an_accepted_statement,
    the_desk,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
INSTANT = timedelta(microseconds=1)
Embargo = Statement.Embargo


def ask(
    query: str,
    *,
    at: datetime = NOW,
    language: str = "en",
    filters: Mapping[str, Iterable[str]] | None = None,
) -> Found:
    return module.find(query, at=at, language=language, filters=filters)


def texts(query: str, **asked: object) -> list[str]:
    return sorted(hit.paragraph.text for hit in ask(query, **asked).hits)  # type: ignore[arg-type]


def nothing_is_told(found: Found) -> bool:
    """Neither hits nor a total nor any value of a facet."""
    return (found.total, found.hits, {count for counts in found.facets.values() for count in counts}) == (
        0,
        [],
        set(),
    )


def test_a_word_is_found_in_its_other_forms_in_each_language() -> None:
    """R12-7."""
    asked = {
        "en": ("We share lessons learned.", "lesson"),
        "fr": ("Les capacités nationales seront renforcées.", "capacité nationale"),
        "es": ("Compartimos las lecciones aprendidas.", "lección aprendida"),
        "ru": ("Государства обмениваются передовыми практиками.", "передовая практика"),
        "ar": ("تعزيز قدرات الدول الأعضاء.", "القدرات"),
        "zh": ("会员国应加强能力建设。", "能力建设"),
    }
    meeting = a_meeting()
    for code, (language, (text, _)) in zip(
        ("nor", "fra", "esp", "rus", "egy", "chn"), asked.items(), strict=True
    ):
        a_published_statement(a_delegation(meeting, code), text, "–", language=language)
    for language, (text, query) in asked.items():
        assert texts(query, language=language) == [text], query


@pytest.mark.parametrize(
    "query",
    [
        "ISIL",
        "isis",
        "Da'esh",
        "Da’esh",
        "Daesh",
        "DAESH",
        "Daech",
        "داعش",
        "ИГИЛ",
        "ДАИШ",
        "EIIL",
        "伊黎伊斯兰国",
    ],
)
def test_any_spelling_of_a_name_finds_the_same_paragraphs(query: str) -> None:
    """R01-2: six languages, one list."""
    meeting = a_meeting()
    said = [
        ("nor", "en", "ISIL exploits the Internet."),
        ("swe", "en", "Da’esh has lost its territory."),
        ("fra", "fr", "L’EIIL (Daech) recrute en ligne."),
        ("esp", "es", "El Dáesh utiliza las redes."),
        ("rus", "ru", "Террористы ИГИЛ используют сети."),
        ("egy", "ar", "يستغل تنظيم داعش الإنترنت."),
        ("irq", "ar", "إن الدولة الإسلامية في العراق والشام تهديد."),
        ("chn", "zh", "伊黎伊斯兰国利用互联网。"),
    ]
    for code, language, text in said:
        a_published_statement(a_delegation(meeting, code), text, language=language)
    a_published_statement(a_delegation(meeting, "dnk"), "The Islamic Development Bank lends.")
    assert texts(query) == sorted(text for _, _, text in said)


def test_every_marked_piece_is_a_spelling_of_the_name() -> None:
    """R01-2: what is highlighted is what was found."""
    a_published_statement(None, "We fight ISIL, also known as Da’esh, and nobody else.")
    [hit] = ask("داعش").hits
    assert [piece.text for piece in hit.pieces if piece.marked] == ["ISIL", "Da’esh"]


def test_a_phrase_is_taken_word_for_word() -> None:
    a_published_statement(None, "Good practices are shared.", "Practices that are good are shared.")
    assert texts('"good practices"') == ["Good practices are shared."]
    assert len(texts("good practices")) == 2


@pytest.mark.parametrize("query", ['"ISIL"', "«Da’esh»", '"Islamic State in Iraq and the Levant"'])
def test_a_name_in_quotes_means_the_name_however_it_is_written(query: str) -> None:
    a_published_statement(None, "ISIL recruits.", "Da’esh recruits.", "The State in Iraq recruits.")
    assert texts(query) == ["Da’esh recruits.", "ISIL recruits."]


def test_a_single_word_in_quotes_is_taken_in_that_form_alone() -> None:
    a_published_statement(None, "We share a practice.", "We share practices.")
    assert texts("practices") == ["We share a practice.", "We share practices."]
    assert texts('"practices"') == ["We share practices."]
    assert texts('"practised"') == []


def test_words_can_be_left_out_and_offered_as_alternatives_and_begun() -> None:
    a_published_statement(None, "Radio and print.", "Radio alone.", "Television.", "Telephony.")
    assert texts("radio -print") == ["Radio alone."]
    assert texts("print OR television") == ["Radio and print.", "Television."]
    assert texts("tele*") == ["Telephony.", "Television."]
    assert texts("radio telephony") == []


def test_an_article_is_not_insisted_upon_beside_other_words() -> None:
    a_published_statement(None, "States cooperate.")
    assert texts("the States") == ["States cooperate."]


def test_the_readers_language_comes_first() -> None:
    meeting = a_meeting()
    a_published_statement(a_delegation(meeting, "nor"), "Radicalisation continue.", language="en")
    a_published_statement(a_delegation(meeting, "fra"), "Radicalisation continue.", language="fr")
    first = {
        language: ask("radicalisation", language=language).hits[0].paragraph.language
        for language in ("en", "fr")
    }
    assert first == {"en": "en", "fr": "fr"}


def test_a_hit_carries_all_that_a_list_shows_without_another_query() -> None:
    meeting = a_meeting()
    delegation = a_delegation(meeting, "nor", groups=(a_group(),))
    a_published_statement(
        delegation,
        "We counter terrorism.",
        session=meeting.sessions.get(),
        on_behalf_of=delegation.speaks_for.get(),
    )
    [hit] = ask("terrorism").hits
    with CaptureQueriesContext(
        connection,
    ) as queries:
        one = hit.paragraph
        version = one.language_version.version
        statement = version.statement
        shown = (
            str(statement.delegation),
            str(statement.on_behalf_of),
            str(statement.session),
            statement.meeting.slug,
        )
        assert shown == ("Norway", "Group of Friends", "First session", "sm2016")
        assert (one.anchor != "", one.position, version.number, one.language_version.language) == (
            True,
            0,
            1,
            "en",
        )
    assert len(queries) == 0


def test_a_search_asks_the_database_three_times_however_many_hits() -> None:
    """One look at the publication log, one query for the paragraphs, one for what States were called before."""
    a_published_statement(None, *(f"We share practice {number}." for number in range(9)))
    ask("practice")
    with CaptureQueriesContext(connection) as queries:
        assert len(ask("practice").hits) == 9
    assert len(queries) == 3


def test_pages_of_hits_follow_one_another() -> None:
    a_published_statement(None, *(f"We share practice {number}." for number in range(25)))
    first = module.find("practice", at=NOW, language="en")
    second = module.find("practice", at=NOW, language="en", offset=20)
    found = [hit.paragraph.position for hit in first.hits + second.hits]
    assert (first.total, second.total, sorted(found)) == (25, 25, list(range(25)))
    assert module.find("practice", at=NOW, language="en", offset=200).hits == []


def test_filters_narrow_and_are_counted_as_if_their_own_were_open() -> None:
    """R12-7: by aspect, actor, region, instrument."""
    meeting = a_meeting()
    one, two = meeting.aspects.all()
    a_published_statement(
        a_delegation(meeting, "nor"),
        "Practice under resolution 1373 (2001).",
        aspects=[one],
        session=meeting.sessions.get(),
    )
    a_published_statement(a_delegation(meeting, "egy"), "Practice of ours.", aspects=[one, two])
    later = a_meeting("sm2017", opens_on=date(2017, 3, 1), closes_on=date(2017, 3, 2))
    Assignment.objects.create(person=the_desk(meeting), role=Role.SECRETARIAT, meeting=later)
    a_published_statement(a_delegation(later, "nor"), "Practice of later.")
    every = ask("practice")
    assert every.total == 3
    assert every.facets == {
        "form": {"statement": 3},
        "delegation": {"nor": 2, "egy": 1},
        "category": {"member_state": 3},
        "group": every.facets["group"],
        "meeting": {"sm2016": 2, "sm2017": 1},
        "session": {"s1": 1},
        "aspect": {"one": 3, "two": 1},
        "year": {"2016": 2, "2017": 1},
        "language": {"en": 3},
        "kind": {"paragraph": 3},
        "instrument": {"S/RES/1373 (2001)": 1},
    }
    narrowed = ask("practice", filters={"delegation": ["nor"], "meeting": ["sm2016"]})
    assert [hit.paragraph.text for hit in narrowed.hits] == ["Practice under resolution 1373 (2001)."]
    assert (narrowed.total, narrowed.facets["delegation"], narrowed.facets["meeting"]) == (
        1,
        {"nor": 1, "egy": 1},
        {"sm2016": 1, "sm2017": 1},
    )
    assert ask("practice", filters={"instrument": ["S/RES/1373 (2001)"]}).total == 1
    assert ask("practice", filters={"aspect": ["two", "one"]}).total == 3
    assert ask("practice", filters={"aspect": []}).total == 3
    assert nothing_is_told(ask("practice", filters={"language": ["xx"], "kind": ["yy"]}))


def test_a_filter_that_nobody_knows_is_passed_over() -> None:
    a_published_statement(None, "Practice of ours.")
    assert ask("practice", filters={"colour": ["blue"]}).total == 1


def test_a_text_under_embargo_is_neither_found_nor_counted_nor_told_by_a_facet() -> None:
    """R09-5."""
    meeting = a_meeting()
    delegation = a_delegation(meeting, "nor")
    a_published_statement(
        delegation,
        "Secret practice under resolution 1624 (2005).",
        embargo=Embargo.UNTIL_TIME,
        embargo_until=SOON,
        session=meeting.sessions.get(),
    )
    a_published_statement(a_delegation(meeting, "egy"), "Secret practice.", embargo=Embargo.UNTIL_DELIVERED)
    a_draft(delegation, "Secret practice in a draft.")
    an_accepted_statement(delegation, "Secret practice that was accepted.")
    assert nothing_is_told(ask("secret practice", at=NOW))
    assert nothing_is_told(ask("secret practice", at=SOON - INSTANT))
    after = ask("secret practice", at=SOON)
    assert (after.total, after.facets["delegation"], after.facets["session"]) == (1, {"nor": 1}, {"s1": 1})
    assert after.facets["instrument"] == {"S/RES/1624 (2005)": 1}


def test_an_embargo_that_ended_is_under_embargo_again_for_whoever_asks_of_an_earlier_instant() -> None:
    """R09-5: a clock that is set back tells nothing."""
    a_published_statement(None, "Secret practice.", embargo=Embargo.UNTIL_TIME, embargo_until=SOON)
    assert [ask("secret", at=at).total for at in (SOON, SOON - INSTANT, SOON, NOW)] == [1, 0, 1, 0]


def test_an_embargo_that_is_moved_holds_until_its_new_end() -> None:
    """R09-5."""
    statement = a_published_statement(
        None, "Secret practice.", embargo=Embargo.UNTIL_TIME, embargo_until=SOON
    )
    assert ask("secret").total == 0
    later, desk = SOON + timedelta(hours=2), the_desk(statement.meeting)
    publication.reschedule(statement.versions.get(), until=later, by=desk, at=NOW)
    assert [ask("secret", at=at).total for at in (SOON, later - INSTANT, later)] == [0, 0, 1]


def test_a_statement_under_embargo_until_delivery_is_found_when_it_is_delivered() -> None:
    """R09-5."""
    statement = a_published_statement(None, "Secret practice.", embargo=Embargo.UNTIL_DELIVERED)
    assert ask("secret", at=SOON).total == 0
    publication.deliver(statement, by=the_desk(statement.meeting), at=SOON)
    assert ask("secret", at=SOON).total == 1


def test_a_published_text_is_found_at_once_and_a_withdrawn_one_gone_at_once() -> None:
    statement = a_published_statement(None, "Passing practice.")
    assert ask("passing").total == 1
    changes.withdraw(statement, reason="An error.", by=the_desk(statement.meeting), at=NOW + INSTANT)
    assert nothing_is_told(ask("passing", at=NOW + INSTANT))
    a_published_statement(statement.delegation, "Passing practice again.", at=NOW + INSTANT)
    assert texts("passing", at=NOW + INSTANT) == ["Passing practice again."]


def test_only_the_newest_version_of_a_statement_is_found() -> None:
    statement = a_published_statement(None, "Capacity is built slowly.")
    desk, later = the_desk(statement.meeting), NOW + timedelta(hours=1)
    revised = changes.new_version(statement, kind=Version.Kind.REVISION, note="", by=desk, at=later)
    add_file(revised, "Capacity is built quickly.", by=desk, at=later)
    receipt.submit(revised, by=desk, at=later)
    review.take(revised, by=desk, at=later)
    review.accept(revised, by=desk, at=later)
    assert texts("capacity", at=later) == ["Capacity is built slowly."]
    publication.publish(revised, by=desk, at=later)
    assert texts("capacity", at=later) == ["Capacity is built quickly."]


def test_what_the_log_does_not_tell_is_left_out_by_the_database() -> None:
    """Whatever an index says: hits are what is public."""
    statement = a_published_statement(None, "Vanished practice.")
    assert ask("vanished").total == 1
    Version.objects.filter(statement=statement).update(public_until=NOW)
    assert PublicationEntry.objects.count() == 1
    assert ask("vanished").hits == []


@pytest.mark.parametrize(
    "query", ["", " ", "-", '"', '""', "*", "a*", "OR", "OR OR", "-a -b", "!?", "的", "\x00", "“", "the"]
)
def test_a_query_that_means_little_is_answered(query: str) -> None:
    a_published_statement(None, "A statement.")
    assert ask(query).is_complete


@pytest.mark.usefixtures("_said")
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.one_of(
        some.text(max_size=40),
        some.lists(
            some.sampled_from(
                [
                    "ISIL",
                    "practice*",
                    '"good practice"',
                    "-",
                    "OR",
                    "|",
                    "tele*",
                    "S/RES/1373 (2001)",
                    "U.N.",
                    "l'",
                    '"',
                    "能力",
                    "داعش",
                    "ИГИЛ*",
                    "-داعش",
                    "a/b",
                ]
            ),
            max_size=6,
        ).map(" ".join),
    )
)
def test_any_string_is_a_query_and_the_pieces_of_a_hit_are_its_text(query: str) -> None:
    found = ask(query)
    assert len(found.hits) == min(found.total, 20)
    for hit in found.hits:
        assert "".join(piece.text for piece in hit.pieces) in hit.paragraph.text
        assert all(piece.text for piece in hit.pieces)


@pytest.fixture
def _said() -> None:
    meeting = a_meeting()
    a_published_statement(
        a_delegation(meeting, "nor"),
        "ISIL (Da’esh) and resolution 1373 (2001), S/RES/1373 (2001): a good practice.",
        "U.N. television, e-mail, counterterrorism; " * 12,
    )
    a_published_statement(
        a_delegation(meeting, "chn"), "会员国应加强能力建设，打击伊黎伊斯兰国。", language="zh"
    )
    a_published_statement(a_delegation(meeting, "egy"), "يستغل تنظيم داعش الإنترنت.", language="ar")
    a_published_statement(a_delegation(meeting, "rus"), "Террористы ИГИЛ.", language="ru")


def test_hits_are_in_the_same_order_whatever_database_is_below() -> None:
    """The suite runs on SQLite and on PostgreSQL, with this very order: rarest in its language, shortest, oftenest."""
    meeting = a_meeting()
    a_published_statement(
        a_delegation(meeting, "nor"),
        "Practice, practice.",
        "Good practice is what we share with many.",
        "Practice alone.",
    )
    a_published_statement(
        a_delegation(meeting, "fra"), "La practice, the practice of the practice.", language="fr"
    )
    assert [hit.paragraph.text for hit in ask("practice").hits] == [
        "La practice, the practice of the practice.",
        "Practice, practice.",
        "Practice alone.",
        "Good practice is what we share with many.",
    ]


def test_a_text_in_a_language_beside_the_six_is_found_as_it_is_written() -> None:
    statement = a_published_statement(None, "Vi deler erfaringer.")
    Paragraph.objects.update(language="und")
    LanguageVersion.objects.filter(version__statement=statement).update(language="und")
    found = ask("erfaringer")
    assert (found.total, found.facets["language"]) == (1, {"und": 1})
    assert [piece.text for piece in found.hits[0].pieces if piece.marked] == ["erfaringer"]


def test_facets_are_those_of_the_index() -> None:
    a_published_statement(None, "A practice.")
    assert tuple(ask("practice").facets) == index.FACETS


@pytest.mark.parametrize("before", [0, 400, 3_000])
def test_a_long_paragraph_is_shown_where_the_words_stand(before: int) -> None:
    text = "Nothing of note. " * (before // 17) + "We share good practices. " + "More of the same. " * 200
    a_published_statement(None, text)
    [hit] = ask("good practice").hits
    assert [piece.text for piece in hit.pieces if piece.marked] == ["good", "practices"]
    assert len("".join(piece.text for piece in hit.pieces)) < 330
