"""Highlights: exact words of delivered, published statements by name, approved once, gone with their source."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, transaction

from comity.participants.models import Role
from comity.practices import attribution, flagging
from comity.practices.models import Excerpt
from comity.practices.models.excerpts import Attribution
from comity.press import checking, highlights, shown, verifying
from comity.press.models import Highlight, HighlightWords
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes
from comity.statements.models import Paragraph, Statement
from tests.makers import NOW, a_delegate, a_delegation, a_draft, a_role, add_file, publish_draft
from tests.press.makers import (
    HOUR,
    WORDS,
    a_highlight,
    a_source,
    the_meeting,
    the_officer,
    the_paragraph,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
FRENCH = "Nous répondons jour et nuit."


def seen(at: Any = NOW) -> list[Highlight]:
    return highlights.public(the_meeting(), at=at)


def test_a_highlight_is_picked_once_approved_once_and_then_public() -> None:
    """R13-1."""
    highlight = a_highlight(approved=False)
    assert seen() == []
    highlights.approve(highlight, by=the_officer(), at=NOW)
    assert seen() == [highlight]
    assert [one.text for one in highlight.words.all()] == [WORDS]
    with pytest.raises(NotNow, match="approved or dropped already"):
        highlights.approve(highlight, by=the_officer(), at=NOW)


def test_a_stranger_and_a_delegate_pick_nothing() -> None:
    paragraph = the_paragraph(a_source())
    delegate = a_delegate(a_delegation(the_meeting()))
    with pytest.raises(NotAllowed, match="pick highlights"):
        highlights.pick(paragraph, 0, 5, titles={}, by=delegate, at=NOW)
    rapporteur = a_role(Role.RAPPORTEUR, the_meeting())
    picked = highlights.pick(paragraph, 0, 5, titles={}, by=rapporteur, at=NOW)
    with pytest.raises(NotAllowed, match="approve highlights"):
        highlights.approve(picked, by=rapporteur, at=NOW)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"consent_to_quote": False}, "has not agreed to be quoted"),
        ({"delivery": Statement.Delivery.DELIVERED}, "has not been delivered yet"),
        ({"embargo": "until_time", "embargo_until": NOW + HOUR}, "may not"),
        ({"embargo": "until_delivered", "delivery": "delivered"}, "from published statements only"),
    ],
)
def test_what_is_not_delivered_attributable_and_published_is_not_picked(
    details: dict[str, Any], sentence: str
) -> None:
    """R13-1: consent, delivery, embargo."""
    source = a_source(**details)
    with pytest.raises((NotNow, NotAllowed), match=sentence):
        a_highlight(source)
    assert Highlight.objects.count() == 0


def test_the_database_refuses_words_that_are_not_those_of_the_source() -> None:
    highlight = a_highlight()
    words = highlight.words.get()
    with pytest.raises(Error, match="exact words"), transaction.atomic():
        HighlightWords.objects.create(
            highlight=highlight,
            paragraph=words.paragraph,
            start=0,
            end=3,
            text="We.",
            sha256="0" * 64,
            language="fr",
        )
    for change in (
        lambda: HighlightWords.objects.update(text="other"),
        lambda: HighlightWords.objects.all().delete(),
        lambda: Highlight.objects.update(state="picked"),
        lambda: type(words.paragraph).objects.update(text="other"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert [*verifying.quotes(), *verifying.loose()] == [""]


def test_a_highlight_goes_with_its_source_and_no_job_runs() -> None:
    """R13-1: a withdrawn statement takes its highlight along, at the same instant."""
    source = a_source()
    highlight = a_highlight(source)
    changes.withdraw(source, reason="by mistake", by=the_secretariat(), at=NOW + HOUR)
    assert [seen(NOW), seen(NOW + HOUR)] == [[], []]
    assert checking.why_not(highlight, at=NOW + HOUR) == "the statement has been withdrawn."


def test_a_source_that_closes_its_words_takes_the_highlight_back() -> None:
    """The mode may be tightened later (DOMAIN.md 5), for a part of the words too."""
    highlight = a_highlight()
    rapporteur = a_role(Role.RAPPORTEUR, the_meeting())
    excerpt = flagging.flag(
        highlight.words.get().paragraph, 3, 20, kind=Excerpt.Kind.PRACTICE, by=rapporteur, at=NOW
    )
    assert seen() == [highlight]
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=rapporteur, at=NOW)
    assert seen() == []


def test_a_dropped_highlight_says_why_and_does_not_come_back() -> None:
    highlight = a_highlight()
    highlights.drop(highlight, reason="Said better by another", by=the_officer(), at=NOW)
    assert (seen(), highlight.reason) == ([], "Said better by another")
    with pytest.raises(NotNow, match="dropped already"):
        highlights.drop(highlight, reason="", by=the_officer(), at=NOW)
    with pytest.raises(NotNow, match="has been dropped"):
        highlights.describe(highlight, {"en": "x"}, by=the_officer(), at=NOW)


def in_two_languages() -> Statement:
    version = a_draft(a_delegation(the_meeting()), WORDS, "We share.", by=the_secretariat())
    add_file(version, FRENCH, "Nous partageons.", by=the_secretariat(), language="fr")
    return publish_draft(version)


def test_the_same_words_in_another_language_of_the_statement_are_added() -> None:
    """R13-1: the words of the delegation's own text, never a translation."""
    source = in_two_languages()
    highlight = a_highlight(source)
    french = the_paragraph(source, "fr")
    words = highlights.add_words(highlight, french, 0, len(french.text), by=the_officer(), at=NOW)
    assert (words.language, words.text) == ("fr", FRENCH)
    with pytest.raises(Refused, match="in this language already"):
        highlights.add_words(highlight, french, 0, 4, by=the_officer(), at=NOW)
    other = the_paragraph(a_source("We do otherwise.", "fra"))
    with pytest.raises(Refused, match="the same statement"):
        highlights.add_words(highlight, other, 0, 4, by=the_officer(), at=NOW)
    highlights.describe(highlight, {"en": " At night ", "fr": ""}, by=the_officer(), at=NOW)
    assert (highlight.titles, str(highlight)) == ({"en": "At night"}, "At night")


def test_the_passage_that_faces_the_words_is_found_in_each_further_language() -> None:
    highlight = a_highlight(in_two_languages())
    ((french,),) = highlights.further([highlight], at=NOW).values()
    facing = highlights.facing(highlight, french)
    assert (french.language, facing and facing.text) == ("fr", FRENCH)
    paragraph, start = highlights.standing_in(french, "partageons", near=facing)
    assert paragraph.text[start:] == "partageons."
    for words in ("Nous repondons", ""):
        with pytest.raises(Refused, match="do not stand in the text in this language"):
            highlights.standing_in(french, words, near=facing)
    highlights.add_words(highlight, paragraph, 0, 4, by=the_officer(), at=NOW)
    assert highlights.further(seen(), at=NOW) == {highlight.pk: []}


def test_a_number_that_is_printed_once_finds_the_passage_before_its_place_does() -> None:
    highlight = a_highlight(in_two_languages())
    ((french,),) = highlights.further([highlight], at=NOW).values()
    Paragraph.objects.filter(pk=highlight.words.get().paragraph_id).update(number="7")
    second = french.paragraphs.get(position=1)
    Paragraph.objects.filter(pk=second.pk).update(number="7")
    assert highlights.facing(highlight, french) == second
    Paragraph.objects.filter(language_version=french).update(number="7")
    assert highlights.facing(highlight, french) == french.paragraphs.get(position=0)


def test_words_of_an_approved_highlight_are_added_by_those_alone_who_approve() -> None:
    """R13-1: they are public at once."""
    source = in_two_languages()
    french, rapporteur = the_paragraph(source, "fr"), a_role(Role.RAPPORTEUR, the_meeting())
    approved = a_highlight(source)
    with pytest.raises(NotAllowed, match="approve highlights"):
        highlights.add_words(approved, french, 0, 4, by=rapporteur, at=NOW)
    highlights.drop(approved, reason="", by=the_officer(), at=NOW)
    with pytest.raises(NotNow, match="has been dropped"):
        highlights.add_words(approved, french, 0, 4, by=the_officer(), at=NOW)
    picked = a_highlight(source, approved=False)
    assert highlights.add_words(picked, french, 0, 4, by=rapporteur, at=NOW).text == "Nous"


def test_words_are_told_as_they_stand_with_their_language_where_the_statement_has_no_other() -> None:
    """R13-1: the original words, labelled; in the reader's language only as the delegation itself put it."""
    source = in_two_languages()
    highlight = a_highlight(source)
    for language, is_foreign in (("en", False), ("fr", True), ("ar", True)):
        one = shown.highlight_page(highlight, language, at=NOW)
        assert (one.words, one.language, one.is_foreign) == (WORDS, "en", is_foreign)
    french = the_paragraph(source, "fr")
    highlights.add_words(highlight, french, 0, len(french.text), by=the_officer(), at=NOW)
    one = shown.highlight_page(highlight, "fr", at=NOW)
    assert (shown.in_marks(one), one.is_foreign) == (f"«\u00a0{FRENCH}\u00a0»", False)
    assert shown.labelled(shown.highlight_page(highlight, "ar", at=NOW)) == f"“{WORDS}” [English]"
