"""Instruments and the words around each mention of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.meetings.models import Instrument, Meeting
from comity.statements import cited
from comity.statements.models import Citation
from tests.makers import (
    NOW,
    a_delegation,
    a_draft,
    a_meeting,
    a_published_statement,
    a_received_statement,
    add_file,
    publish_draft,
    the_desk,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
WORDS = "We recall paragraph 2 (e) of resolution 1373 (2001)."


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


def found(symbol: str, meeting: Meeting, language: str = "en", **more: object) -> cited.Mentions:
    instrument = Instrument.objects.get(symbol=symbol)
    return cited.mentions(instrument, at=LATER, meetings=[meeting], language=language, **more)  # type: ignore[arg-type]


def test_mentions_give_the_words_around_with_the_citation_marked(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), "Mr. Chair,", WORDS)

    mentions = found("S/RES/1373 (2001)", meeting)

    mention = mentions.statements[0].mentions[0]
    assert [(piece.text, piece.cited) for piece in mention.pieces] == [
        ("We recall paragraph 2 (e) of resolution ", False),
        ("1373 (2001)", True),
        (".", False),
    ]
    assert mention.paragraphs_cited == ["2 (e)"]
    assert mentions.paragraphs_cited == [("2 (e)", 1)]


def test_who_is_not_public_does_not_count_as_citing(meeting: Meeting) -> None:
    """R09-5."""
    a_published_statement(a_delegation(meeting, "nor"), WORDS)
    a_published_statement(
        a_delegation(meeting, "swe"),
        WORDS + " ",
        embargo="until_time",
        embargo_until=LATER + timedelta(hours=1),
    )
    a_received_statement(a_delegation(meeting, "dnk"), WORDS, "And resolution 1624 (2005).")

    assert found("S/RES/1373 (2001)", meeting).of_all == 1
    every = cited.instruments(at=LATER, meetings=[meeting])
    assert [(one.symbol, one.statements) for one in every] == [("S/RES/1373 (2001)", 1)]  # type: ignore[attr-defined]


def test_a_statement_in_two_languages_is_counted_once_and_shown_in_the_readers(meeting: Meeting) -> None:
    version = a_draft(a_delegation(meeting), WORDS)
    add_file(version, "Nous rappelons la résolution 1373 (2001).", by=the_desk(meeting), language="fr")
    publish_draft(version)

    assert found("S/RES/1373 (2001)", meeting).of_all == 1
    assert found("S/RES/1373 (2001)", meeting, "fr").statements[0].text.language == "fr"
    assert found("S/RES/1373 (2001)", meeting, "ru").statements[0].text.language == "en"


def test_a_wrong_year_is_an_instrument_of_its_own_and_says_so(meeting: Meeting) -> None:
    """R02-2."""
    a_published_statement(
        a_delegation(meeting), "We recall resolution 1373 (2002) and resolution 1373 (2001)."
    )

    wrong = found("S/RES/1373 (2002)", meeting)

    assert wrong.mismatches == 1
    assert [piece.status for piece in wrong.statements[0].mentions[0].pieces if piece.cited] == [
        "year_mismatch"
    ]
    assert not Instrument.objects.get(symbol="S/RES/1373 (2002)").known
    assert found("S/RES/1373 (2001)", meeting).mismatches == 0


def test_mentions_can_be_narrowed_to_a_paragraph_of_the_instrument(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting, "nor"), WORDS)
    a_published_statement(a_delegation(meeting, "dnk"), "We recall paragraph 10 of resolution 1373 (2001).")

    narrowed = found("S/RES/1373 (2001)", meeting, paragraph="10")

    assert [one.version.statement.delegation.body.code for one in narrowed.statements] == ["dnk"]
    assert (narrowed.total, narrowed.of_all) == (1, 2)
    assert narrowed.paragraphs_cited == [("2 (e)", 1), ("10", 1)]


def test_what_cites_another_paragraph_is_not_shown_beside_what_was_asked_for(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting), WORDS, "We recall paragraph 10 of resolution 1373 (2001).")

    narrowed = found("S/RES/1373 (2001)", meeting, paragraph="10")

    (shown,) = narrowed.statements
    assert [one.paragraphs_cited for one in shown.mentions] == [["10"]]
    assert [one.paragraph.position for one in shown.mentions] == [1]


def test_mentions_stand_in_the_order_of_names_page_by_page(meeting: Meeting) -> None:
    for code in ("nor", "dnk", "fin"):
        a_published_statement(a_delegation(meeting, code), WORDS + " " * len(code), f"{code}.")

    pages = [found("S/RES/1373 (2001)", meeting, page=page, per_page=2) for page in (1, 2)]

    assert [[one.version.statement.delegation.body.code for one in page.statements] for page in pages] == [
        ["dnk", "fin"],
        ["nor"],
    ]


def test_instruments_of_one_body_are_its_own(meeting: Meeting) -> None:
    norway = a_published_statement(a_delegation(meeting, "nor"), WORDS)
    a_published_statement(a_delegation(meeting, "dnk"), "We recall resolution 1624 (2005).")

    every = cited.instruments(at=LATER, meetings=[meeting], body=norway.delegation.body)

    assert [one.symbol for one in every] == ["S/RES/1373 (2001)"]


def test_long_paragraphs_are_cut_between_words() -> None:
    text = "left " * 60 + "resolution 1373 (2001) " + "right " * 60
    start = text.index("1373")
    pieces = cited.around(text, [Citation(start=start, end=start + 11, status="known")], width=40)

    assert pieces[0].text == "… "
    assert pieces[1].text.startswith("left ")
    assert pieces[2] == cited.Piece("1373 (2001)", cited=True, status="known")
    assert pieces[3].text.endswith("right …")
    assert len("".join(piece.text for piece in pieces)) < 120


def test_a_mention_far_from_the_first_is_not_half_shown() -> None:
    text = "resolution 1373 (2001) " + "word " * 60 + "resolution 1373 (2001)"
    places = [text.index("1373"), text.rindex("1373")]
    pieces = cited.around(text, [Citation(start=place, end=place + 11) for place in places], width=40)

    assert [piece.text for piece in pieces if piece.cited] == ["1373 (2001)"]
    assert text.startswith("".join(piece.text for piece in pieces).removesuffix(" …"))


def test_text_without_spaces_is_cut_anywhere() -> None:
    text = "字" * 300 + "1373（2001）" + "字" * 300
    pieces = cited.around(text, [Citation(start=300, end=310, status="known")], width=50)

    assert [len(piece.text) for piece in pieces] == [2, 50, 10, 52]


def test_two_mentions_in_one_paragraph_are_both_marked(meeting: Meeting) -> None:
    version = a_draft(a_delegation(meeting), "Resolution 1373 (2001), and again resolution 1373 (2001).")
    citations = list(Citation.objects.filter(paragraph__language_version__version=version))

    mentions = cited.in_paragraphs(citations)

    assert len(mentions) == 1
    assert [piece.text for piece in mentions[0].pieces if piece.cited] == ["1373 (2001)", "1373 (2001)"]


@pytest.mark.parametrize(
    ("first", "second"), [("2", "10"), ("2 (e)", "3"), ("2 (a)", "2 (e)"), ("2", "2 (a)")]
)
def test_paragraphs_of_an_instrument_sort_by_their_numbers(first: str, second: str) -> None:
    assert cited.natural(first) < cited.natural(second)


def test_a_subparagraph_has_one_name_in_all_languages(meeting: Meeting) -> None:
    a_published_statement(a_delegation(meeting, "nor"), WORDS)
    version = a_draft(
        a_delegation(meeting, "egy"), "عملا بالفقرة 2 (هـ) من القرار 1373 (2001).", language="ar"
    )
    publish_draft(version)

    assert found("S/RES/1373 (2001)", meeting).paragraphs_cited == [("2 (e)", 2)]
    assert found("S/RES/1373 (2001)", meeting, paragraph="2 (e)").total == 2
