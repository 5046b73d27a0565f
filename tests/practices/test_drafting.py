"""A wording in six languages, each sentence with its source; frozen once it is handed on."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from comity.meetings.models import Instrument
from comity.participants.models import Group
from comity.practices import binding, drafting, grouping, issuing, screening
from comity.practices.drafting import Unsupported
from comity.practices.flagging import Cited
from comity.practices.models import Practice, PracticeText, Term
from comity.practices.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW
from tests.practices.makers import (
    TEXT,
    a_chapter,
    a_decided,
    a_drafted,
    a_finished,
    a_group,
    a_reviewed,
    a_threat,
    an_excerpt,
    pass_review,
    the_meeting,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db


def test_a_practice_is_worded_in_its_original_language_and_others() -> None:
    """R12-2."""
    practice = a_group()
    version = drafting.begin(practice, language="fr", by=the_rapporteur(), at=NOW)
    assert [(text.language, text.title) for text in version.texts.all()] == [("fr", "Keep a contact point")]
    drafting.write(version, language="fr", title="Tenir un point de contact", by=the_rapporteur(), at=NOW)
    drafting.write(version, language="ar", title="نقطة اتصال", what="نعم [1].", by=the_rapporteur(), at=NOW)
    assert (practice.state, version.number, version.original_language) == (State.DRAFTED, 1, "fr")
    assert {text.language: text.title for text in version.texts.all()} == {
        "fr": "Tenir un point de contact",
        "ar": "نقطة اتصال",
    }
    assert (str(version), version.meeting) == (f"{practice.ref}/v1", the_meeting())
    assert str(version.texts.get(language="ar")) == f"{practice.ref}/v1 ar"


@pytest.mark.parametrize("fields", [{"title": " "}, {"title": "x" * 201}, {"what": "no title yet"}])
def test_a_text_needs_a_title_of_reasonable_length(fields: dict[str, str]) -> None:
    version = the_wording(a_drafted())
    with pytest.raises(Refused, match="title"):
        drafting.write(version, language="es", by=the_rapporteur(), at=NOW, **fields)


def test_a_language_is_an_official_one() -> None:
    with pytest.raises(Refused, match="six official"):
        drafting.begin(a_group(), language="de", by=the_rapporteur(), at=NOW)


def test_each_sentence_without_a_source_is_named() -> None:
    """R12-1."""
    practice = a_drafted(summary="It works. It is cheap [1]. It is loved [7].", who="Prosecutors [1].")
    assert drafting.unsupported(the_wording(practice)) == [
        Unsupported("en", "summary", "It works."),
        Unsupported("en", "summary", "It is loved [7].", (7,)),
    ]
    with pytest.raises(Refused, match=r"No excerpt supports this sentence .English.: “It works.”"):
        drafting.finish(the_wording(practice), by=the_rapporteur(), at=NOW)


def test_a_sentence_loses_its_support_with_the_words() -> None:
    practice = a_drafted(an_excerpt(), an_excerpt("fra"), who="Prosecutors [2].")
    assert drafting.unsupported(the_wording(practice)) == []
    grouping.detach(practice.supports.get(number=2), by=the_rapporteur(), at=NOW)
    assert [one.unknown for one in drafting.unsupported(the_wording(practice))] == [(2,)]


def test_a_long_title_is_pointed_out() -> None:
    version = the_wording(a_drafted(title="word " * 16))
    drafting.write(version, language="zh", title="保持联络点", by=the_rapporteur(), at=NOW)
    assert drafting.long_titles(version) == ["en"]


@pytest.mark.parametrize(
    ("language", "what", "words"),
    [
        ("en", "States shall keep a log. They SHALL not delay.", ["shall", "SHALL"]),
        ("en", "Member States should keep a log, as may be marshalled.", []),
        ("fr", "Les États doivent tenir un registre. Ils devraient le publier.", ["doivent"]),
        ("es", "Los Estados deberán llevar un registro y deberían publicarlo.", ["deberán"]),
        ("ru", "Государства обязаны вести журнал; им следует его публиковать.", ["обязаны"]),
        ("ar", "يجب على الدول أن تحتفظ بسجل. وينبغي للدول أن تنشره.", ["يجب على"]),
        ("zh", "各国必须保存记录，会员国应公布记录。", ["必须"]),
    ],
)
def test_words_that_bind_are_pointed_out(language: str, what: str, words: list[str]) -> None:
    """R02-1: a practice is not binding."""
    assert binding.words(PracticeText(language=language, title="", what=what)) == words


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda practice: practice.codings.all().delete(), "threat vector"),
        (lambda practice: Practice.objects.update(chapter=None), "chapter"),
        (lambda practice: PracticeText.objects.update(what=""), "what is done"),
        (lambda practice: PracticeText.objects.all().delete(), "what is done"),
    ],
)
def test_a_wording_is_not_handed_on_before_it_is_whole(spoil: object, sentence: str) -> None:
    """R01-1."""
    practice = a_drafted()
    spoil(practice)  # type: ignore[operator]
    with pytest.raises(Refused, match=sentence):
        drafting.finish(the_wording(Practice.objects.get()), by=the_rapporteur(), at=NOW)


def test_what_was_handed_on_does_not_change() -> None:
    version = the_wording(a_finished())
    for act in (
        lambda: drafting.write(version, language="en", title="Other", by=the_rapporteur(), at=NOW),
        lambda: drafting.set_strength(version, strength="should", by=the_rapporteur(), at=NOW),
        lambda: drafting.finish(version, by=the_rapporteur(), at=NOW),
    ):
        with pytest.raises(NotNow, match="no longer changes"):
            act()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_practicetext SET title = 'x'",
        "DELETE FROM comity_practicetext",
        "UPDATE comity_practiceversion SET frozen_at = NULL",
        "UPDATE comity_practiceversion SET strength = 'should'",
        "DELETE FROM comity_practiceversion",
    ],
)
def test_the_database_keeps_a_frozen_wording(sql: str) -> None:
    a_finished()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert PracticeText.objects.get().title == TEXT["title"]


def test_a_translation_may_follow_and_names_the_same_sources() -> None:
    version = the_wording(a_finished())
    spanish = {"summary": "Se responde a toda hora [1].", "what": "Un punto de contacto responde. [1]"}
    with pytest.raises(Refused, match="same sources"):
        drafting.write(
            version, language="es", title="Mantener", by=the_rapporteur(), at=NOW, summary="Se responde."
        )
    drafting.write(version, language="es", title="Mantener", by=the_rapporteur(), at=NOW, **spanish)
    with pytest.raises(NotNow):
        drafting.write(version, language="es", title="Otro", by=the_rapporteur(), at=NOW)
    assert version.texts.count() == 2


def test_how_strongly_it_is_put_is_chosen_before() -> None:
    version = the_wording(a_drafted())
    assert version.strength == "encouraged"
    drafting.set_strength(version, strength="may_consider", by=the_rapporteur(), at=NOW)
    assert version.strength == "may_consider"


def test_a_practice_is_classified_with_instruments_down_to_the_paragraph() -> None:
    """R02-1, R06-1, R01-1."""
    practice = a_drafted()
    resolution = Instrument.objects.create(symbol="S/RES/1373 (2001)", slug="s-res-1373", kind="resolution")
    actor = Term.objects.get(scheme="stakeholder", code="private_sector")
    drafting.classify(
        practice,
        by=the_rapporteur(),
        at=NOW,
        codings={"about": [a_threat(), a_threat()], "actor": [actor]},
        aspects=the_meeting().aspects.all(),
        regions=Group.objects.filter(code="weog"),
        instruments=[Cited(resolution, "2 (f)"), Cited(resolution, "2 (f)")],
        maturity="promising",
        since_year=2015,
    )
    assert [str(one) for one in practice.instrument_links.all()] == ["S/RES/1373 (2001) 2 (f)"]
    assert [(one.role, one.term.code) for one in practice.codings.all()] == [
        ("about", "recruitment"),
        ("actor", "private_sector"),
    ]
    assert (practice.maturity, practice.since_year) == ("promising", 2015)
    assert (practice.aspects.count(), practice.regions.count(), practice.chapter) == (2, 1, a_chapter())
    drafting.classify(practice, by=the_rapporteur(), at=NOW, status="pilot")
    assert (practice.status, practice.codings.count()) == ("pilot", 2)


def test_evidence_has_a_source_and_is_taken_out_without_a_loss() -> None:
    practice = a_drafted()
    kind = Term.objects.get(scheme="evidence_type", code="evaluation")
    with pytest.raises(Refused, match="source"):
        drafting.add_evidence(practice, evidence_type=kind, source=" ", by=the_rapporteur(), at=NOW)
    evidence = drafting.add_evidence(
        practice,
        evidence_type=kind,
        source="Evaluation 2016",
        dated_on=date(2016, 5, 1),
        by=the_rapporteur(),
        at=NOW,
    )
    assert (str(evidence), evidence.meeting) == ("Evaluation 2016", the_meeting())
    drafting.remove_evidence(evidence, by=the_rapporteur(), at=NOW)
    assert evidence.removed_at == NOW
    with pytest.raises(NotNow):
        drafting.remove_evidence(evidence, by=the_rapporteur(), at=NOW)


def test_a_new_wording_begins_with_the_words_of_the_old() -> None:
    practice = a_reviewed()
    with pytest.raises(Refused, match="why"):
        drafting.reword(practice, reason=" ", by=the_rapporteur(), at=NOW)
    version = drafting.reword(practice, reason="a fact was wrong", by=the_rapporteur(), at=NOW)
    practice.refresh_from_db()
    assert (practice.state, version.number, version.frozen_at) == (State.DRAFTED, 2, None)
    assert version.texts.get().what == TEXT["what"]
    with pytest.raises(NotNow, match="is open"):
        drafting.reword(practice, reason="again", by=the_rapporteur(), at=NOW)


def test_a_wording_in_the_reviewer_s_hands_is_reworded_too() -> None:
    practice = a_finished()
    assert drafting.reword(practice, reason="a slip", by=the_rapporteur(), at=NOW).number == 2
    assert practice.state == State.DRAFTED


def test_a_candidate_that_was_drafted_once_takes_its_words_up_again() -> None:
    practice = a_drafted()
    screening.take_back(practice, reason="two in one", by=the_rapporteur(), at=NOW)
    screening.screen(practice, by=the_rapporteur(), at=NOW)
    screening.consolidate(practice, by=the_rapporteur(), at=NOW)
    version = drafting.begin(practice, language="ru", by=the_rapporteur(), at=NOW)
    assert (version.number, version.texts.get().title) == (1, TEXT["title"])


def test_the_wording_of_a_decided_practice_is_given_up_and_what_was_decided_stands() -> None:
    practice = a_decided()
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    drafting.write(version, language="en", title="Another title", by=the_rapporteur(), at=NOW)
    for act in (screening.take_back, screening.not_retain):
        with pytest.raises(NotNow, match="decided once"):
            act(practice, reason="x", by=the_rapporteur(), at=NOW)
    with pytest.raises(Refused, match="why"):
        drafting.drop(practice, reason="", by=the_rapporteur(), at=NOW)
    drafting.drop(practice, reason="not better", by=the_rapporteur(), at=NOW)
    assert (practice.state, practice.versions.count()) == (State.UNDER_REVIEW, 1)
    again = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    assert (again.number, again.texts.get().title) == (2, TEXT["title"])


def test_a_frozen_wording_that_was_given_up_is_not_what_the_next_begins_with() -> None:
    practice = a_decided()
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    drafting.write(version, language="en", title="Another title", by=the_rapporteur(), at=NOW)
    drafting.finish(version, by=the_rapporteur(), at=NOW)
    pass_review(practice)
    drafting.drop(practice, reason="not better", by=the_rapporteur(), at=NOW)
    again = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    assert (again.number, again.texts.get().title) == (3, TEXT["title"])


def test_a_wording_that_nothing_was_decided_before_is_not_given_up_so() -> None:
    with pytest.raises(NotNow, match="Nothing was decided"):
        drafting.drop(a_drafted(), reason="x", by=the_rapporteur(), at=NOW)


def test_only_a_rapporteur_drafts() -> None:
    practice = a_drafted()
    version, reviewer = the_wording(practice), the_reviewer()
    for act in (
        lambda: drafting.begin(practice, language="en", by=reviewer, at=NOW),
        lambda: drafting.write(version, language="en", by=reviewer, at=NOW),
        lambda: drafting.classify(practice, by=reviewer, at=NOW),
        lambda: drafting.finish(version, by=reviewer, at=NOW),
        lambda: drafting.reword(practice, reason="x", by=reviewer, at=NOW),
        lambda: drafting.drop(practice, reason="x", by=reviewer, at=NOW),
        lambda: drafting.set_strength(version, strength="should", by=reviewer, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
