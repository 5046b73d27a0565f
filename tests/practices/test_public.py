"""What anybody may see: sources as far as they may be told, counts that give nobody away, filters, coverage."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.meetings.models import Instrument
from comity.participants.models import Body, Delegation, Group
from comity.practices import (
    aligning,
    attribution,
    challenges,
    compendium,
    counting,
    drafting,
    flagging,
    grouping,
    issuing,
    public,
    register,
)
from comity.practices.counting import Counts, PublicCounts
from comity.practices.flagging import Cited
from comity.practices.models import Excerpt, Practice, Term
from comity.practices.models.excerpts import Attribution
from comity.practices.showing import Coverage, Label, Page
from comity.practices.sources import Telling
from comity.record.models import Act
from comity.statements import changes
from comity.statements.models import Statement, Version
from tests.makers import NOW, a_delegation, a_group, add_file, publish_draft, the_desk
from tests.practices.makers import (
    TEXT,
    WORDS,
    a_chapter,
    a_decided,
    a_finished,
    a_published,
    a_statement,
    a_threat,
    an_excerpt,
    the_meeting,
    the_paragraph,
    the_rapporteur,
    the_secretariat,
    the_wording,
)
from tests.practices.makers import (
    a_group as a_consolidated,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
FRENCH = "Nous répondons à toute heure."


def the_page(practice: Practice, *, language: str = "en", at: Any = LATER) -> Page:
    page = public.find(practice.ref, at=at, language=language)
    assert page is not None
    return page


def tighten(excerpt: Excerpt, to: Attribution) -> None:
    attribution.tighten(excerpt, to, by=the_rapporteur(), at=NOW)


def a_company(code: str) -> Delegation:
    body = Body.objects.create(code=code, category="private_sector", names={"en": code.title()})
    return Delegation.objects.create(meeting=the_meeting(), body=body)


def everything(page: Page) -> str:
    return json.dumps(dataclasses.asdict(page), default=str, ensure_ascii=False)


def test_a_source_that_may_be_told_is_quoted_with_its_place() -> None:
    """R12-7: each practice cites its source paragraphs."""
    practice = a_published(an_excerpt(), an_excerpt("fra", FRENCH, language="fr"))
    first, second = the_page(practice).sources
    assert (first.number, first.telling, first.words, first.body) == (1, Telling.QUOTED, WORDS, "nor")
    assert (second.words, second.language, second.names) == (
        FRENCH,
        "fr",
        Body.objects.get(code="fra").names,
    )
    excerpt = Excerpt.objects.get(language="fr")
    assert (second.statement, second.version, second.anchor, second.start, second.end, second.sha256) == (
        excerpt.paragraph.language_version.version.statement.ref,
        1,
        excerpt.paragraph.anchor,
        0,
        len(FRENCH),
        excerpt.sha256,
    )


@pytest.mark.parametrize(
    "to", [Attribution.NON_ATTRIBUTED, Attribution.CONFIDENTIAL, Attribution.BY_CATEGORY]
)
def test_a_source_that_may_not_be_told_shows_nowhere(to: Attribution) -> None:
    """RX-1: not by words, name, place, hash, order or number."""
    hidden = an_excerpt("fra", FRENCH, language="fr")
    practice = a_published(hidden, an_excerpt(), what="A contact point answers. [1] It is cheap. [2]")
    tighten(hidden, to)
    page = the_page(practice)
    assert [(one.number, one.telling) for one in page.sources] == [(1, Telling.QUOTED), (2, Telling.SEALED)]
    text = everything(page)
    statement = hidden.paragraph.language_version.version.statement
    for secret in ("France", '"fra"', FRENCH, hidden.sha256, statement.ref, hidden.paragraph.anchor):
        assert secret not in text
    assert {part.field: part.text for part in page.parts}["what"] == (
        "A contact point answers. [2] It is cheap. [1]"
    )


def test_a_category_is_told_where_it_is_a_crowd_and_without_words() -> None:
    """RX-1."""
    company = a_company("alpha")
    practice = a_published(an_excerpt(delegation=company), an_excerpt("fra", FRENCH))
    tighten(Excerpt.objects.get(delegation=company), Attribution.BY_CATEGORY)
    assert the_page(practice).sources[1].telling == Telling.SEALED
    a_company("beta"), a_company("gamma")
    shown = the_page(practice).sources[1]
    assert (shown.telling, shown.category, shown.words, shown.body) == (
        Telling.CATEGORY,
        "private_sector",
        "",
        "",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"consent_to_quote": False},
        {"sensitivity": "confidential"},
        {"withdrawn_at": NOW},
    ],
)
def test_words_are_quoted_only_while_their_source_lets_the_public_read_them(changes: dict[str, Any]) -> None:
    """RX-1, R09-6."""
    practice = a_published()
    Statement.objects.update(**changes)
    assert [one.telling for one in the_page(practice).sources] == [Telling.SEALED]


def test_words_under_embargo_are_not_quoted_before_its_end() -> None:
    """R09-5: on every route."""
    practice = a_published()
    Version.objects.update(public_from=LATER)
    assert the_page(practice, at=NOW).sources[0].telling == Telling.SEALED
    assert the_page(practice, at=LATER).sources[0].telling == Telling.QUOTED


def test_a_quote_from_a_version_that_was_corrected_says_so() -> None:
    excerpt = an_excerpt()
    practice = a_published(excerpt)
    statement = excerpt.paragraph.language_version.version.statement
    desk = the_desk(the_meeting())
    version = changes.new_version(statement, kind=Version.Kind.REVISION, note="new", by=desk, at=NOW)
    add_file(version, "We closed it.", by=desk, at=NOW)
    publish_draft(version, at=LATER)
    (source,) = the_page(practice, at=LATER).sources
    assert (source.telling, source.version, source.is_current) == (Telling.QUOTED, 1, False)


def test_counts_tell_own_words_and_alignment_apart() -> None:
    """R12-9."""
    friends = a_group()
    speaker = a_delegation(the_meeting(), "nor", groups=(friends,))
    statement = a_statement(delegation=speaker, on_behalf_of=friends)
    excerpt = flagging.flag(
        the_paragraph(statement), 0, len(WORDS), kind=Excerpt.Kind.PRACTICE, by=the_rapporteur(), at=NOW
    )
    france = an_excerpt("fra", FRENCH)
    practice = a_published(excerpt, france)
    grouping.attach(
        practice, an_excerpt("chn", "We doubt it."), stance="diverges", by=the_rapporteur(), at=NOW
    )
    for code, aligned_with in (("egy", {"with_group": friends}), ("fra", {"with_group": friends})):
        paragraph = the_paragraph(a_statement(code, f"We align ourselves, says {code}."))
        aligning.record(paragraph, 0, 10, by=the_rapporteur(), at=NOW, **aligned_with)  # type: ignore[arg-type]
    paragraph = the_paragraph(a_statement("bra", "We align ourselves with France."))
    aligning.record(paragraph, 0, 10, with_delegation=france.delegation, by=the_rapporteur(), at=NOW)
    assert counting.counts(practice) == Counts(
        own=2, aligned=2, diverging=1, regions={"weog": 2}, categories={"member_state": 2}
    )
    assert the_page(practice).counts == PublicCounts(
        own=2, aligned=2, diverging=1, regions={"weog": 2}, categories={"member_state": 2}
    )
    Version.objects.filter(statement__delegation__body__code="bra").update(
        public_from=LATER + timedelta(days=1)
    )
    counts = the_page(practice).counts
    assert counts is not None
    assert counts.aligned == 1


def test_a_count_that_would_give_a_source_away_is_not_given() -> None:
    """RX-1, R12-9: counts under three are suppressed."""
    named = an_excerpt()
    hidden = [an_excerpt(code, f"Words of {code}.") for code in ("bra", "arg", "chl")]
    practice = a_published(named, *hidden)
    for excerpt in hidden[:2]:
        tighten(excerpt, Attribution.NON_ATTRIBUTED)
    assert the_page(practice).counts == PublicCounts(
        own=None,
        aligned=None,
        diverging=0,
        regions={"weog": None, "grulac": None},
        categories={"member_state": None},
    )
    tighten(hidden[2], Attribution.NON_ATTRIBUTED)
    assert the_page(practice).counts == PublicCounts(
        own=4, aligned=None, diverging=0, regions={"weog": 1, "grulac": 3}, categories={"member_state": 4}
    )


def test_a_region_that_only_hidden_sources_stand_for_is_not_named() -> None:
    """RX-1."""
    hidden = an_excerpt("bra", "Words.")
    practice = a_published(an_excerpt(), hidden)
    tighten(hidden, Attribution.NON_ATTRIBUTED)
    counts = the_page(practice).counts
    assert counts is not None
    assert counts.regions == {"weog": None}, "a figure would tell that the other is of another region"


@pytest.mark.parametrize(
    ("every", "named", "told"),
    [
        ({"a": 5, "b": 1}, {"a": 5, "b": 1}, {"a": 5, "b": 1}),
        ({"a": 5, "b": 3}, {"a": 1}, {"a": 5, "b": 3}),
        ({"a": 5, "b": 1}, {"a": 1}, {"a": None}),
        ({"a": 5, "b": 2, "c": 1}, {"a": 1}, {"a": 5}),
        ({"a": 4, "b": 3, "c": 1, "d": 2}, {"d": 2}, {"a": 4, "d": None}),
        ({"a": 4, "": 1}, {}, {}),
    ],
)
def test_no_figure_follows_from_the_others(
    every: dict[str, int], named: dict[str, int], told: dict[str, int | None]
) -> None:
    """RX-1: the total, less what is told, leaves three others or none."""
    assert counting.safe_each(Counter(every), Counter(named)) == told


def test_one_unnamed_source_of_another_category_does_not_show_in_the_totals() -> None:
    """RX-1: five in all and four States would tell of one company."""
    company = an_excerpt("x", "Words of Alpha.", delegation=a_company("alpha"))
    hidden = [an_excerpt(code, f"Words of {code}.") for code in ("bra", "arg", "chl")]
    practice = a_published(an_excerpt(), company, *hidden)
    for excerpt in (company, *hidden):
        tighten(excerpt, Attribution.NON_ATTRIBUTED)
    counts = the_page(practice).counts
    assert counts is not None
    assert (counts.own, counts.categories, counts.regions) == (5, {"member_state": None}, {"weog": None})


def test_who_is_told_by_category_hides_nobody_else_of_it() -> None:
    """RX-1: two companies are told of as such; a third is not given away by their number."""
    companies = [an_excerpt("x", f"Words of {one}.", delegation=a_company(one)) for one in ("a", "b", "c")]
    practice = a_published(an_excerpt(), *companies)
    for excerpt in companies:
        tighten(excerpt, Attribution.BY_CATEGORY)
    page = the_page(practice)
    assert page.counts is not None
    assert page.counts.categories == {"member_state": 1, "private_sector": 3}
    tighten(companies[2], Attribution.NON_ATTRIBUTED)
    page = the_page(practice)
    assert page.counts is not None
    assert page.counts.categories == {"member_state": None, "private_sector": None}


def test_the_record_names_no_source_of_words() -> None:
    """RX-1, RX-6."""
    a_published()
    acts = Act.objects.filter(object_type__in=["excerpt", "practice", "confirmation"])
    assert acts.exists()
    told = json.dumps([act.details for act in acts])
    assert not any(secret in told for secret in ("Norway", '"nor"', WORDS))


def test_the_page_is_in_the_reader_s_language_or_the_original() -> None:
    """R12-7."""
    practice = a_decided()
    version = the_wording(practice)
    arabic = {"title": "نقطة اتصال", "summary": "يرد على الطلبات [1].", "what": "نقطة اتصال ترد. [1]"}
    drafting.write(version, language="ar", by=the_rapporteur(), at=NOW, **arabic)
    issuing.publish(practice, by=the_secretariat(), at=NOW)
    page = the_page(practice, language="ar")
    assert (page.card.title, page.card.language, page.card.is_original) == ("نقطة اتصال", "ar", False)
    assert page.languages == ("ar", "en")
    page = the_page(practice, language="zh")
    assert (page.card.language, page.card.is_original, page.original_language) == ("en", True, "en")
    assert page.card.summary == "Requests for evidence are answered at any hour."


@pytest.mark.parametrize(("language", "shown"), [("en", "en"), ("fr", "en")])
def test_conditions_print_in_the_public_text(language: str, shown: str) -> None:
    """R12-6."""
    practice = a_published(result="conditional", conditions={"en": "With an order of a judge."})
    page = the_page(practice, language=language)
    assert (page.conditions, page.conditions_language) == ("With an order of a judge.", shown)
    assert page.safeguards_result == "compatible with stated conditions"


def classified() -> Practice:
    practice = a_published()
    resolution = Instrument.objects.create(symbol="S/RES/1373 (2001)", slug="s-res-1373", kind="resolution")
    terms = {(one.scheme, one.code): one for one in Term.objects.all()}
    drafting.classify(
        practice,
        by=the_rapporteur(),
        at=NOW,
        codings={
            "about": [a_threat(), terms["measure", "evidence"], terms["approach", "civil_society"]],
            "actor": [terms["stakeholder", "private_sector"]],
            "partner": [terms["stakeholder", "academia"]],
        },
        regions=Group.objects.filter(code="weog"),
        instruments=[Cited(resolution, "2 (f)")],
        practice_type=Term.objects.get(scheme="practice_type", code="procedure"),
        since_year=2015,
    )
    kind = Term.objects.get(scheme="evidence_type", code="audit")
    drafting.add_evidence(
        practice, evidence_type=kind, source="Audit 7", dated_on=date(2016, 1, 2), by=the_rapporteur(), at=NOW
    )
    return practice


def test_a_practice_page_has_every_field() -> None:
    """R12-7, R02-1, R06-1."""
    practice = classified()
    page = the_page(practice)
    assert [one.code for one in page.card.measures] == ["evidence"]
    assert [one.code for one in page.card.approaches] == ["law_enforcement", "civil_society"]
    assert [one.title for one in page.partners] == ["academia"]
    assert page.practice_type == Label("procedure", "procedure")
    assert [(one.symbol, one.paragraph) for one in page.card.instruments] == [("S/RES/1373 (2001)", "2 (f)")]
    assert [(one.evidence_type, one.source) for one in page.evidence] == [("audit", "Audit 7")]
    assert [(one.what, one.note) for one in page.history] == [("recommended", "consensus"), ("published", "")]
    assert [part.field for part in page.parts] == ["summary", "what"]
    assert page.parts[0].text == TEXT["summary"]


@pytest.mark.parametrize(
    ("chosen", "total"),
    [
        ({}, 2),
        ({"threat": "recruitment"}, 2),
        ({"actor": "private_sector"}, 1),
        ({"instrument": "s-res-1373", "region": "weog", "status": "recommended"}, 1),
        ({"maturity": "replicated"}, 0),
        ({"chapter": "counter_narratives"}, 0),
        ({"nonsense": "x"}, 2),
    ],
)
def test_the_register_is_browsed_by_filters_that_count(chosen: dict[str, str], total: int) -> None:
    """R12-7."""
    classified()
    a_published(an_excerpt("fra", FRENCH))
    a_decided(an_excerpt("chn", "Not shared."))
    found = register.listing([the_meeting()], at=LATER, language="en", chosen=chosen)
    assert (found.total, found.of_all, len(found.cards)) == (total, 2, total)
    for name in ("maturity", "chapter"):
        options = {one.value: (one.count, one.chosen) for one in found.filters[name]}
        if name in chosen:
            assert options[chosen[name]] == (0, True)
    if not chosen:
        assert [(one.value, one.count) for one in found.filters["actor"]] == [("private_sector", 1)]


def test_a_page_of_the_register_is_cut_and_asks_no_more_for_more() -> None:
    a_published()
    with CaptureQueriesContext(connection) as one:
        register.listing([the_meeting()], at=LATER, language="en")
    for code in ("fra", "chn"):
        a_published(an_excerpt(code, f"Words of {code}."))
    with CaptureQueriesContext(connection) as three:
        found = register.listing([the_meeting()], at=LATER, language="en", page=9, per_page=2)
    assert len(three) == len(one)
    assert (found.page, found.pages, len(found.cards)) == (2, 2, 1)


def test_coverage_shows_where_there_is_nothing_too() -> None:
    """R12-7, R03-3."""
    practice = classified()
    kind = Term.objects.get(scheme="challenge_type", code="jurisdiction")
    answered, open_one = (
        challenges.record(
            the_meeting(),
            titles={"en": title},
            challenge_type=kind,
            threats=[a_threat()],
            excerpts=excerpts,
            by=the_rapporteur(),
            at=NOW,
        )
        for title, excerpts in (("Speed", [an_excerpt("fra", FRENCH)]), ("Language", []))
    )
    challenges.answer(answered, practice, by=the_rapporteur(), at=NOW)
    for one in (answered, open_one):
        challenges.publish(one, by=the_secretariat(), at=NOW)
    found = register.coverage(the_meeting(), at=LATER, language="en")
    assert isinstance(found, Coverage)
    assert found.cells["one", a_chapter().code] == 1
    assert sum(found.cells.values()) == 1
    assert len(found.cells) == 6
    assert [(one.symbol, refs) for one, refs in found.paragraphs.items()] == [
        ("S/RES/1373 (2001)", [practice.ref])
    ]
    assert found.unanswered == [Label(open_one.ref, "Language")]
    first, second = register.challenges([the_meeting()], at=LATER, language="en")
    assert first.answered_by == (Label(practice.ref, TEXT["title"]),)
    assert [one.words for one in first.sources] == [FRENCH]
    assert (second.answered_by, second.sources) == ((), ())
    assert the_page(practice).challenges == (Label(answered.ref, "Speed"),)


def test_what_was_never_shared_is_not_found() -> None:
    for practice in (a_consolidated(), a_finished(an_excerpt("fra"))):
        assert public.find(practice.ref, at=LATER, language="en") is None
    assert public.find("no-such-thing", at=LATER, language="en") is None


def test_a_compendium_has_chapters_and_an_index_of_instruments() -> None:
    """R12-7, R12-8: numbered entries, an index by instrument."""
    practice = classified()
    edition = issuing.issue(the_meeting(), kind="edition", by=the_secretariat(), at=LATER)
    found = compendium.of(edition, at=LATER, language="fr")
    ((chapter, (page,)),) = found.chapters
    assert (chapter.code, page.card.ref, page.card.number) == (a_chapter().code, practice.ref, 1)
    ((cited, numbers),) = found.index
    assert (cited.symbol, cited.paragraph, numbers) == ("S/RES/1373 (2001)", "2 (f)", (1,))
    assert (found.meeting, found.number, found.kind) == ("sm2016", 1, "edition")
