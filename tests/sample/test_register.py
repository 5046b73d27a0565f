"""The register of the sample: played through the real verbs, in every state of work, and safe to show."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from comity.adapters.framework import files
from comity.framework import public as framework
from comity.framework import waiting
from comity.framework.campaigns import findings, reviewing
from comity.framework.campaigns import public as campaigns
from comity.languages import NATIVE_NAMES, page_language
from comity.meetings.models import Meeting
from comity.practices import compendium, drafting, marks, public, queries, reading, register, verifying
from comity.practices.models import (
    Alignment,
    Challenge,
    Confirmation,
    Excerpt,
    Initiative,
    Practice,
    PracticeText,
    PracticeVersion,
    SafeguardsReview,
    Support,
)
from comity.record.models import Act
from comity.sample import loading
from comity.sample.register import place
from comity.sample.sources import written
from comity.statements.models import Statement
from comity.texts.model import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.no_database]

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SEALED = ("Hostmere", "must be in writing and name the exact address", "hostmere")
"""Who asked not to be named, and the words."""


@pytest.fixture(scope="module")
def meeting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Meeting]:
    """The sample, loaded once for all tests of this file; gone afterwards."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            yield loading.load()
        finally:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)


def practice(key: str) -> Practice:
    told = next(one for one in written("register.json")["practices"] if one["key"] == key)
    return Practice.objects.get(working_title=told["working_title"])


def test_practices_are_met_in_every_state_of_work(meeting: Meeting) -> None:
    """R12-3, R12-4, R12-5: from the first candidate to the compendium."""
    assert Counter(meeting.practices.values_list("state", flat=True)) == {
        "recommended": 3,
        "identified": 1,
        "circulated": 1,
        "confirming": 1,
        "drafted": 2,
        "consolidated": 1,
        "screened": 1,
        "candidate": 2,
        "not_retained": 1,
    }


def test_each_queue_of_the_desk_that_the_story_feeds_has_work(meeting: Meeting) -> None:
    waiting = {name: found.count() for name, found in queries.queues(meeting, at=NOW).items()}
    assert waiting["screen"] == 2
    for name in ("consolidate", "draft", "review safeguards", "wait for sources", "record decision"):
        assert waiting[name] > 0, name
    assert queries.loose(meeting).count() >= 6


def test_every_quote_is_right_to_the_byte(meeting: Meeting) -> None:
    """R12-1."""
    found = list(verifying.quotes())
    assert len(found) == Excerpt.objects.count() >= 40
    assert set(found) == {None}


def test_what_is_recommended_rests_on_words_of_several_delegations_and_languages(meeting: Meeting) -> None:
    """R12-2: and the other view stands beside them."""
    for one in meeting.practices.filter(state="recommended"):
        excerpts = [support.excerpt for support in one.supports.live()]
        assert 2 <= len(excerpts) <= 4
        assert len({excerpt.delegation_id for excerpt in excerpts}) == len(excerpts)
        assert len({excerpt.language for excerpt in excerpts}) >= 3
    divergent = Support.objects.get(stance="diverges")
    assert divergent.practice.state == "recommended"


def test_recommended_practices_are_worded_in_six_languages_in_the_form_of_the_house(meeting: Meeting) -> None:
    for one in meeting.practices.filter(state="recommended"):
        version = drafting.latest(one)
        assert version is not None
        assert {text.language for text in version.texts.all()} == {*LANGUAGES}
        assert drafting.unsupported(version) == []
        assert drafting.long_titles(version) == []
        english = version.texts.get(language="en").what
        assert re.match(r"Member States (should|are encouraged to) ", english)
        assert re.search(r"respect (the right|freedom)|to be respected", english)
    assert not [text for text in PracticeText.objects.all() if re.search(r"\bshall\b", text.what)]


def test_texts_in_other_languages_name_the_same_sources(meeting: Meeting) -> None:
    for version in PracticeVersion.objects.all():
        for field in drafting.RESTING:
            texts = [marks.marks(words) for text in version.texts.all() if (words := getattr(text, field))]
            assert all(found == texts[0] for found in texts), (version, field)


def test_one_draft_has_a_sentence_that_nothing_supports(meeting: Meeting) -> None:
    """R03-2: it is not handed on before."""
    version = drafting.latest(practice("tell-the-reason"))
    assert version is not None
    assert [one.field for one in drafting.unsupported(version)] == ["what"]


def test_safeguards_are_met_complete_conditional_wanting_and_half_answered(meeting: Meeting) -> None:
    """R02-3."""
    assert Counter(SafeguardsReview.objects.values_list("result", flat=True)) == {
        "compatible": 4,
        "conditional": 1,
        "insufficient_information": 1,
        "": 1,
    }
    half = SafeguardsReview.objects.get(completed_at=None)
    assert 0 < half.items.exclude(answer="").count() < half.items.count()
    conditional = SafeguardsReview.objects.get(result="conditional")
    assert {*conditional.conditions} == {*LANGUAGES}


def test_sources_have_confirmed_tightened_been_silent_and_are_still_asked(meeting: Meeting) -> None:
    """R12-4."""
    answers = Counter(Confirmation.objects.values_list("answer", flat=True))
    assert answers["confirmed"] >= 10
    assert (answers["tightened"], answers["silent"], answers[""]) == (2, 2, 1)


def test_the_first_edition_holds_what_was_recommended(meeting: Meeting) -> None:
    edition = compendium.latest(meeting.pk, at=NOW)
    assert edition is not None
    assert [one.number for one in edition.entries.all()] == [1, 2, 3]


def test_the_public_register_shows_what_was_decided_and_nothing_else(meeting: Meeting) -> None:
    shown = register.listing([meeting], at=NOW, language="en", chosen={}, page=1)
    decided = meeting.practices.filter(state__in=["recommended", "identified"])
    assert {card.ref for card in shown.cards} == {one.ref for one in decided}
    hidden = meeting.practices.exclude(state__in=["recommended", "identified"])
    assert [public.find(one.ref, at=NOW, language="en") for one in hidden] == [None] * hidden.count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asked_not_to_be_named_is_named_nowhere(meeting: Meeting, client: Client, language: str) -> None:
    """RX-2: neither the name nor the words, on any page of the practice or the compendium."""
    sealed = Excerpt.objects.get(attribution="non_attributed")
    ref = sealed.supports.get().practice.ref
    page = public.find(ref, at=NOW, language=language)
    assert page is not None
    assert "sealed" in {one.telling for one in page.sources}
    for address in (f"practices/{ref}/", "practices/", "compendium/", f"practices/{ref}/data.json"):
        answer = client.get(f"/{page_language(language)}/{address}", follow=True)
        assert answer.status_code == 200, address
        said = answer.content.decode()
        assert [words for words in (*SEALED, sealed.delegation.body.names[language]) if words in said] == []


def test_conditions_of_the_reviewer_print_in_the_public_text(meeting: Meeting, client: Client) -> None:
    review = SafeguardsReview.objects.get(result="conditional")
    for language in ("fr", "ar"):
        address = f"/{language}/practices/{review.version.practice.ref}/"
        assert review.conditions[language] in client.get(address, follow=True).content.decode()


def test_challenges_are_public_and_one_waits_for_an_answer(meeting: Meeting) -> None:
    """R03-3."""
    assert Challenge.objects.filter(public_from__isnull=False).count() == 3
    assert Challenge.objects.filter(answered_by=None).count() == 1


def test_initiatives_are_national_regional_and_global(meeting: Meeting) -> None:
    """R06-2: of invented owners, one more waiting at the desk."""
    shown = register.initiatives([meeting], at=NOW)
    assert {one.level.code for one in shown if one.level} == {"national", "regional", "global"}
    assert Counter(Initiative.objects.values_list("state", flat=True)) == {"published": 3, "received": 1}


def test_alignments_and_readings_are_on_record(meeting: Meeting) -> None:
    assert Alignment.objects.count() == 7
    assert {one.paragraph.language for one in Alignment.objects.all()} >= {"ar", "zh", "en", "fr", "es"}
    accounting = reading.accounting(meeting)
    assert (accounting.set_aside, accounting.rejected) == (3, 3)
    assert accounting.grouped > 30


def test_a_questionnaire_was_answered_and_its_measure_is_a_candidate(meeting: Meeting) -> None:
    statement = Statement.objects.get(form="questionnaire")
    excerpt = Excerpt.objects.get(paragraph__language_version__version__statement=statement)
    assert excerpt.supports.get().practice.state == "candidate"


def test_addresses_are_the_same_on_every_machine(meeting: Meeting) -> None:
    assert practice("preserve-evidence").ref == "sm2016-p-d9cqt9g"
    assert Challenge.objects.get(answered_by=None).ref == "sm2016-c-qc9qfhf"
    assert Statement.objects.get(form="questionnaire").ref == "sm2016-778k8m8"


def test_loading_again_plays_nothing_again(meeting: Meeting) -> None:
    before = (Practice.objects.count(), Excerpt.objects.count(), Act.objects.count())
    loading.load()
    assert (Practice.objects.count(), Excerpt.objects.count(), Act.objects.count()) == before


def test_words_that_a_statement_no_longer_has_stop_the_load(meeting: Meeting) -> None:
    """A quote without its source is no quote."""
    excerpt = Excerpt.objects.first()
    assert excerpt is not None
    with pytest.raises(LookupError, match="in 0 paragraphs"):
        place([excerpt.paragraph], "words that nobody said")
    with pytest.raises(LookupError, match="in 2 paragraphs"):
        place([excerpt.paragraph, excerpt.paragraph], excerpt.text)


def test_the_meeting_is_carried_to_a_framework_with_one_edition_and_a_second_draft(meeting: Meeting) -> None:
    """R04-1, R04-4, R12-8, R12-10: three elements, in six languages, each sentence with what it rests on."""
    edition = meeting.framework.editions.get()
    for language in LANGUAGES:
        content = framework.of(edition, at=NOW, language=language)
        assert len(content.elements) == 3
        words = [one.words for element in content.elements for one in element.guidelines]
        assert {one.language for one in words} == {language}
        assert [one.status for one in words] == ["recommended", "recommended", "proposed", "proposed"]
        for one in words:
            known = {rest.number for rest in one.rests}
            assert all(sentence.marks for sentence in marks.sentences(one.text)), one.text
            assert marks.marks(one.text) <= known
        assert (len(content.options), len(content.future_work)) == (3, 3)
    placed = [one for element in content.elements for g in element.guidelines for one in g.practices]
    assert [one.status for one in placed] == ["recommended", "recommended", "recommended", "identified"]
    lacking = waiting.of(meeting.framework, at=NOW)
    assert len(lacking.unsupported) == 1
    assert len(lacking.unsettled) == 3
    assert len(lacking.undecided) == 1


def test_the_letter_of_transmittal_is_written_in_six_languages_and_stands_in_each_file(
    meeting: Meeting,
) -> None:
    """R12-8: frozen with the edition; PDF, DOCX and HTML in a language hold the letter in it."""
    edition = meeting.framework.editions.get()
    assert len({*edition.letter["bodies"].values()}) == len({*edition.letter["capacities"].values()}) == 6
    assert len({*edition.letter["addressee"].values()}) == 6
    for language in ("ar", "zh"):
        letter = framework.of(edition, at=NOW, language=language).letter
        assert len(letter.paragraphs) == 3
        made = {
            kind: files.file(edition, kind, language=language, at=NOW) for kind in ("docx", "html", "pdf")
        }
        document = docx.Document(BytesIO(made["docx"]))
        in_word = {one.text for one in document.paragraphs}
        for words in letter.paragraphs:
            assert words in in_word
            assert words in html.unescape(made["html"].decode())
        assert letter.capacity in in_word
        page = pypdfium2.PdfDocument(made["pdf"])[0].get_textpage().get_text_range()
        assert {"ar": "باسم لجنة", "zh": "随函转递"}[language] in re.sub(
            r"\s+", " ", unicodedata.normalize("NFKC", page)
        )


def test_two_campaigns_are_there_one_measured_to_its_end_and_one_of_which_much_is_missing(
    meeting: Meeting,
) -> None:
    """R04-3: in six languages, drawn against baseline and target, with what the figures do not tell."""
    ended, draft = campaigns.loaded(meeting.framework.campaigns.all())
    assert (ended.state, draft.state) == ("ended", "draft")
    for name in campaigns.LABELS:
        assert {*getattr(ended, name)} == {*NATIVE_NAMES}
    told = campaigns.shown(ended)
    assert [(one.level, len(one.results)) for one in told.measures] == [
        ("awareness", 12),
        ("engagement", 6),
        ("impact", 2),
    ]
    assert [one.code for one in findings.of(told, today=NOW.date().replace(year=2018))] == ["target_missed"]
    assert len(reviewing.missing(draft)) == 17
    (printed,) = framework.of(meeting.framework.editions.get(), at=NOW, language="ar").campaigns
    assert (printed.number, printed.state, printed.title) == (ended.number, "approved", ended.titles["ar"])
