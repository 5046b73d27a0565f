"""The Chair's summary: what it rests on, what stands in its way, how it is cleared and issued."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from comity.meetings.models import Attribution
from comity.participants.models import DELEGATION_ROLES, Role
from comity.practices import attribution, flagging
from comity.practices.models import Excerpt
from comity.refusals import NotAllowed, NotNow, Refused
from comity.summary import authority, checking, clearing, ladder, material, writing
from comity.summary.authority import Act
from comity.summary.checking import Code
from comity.summary.models import Basis, Sentence, Summary, SummaryVersion
from tests.makers import NOW
from tests.practices.makers import one_of, the_chair, the_meeting, the_rapporteur, the_secretariat
from tests.summary.makers import (
    a_cleared,
    a_sentence,
    a_summary,
    an_excerpt,
    an_issued,
    the_session,
    wrote,
)

pytestmark = pytest.mark.django_db


def codes(sentence: Sentence) -> set[Code]:
    found = {one.sentence.pk: one for one in checking.looked_at(a_summary(), at=NOW)}
    return {one.code for one in found[sentence.pk].findings if one.blocks}


@pytest.mark.parametrize("role", [one for one in Role if one not in {*DELEGATION_ROLES, Role.ADMINISTRATOR}])
@pytest.mark.parametrize("act", [*Act])
def test_each_role_does_what_the_table_says(role: Role, act: Act) -> None:
    assert authority.may(one_of(role), act, meeting=the_meeting()) is (role in authority.BY_ROLE[act])


def test_a_sentence_that_rests_on_nothing_is_not_cleared() -> None:
    """R03-4"""
    sentence = writing.add(
        a_summary(), "states", text="States may keep contact points.", by=the_chair(), at=NOW
    )
    assert codes(sentence) == {Code.NO_SUPPORT}
    with pytest.raises(NotNow, match="Sentences with something to mend: 1"):
        clearing.clear(a_summary(), by=the_chair(), at=NOW)
    assert not SummaryVersion.objects.exists()


def test_an_empty_summary_is_not_cleared() -> None:
    with pytest.raises(NotNow, match="no sentence"):
        clearing.clear(a_summary(), by=the_chair(), at=NOW)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "One speaker from Norway reported a contact point."),
        ("en", "A Norwegian expert reported a contact point."),
        ("fr", "Une experte norvégienne a présenté un point de contact."),
        ("es", "Las autoridades noruegas presentaron un punto de contacto."),
        ("ru", "Норвежские эксперты сообщили о контактном пункте."),
        ("ar", "أشار الخبراء النرويجيون إلى نقطة اتصال."),
        ("zh", "挪威介绍了联络点。"),
    ],
)
def test_no_state_is_named_in_any_language_unless_the_chair_lets_it(language: str, text: str) -> None:
    """R03-4"""
    sentence = a_sentence()
    wrote(sentence, text, language)
    assert codes(sentence) == {Code.NAMES_A_STATE}
    with pytest.raises(NotNow):
        a_cleared()
    writing.except_(sentence, "It hosts the centre.", seen=sentence.edits, by=the_chair(), at=NOW)
    assert codes(sentence) == set()
    assert a_cleared().number == 1


def test_only_the_chair_lets_a_state_be_named_or_stands_for_a_quantifier() -> None:
    sentence = a_sentence()
    for who in (the_rapporteur(), the_secretariat()):
        with pytest.raises(NotAllowed, match="Only the Chair"):
            writing.except_(sentence, "why", seen=sentence.edits, by=who, at=NOW)
        with pytest.raises(NotAllowed, match="Only the Chair"):
            writing.stand_for(sentence, True, seen=sentence.edits, by=who, at=NOW)


def test_a_sentence_claims_no_more_speakers_than_stand_behind_it() -> None:
    one, two = an_excerpt("nor"), an_excerpt("fra", "France runs a hotline for evidence at any hour.")
    sentence = a_sentence("Several speakers reported contact points.", one, two)
    looked = checking.looked_at(a_summary(), at=NOW)[0]
    assert (looked.speakers, looked.proposed and looked.proposed.words["en"]) == (2, "Two speakers")
    assert codes(sentence) == {Code.SAYS_MORE}
    wrote(sentence, "Two speakers reported contact points.")
    assert codes(sentence) == set()
    wrote(sentence, "Participants agreed that contact points help.")
    assert codes(sentence) == {Code.SAYS_MORE}
    writing.stand_for(sentence, True, seen=sentence.edits, by=the_chair(), at=NOW)
    assert codes(sentence) == set()


def test_two_excerpts_of_one_delegation_are_one_speaker() -> None:
    one, two = an_excerpt("nor"), an_excerpt("nor", "Norway answers within two hours, by night as well.")
    a_sentence("Two speakers reported contact points.", one, two)
    assert checking.looked_at(a_summary(), at=NOW)[0].speakers == 1


@pytest.mark.parametrize(
    ("speakers", "of", "words"),
    [
        (0, 0, None), (1, 0, "One speaker"), (2, 2, "Two speakers"), (3, 0, "A few speakers"),
        (4, 4, "A few speakers"), (5, 0, "Several speakers"), (9, 0, "Several speakers"),
        (10, 0, "A number of speakers"), (19, 100, "A number of speakers"), (20, 100, "Many speakers"),
        (5, 12, "Many speakers"), (5, 13, "Several speakers"), (6, 8, "Most speakers"), (30, 30, "Most speakers"),
    ],
)  # fmt: skip
def test_the_ladder_says_how_many_spoke(speakers: int, of: int, words: str | None) -> None:
    """DOMAIN.md A.2; a share counts from five speakers."""
    rung = ladder.proposed(ladder.rungs(ladder.shipped()), speakers, of)
    assert (rung.words["en"] if rung else None) == words


def test_the_ladder_is_the_meetings_own_once_it_is_changed() -> None:
    rows = [
        {"least": 1, "share": None, "by_choice": False, "words": {"en": "A speaker"}},
        {"least": 4, "share": None, "by_choice": False, "words": {"en": "Speakers"}},
    ]
    ladder.change(a_summary(), rows, by=the_chair(), at=NOW)
    assert [one.words["en"] for one in ladder.of(Summary.objects.get())] == ["A speaker", "Speakers"]
    ladder.change(a_summary(), [], by=the_secretariat(), at=NOW)
    assert len(ladder.of(Summary.objects.get())) == 8


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"least": None, "share": None, "by_choice": False, "words": {"en": "Some"}}, "from how many"),
        ({"least": 9, "share": None, "by_choice": False, "words": {"en": " "}}, "no words"),
        (
            {"least": 2, "share": None, "by_choice": False, "words": {"en": "Some"}},
            "more than the one before",
        ),
    ],
)
def test_a_ladder_that_does_not_rise_is_refused(row: dict[str, object], says: str) -> None:
    first = {"least": 3, "share": None, "by_choice": False, "words": {"en": "A few"}}
    with pytest.raises(Refused, match=says):
        ladder.change(a_summary(), [first, row], by=the_chair(), at=NOW)


def test_words_of_a_source_that_is_not_named_are_not_repeated() -> None:
    """RX-1"""
    sealed = an_excerpt("nor")
    attribution.tighten(sealed, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    sentence = a_sentence(
        "One speaker said they keep a contact point that answers requests for evidence day and night.", sealed
    )
    assert codes(sentence) == {Code.TELLS_SOURCE}
    wrote(sentence, "One speaker described an office that is reached at any hour.")
    assert codes(sentence) == set()
    assert [one.whose for one in checking.looked_at(a_summary(), at=NOW)[0].pieces] == ["not named"]


def test_what_is_confidential_or_taken_back_carries_nothing() -> None:
    """RX-1"""
    closed, taken = an_excerpt("nor"), an_excerpt("fra", "France runs a hotline.")
    attribution.tighten(closed, Attribution.CONFIDENTIAL, by=the_rapporteur(), at=NOW)
    attribution.tighten(taken, Attribution.WITHDRAWN, by=the_rapporteur(), at=NOW)
    assert not material.excerpts(the_meeting(), at=NOW).exists()
    for one in (closed, taken):
        with pytest.raises(Refused, match="cannot carry"):
            a_sentence("x", one)
    assert not Sentence.objects.exists()


@pytest.mark.parametrize("key", ["", "e", "e0", "x1", "e-1", "e²", "i9", "e" + "9" * 30, "e1;"])
def test_a_key_of_nothing_is_refused(key: str) -> None:
    with pytest.raises(Refused, match="cannot carry"):
        writing.add(a_summary(), "states", keys=[key], text="x", by=the_chair(), at=NOW)


def test_words_under_an_embargo_carry_nothing_yet() -> None:
    excerpt = an_excerpt()
    before = NOW - timedelta(days=30)
    assert material.excerpts(the_meeting(), at=NOW).get() == excerpt
    assert not material.excerpts(the_meeting(), at=before).exists()


def test_a_sentence_whose_support_is_discarded_later_is_told_and_not_issued() -> None:
    """R03-4"""
    excerpt = an_excerpt()
    sentence = a_sentence("One speaker reported a contact point.", excerpt)
    version = a_cleared()
    flagging.discard(excerpt, by=the_rapporteur(), at=NOW)
    assert codes(sentence) == {Code.LOST_SUPPORT}
    with pytest.raises(NotNow, match="sentences 1 rest on"):
        clearing.issue(version, by=the_secretariat(), at=NOW)
    version.refresh_from_db()
    assert version.issued_at is None


def test_from_draft_to_cleared_to_issued_and_back_to_draft() -> None:
    sentence = a_sentence()
    summary = a_summary()

    def state() -> clearing.State:
        return clearing.state_of(summary, checking.looked_at(summary, at=NOW), at=NOW)

    assert state() == clearing.State.DRAFT
    version = a_cleared()
    assert state() == clearing.State.CLEARED
    assert clearing.shown_versions(the_meeting()) == []
    clearing.issue(version, by=the_secretariat(), at=NOW)
    assert state() == clearing.State.ISSUED
    assert clearing.shown_versions(the_meeting()) == [version]
    wrote(sentence, "One speaker described a contact point.")
    assert state() == clearing.State.DRAFT
    second = a_cleared()
    assert (second.number, second.issued_at) == (2, None)
    assert version.content["parts"][0]["sentences"][0]["texts"]["en"].startswith("One speaker reported")


def test_only_the_chair_clears_and_only_the_secretariat_issues() -> None:
    a_sentence()
    for who in (the_rapporteur(), the_secretariat()):
        with pytest.raises(NotAllowed):
            clearing.clear(a_summary(), by=who, at=NOW)
    version = a_cleared()
    for who in (the_rapporteur(), the_chair()):
        with pytest.raises(NotAllowed):
            clearing.issue(version, by=who, at=NOW)


def test_nothing_is_cleared_or_issued_twice() -> None:
    version = an_issued()
    with pytest.raises(NotNow, match="Nothing has changed"):
        a_cleared()
    with pytest.raises(NotNow, match="issued already"):
        clearing.issue(version, by=the_secretariat(), at=NOW)


def test_an_earlier_version_is_not_issued_once_another_was_cleared() -> None:
    sentence = a_sentence()
    first = a_cleared()
    wrote(sentence, "One speaker described a contact point.")
    a_cleared()
    with pytest.raises(NotNow, match="later version"):
        clearing.issue(first, by=the_secretariat(), at=NOW)


@pytest.mark.parametrize("change", [{"content": {}}, {"trace": {}}, {"sha256": "x"}, {"number": 9}])
def test_the_database_keeps_a_version_as_it_was_cleared(change: dict[str, object]) -> None:
    version = a_cleared()
    with pytest.raises(DatabaseError), transaction.atomic():
        SummaryVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SummaryVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_the_database_keeps_an_issued_version_issued() -> None:
    version = an_issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        SummaryVersion.objects.filter(pk=version.pk).update(issued_at=None, issued_by=None)


def test_who_saves_second_is_told() -> None:
    sentence = a_sentence()
    writing.write(sentence, "One speaker said this.", language="en", seen=0, by=the_chair(), at=NOW)
    with pytest.raises(NotNow, match="meanwhile"):
        writing.write(sentence, "One speaker said that.", language="en", seen=0, by=the_rapporteur(), at=NOW)
    sentence.refresh_from_db()
    assert sentence.texts == {"en": "One speaker said this."}


def test_the_secretariat_translates_and_does_not_write_the_original() -> None:
    sentence = a_sentence()
    writing.write(sentence, "Un orateur l’a dit.", language="fr", seen=0, by=the_secretariat(), at=NOW)
    with pytest.raises(NotAllowed):
        writing.write(sentence, "x", language="en", seen=1, by=the_secretariat(), at=NOW)
    assert set(sentence.texts) == {"en", "fr"}


def test_a_version_holds_the_languages_that_are_whole() -> None:
    one, two = a_sentence(), a_sentence("One speaker asked for training.")
    wrote(one, "Un orateur l’a dit.", "fr")
    wrote(one, "Один из ораторов сообщил об этом.", "ru")
    wrote(two, "Un orateur a demandé une formation.", "fr")
    assert a_cleared().content["languages"] == ["en", "fr"]


def test_sentences_are_moved_taken_out_and_put_back() -> None:
    one, two = a_sentence("One speaker said A."), a_sentence("One speaker said B.")
    writing.move(two, up=True, by=the_chair(), at=NOW)
    assert [row.number for row in checking.standing(a_summary())] == [2, 1]
    writing.move(two, up=True, by=the_chair(), at=NOW)
    assert [row.number for row in checking.standing(a_summary())] == [2, 1]
    one.refresh_from_db()
    writing.remove(one, seen=one.edits, by=the_chair(), at=NOW)
    assert [row.number for row in checking.standing(a_summary())] == [2]
    with pytest.raises(NotNow):
        writing.write(one, "x", language="en", seen=one.edits, by=the_chair(), at=NOW)
    writing.put_back(one, by=the_chair(), at=NOW)
    with pytest.raises(NotNow, match="stands in the draft"):
        writing.put_back(one, by=the_chair(), at=NOW)
    assert writing.add(a_summary(), "states", by=the_chair(), at=NOW).number == 3


@pytest.mark.parametrize("part", [*Sentence.Part.values])
def test_parts_and_sessions_go_together(part: str) -> None:
    wrong = None if part in ("issues", "measures", "gaps", "divergence") else the_session()
    with pytest.raises(Refused, match="belong to a session"):
        writing.add(a_summary(), part, session=wrong, by=the_chair(), at=NOW)


def test_what_may_be_summed_up_is_laid_out_by_session_with_what_says_alike_together() -> None:
    from tests.practices.makers import a_candidate

    one, two = an_excerpt("nor"), an_excerpt("fra", "France runs a hotline for evidence at any hour.")
    gap = an_excerpt("jpn", "Requests often wait for months.", kind=Excerpt.Kind.CHALLENGE)
    a_candidate(one, two, title="Contact points")
    laid = material.offers(a_summary(), at=NOW)
    here = the_session().pk
    measures = laid[here, "measures"]
    assert [(offer.title, offer.speakers) for offer in measures] == [("Contact points", 2)]
    assert [piece.key for offer in laid[here, "gaps"] for piece in offer.pieces] == [f"e{gap.pk}"]


def test_a_basis_is_taken_away_and_the_sentence_says_so() -> None:
    sentence = a_sentence()
    basis = Basis.objects.get()
    writing.release(basis, by=the_rapporteur(), at=NOW)
    assert codes(sentence) == {Code.NO_SUPPORT}
    basis.pk = 10**6
    with pytest.raises(NotNow, match="already"):
        writing.release(basis, by=the_rapporteur(), at=NOW)


def test_a_strangers_hand_is_refused_everywhere() -> None:
    sentence, stranger = a_sentence(), one_of(Role.PRESS_OFFICER)
    basis = Basis.objects.get()
    acts = [
        lambda: writing.begin(the_meeting(), language="en", by=stranger, at=NOW),
        lambda: writing.add(a_summary(), "states", by=stranger, at=NOW),
        lambda: writing.write(sentence, "x", language="en", seen=0, by=stranger, at=NOW),
        lambda: writing.write(sentence, "x", language="fr", seen=0, by=stranger, at=NOW),
        lambda: writing.remove(sentence, seen=0, by=stranger, at=NOW),
        lambda: writing.put_back(sentence, by=stranger, at=NOW),
        lambda: writing.move(sentence, up=True, by=stranger, at=NOW),
        lambda: writing.rest(sentence, ["e1"], by=stranger, at=NOW),
        lambda: writing.release(basis, by=stranger, at=NOW),
        lambda: ladder.change(a_summary(), [], by=stranger, at=NOW),
        lambda: clearing.clear(a_summary(), by=stranger, at=NOW),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_meeting_has_one_summary() -> None:
    a_summary()
    with pytest.raises(NotNow, match="Somebody else"):
        writing.begin(the_meeting(), language="fr", by=the_chair(), at=NOW)
