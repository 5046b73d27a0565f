"""The human-rights gate: every question answered, nothing unknown, conditions stated; kept by the database too."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from comity.participants.models import Role
from comity.practices import drafting, issuing, safeguards
from comity.practices.models import ReviewItem, SafeguardsReview, Term
from comity.practices.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from comity.texts.model import LANGUAGES
from tests.makers import NOW
from tests.practices.makers import (
    a_circulated,
    a_decided,
    a_drafted,
    a_finished,
    a_reviewed,
    a_threat,
    an_answered_review,
    an_excerpt,
    one_of,
    pass_review,
    the_rapporteur,
    the_reviewer,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
GENERAL = 15
"""Questions that every practice is asked."""


def test_the_checklist_covers_what_the_requirement_names_in_six_languages() -> None:
    """R12-6."""
    codes = [one.code for one in safeguards.checklist()]
    assert len(codes) == len({*codes}) == 29
    assert {
        "legality",
        "legitimate_aim",
        "necessity",
        "proportionality",
        "non_discrimination",
        "due_process",
    } <= {*codes}
    assert {"oversight", "remedy", "privacy", "transparency", "sunset"} <= {*codes}
    assert len([code for code in codes if code.startswith("rabat_")]) == 6
    for one in safeguards.checklist():
        assert {*one.titles} == {*one.questions} == {*LANGUAGES}
    assert str(safeguards.checklist()[0]) == "Legality"


@pytest.mark.parametrize(
    ("speech", "companies", "count"),
    [(False, False, GENERAL), (True, False, GENERAL + 7), (False, True, GENERAL + 7), (True, True, 29)],
)
def test_measures_on_speech_and_companies_are_asked_more(speech: bool, companies: bool, count: int) -> None:
    """R12-6: Rabat for speech, the principles for companies."""
    review = safeguards.start(
        the_wording(a_finished()), speech=speech, companies=companies, by=the_reviewer(), at=NOW
    )
    assert review.items.count() == count
    assert len(safeguards.open_questions(review)) == count


@pytest.mark.parametrize(
    ("scheme", "code", "expected"),
    [
        ("threat", "incitement", (True, False)),
        ("stakeholder", "private_sector", (False, True)),
        ("measure", "oversight", (False, False)),
    ],
)
def test_the_practice_s_terms_suggest_which_parts_are_asked(
    scheme: str, code: str, expected: tuple[bool, bool]
) -> None:
    practice = a_drafted()
    term = Term.objects.get(scheme=scheme, code=code)
    drafting.classify(practice, codings={"about": [a_threat(), term]}, by=the_rapporteur(), at=NOW)
    assert safeguards.suggested(practice) == expected


def test_a_type_of_practice_suggests_too() -> None:
    practice = a_drafted()
    term = Term.objects.get(scheme="practice_type", code="self_regulation")
    drafting.classify(practice, practice_type=term, by=the_rapporteur(), at=NOW)
    assert safeguards.suggested(practice) == (False, True)


def test_a_wording_is_reviewed_when_it_was_handed_on() -> None:
    practice = a_drafted()
    with pytest.raises(NotNow, match="handed on"):
        safeguards.start(the_wording(practice), by=the_reviewer(), at=NOW)


def test_a_review_that_is_open_is_taken_up_again() -> None:
    version = the_wording(a_finished())
    first = safeguards.start(version, by=the_reviewer(), at=NOW)
    assert safeguards.start(version, by=the_reviewer(), at=NOW) == first
    assert str(first) == f"{version}: …"


@pytest.mark.parametrize("answer", ["no", "partly", "not_applicable", "unknown"])
def test_every_answer_but_yes_has_a_reason(answer: str) -> None:
    """R12-6."""
    review = safeguards.start(the_wording(a_finished()), by=the_reviewer(), at=NOW)
    with pytest.raises(Refused, match="reason"):
        safeguards.answer(review, "legality", answer=answer, by=the_reviewer(), at=NOW)
    item = safeguards.answer(
        review, "legality", answer=answer, reason="see the law", source="Act 5", by=the_reviewer(), at=NOW
    )
    assert (item.answer, item.source) == (answer, "Act 5")
    assert str(item).startswith("legality: ")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewItem.objects.filter(pk=item.pk).update(reason="")


@pytest.mark.parametrize(("code", "answer"), [("nothing", "yes"), ("legality", "perhaps")])
def test_a_question_and_an_answer_are_of_the_list(code: str, answer: str) -> None:
    review = safeguards.start(the_wording(a_finished()), by=the_reviewer(), at=NOW)
    with pytest.raises(Refused, match="Choose"):
        safeguards.answer(review, code, answer=answer, reason="x", by=the_reviewer(), at=NOW)


@pytest.mark.parametrize(
    ("answer", "result", "details", "sentence"),
    [
        ("unknown", "compatible", {}, "is unknown"),
        ("unknown", "conditional", {"conditions": {"en": "With a judge."}}, "is unknown"),
        ("yes", "conditional", {}, "State the conditions"),
        ("yes", "conditional", {"conditions": {"fr": "Avec un juge."}}, "State the conditions"),
        ("unknown", "insufficient_information", {}, "Give the reasons"),
        ("no", "not_compatible", {"reasons": " "}, "Give the reasons"),
        ("yes", "splendid", {}, "one of the results"),
    ],
)
def test_a_result_must_follow_from_the_answers(
    answer: str, result: str, details: dict[str, object], sentence: str
) -> None:
    """R02-3."""
    practice = a_finished()
    review = an_answered_review(practice, answer)
    with pytest.raises(Refused, match=sentence):
        safeguards.complete(review, result=result, by=the_reviewer(), at=NOW, **details)  # type: ignore[arg-type]
    assert safeguards.standing(the_wording(practice)) is None


def test_an_open_question_keeps_the_review_open() -> None:
    """R02-3: every item answered."""
    review = safeguards.start(the_wording(a_finished()), by=the_reviewer(), at=NOW)
    with pytest.raises(Refused, match="“Legality” is open"):
        safeguards.complete(review, result="compatible", by=the_reviewer(), at=NOW)


@pytest.mark.parametrize(
    ("result", "state", "passes"),
    [
        ("compatible", State.REVIEWED, True),
        ("insufficient_information", State.REVIEWED, False),
        ("not_compatible", State.NOT_RETAINED, False),
    ],
)
def test_what_a_result_leads_to(result: str, state: State, passes: bool) -> None:
    """R02-3."""
    practice = a_reviewed(result=result, reasons="as it is")
    assert (practice.state, safeguards.passes(the_wording(practice))) == (state, passes)


def test_conditions_are_kept_with_the_wording() -> None:
    """R12-6."""
    practice = a_reviewed(result="conditional", conditions={"en": " With a judge. ", "fr": " "})
    review = safeguards.standing(the_wording(practice))
    assert review is not None
    assert (review.conditions, review.meeting) == ({"en": "With a judge."}, practice.meeting)
    assert safeguards.passes(the_wording(practice))


def test_a_later_review_of_the_same_wording_takes_the_place_of_the_first() -> None:
    practice = a_circulated()
    version = the_wording(practice)
    review = safeguards.start(version, by=the_reviewer(), at=NOW)
    practice.refresh_from_db()
    assert (practice.state, safeguards.standing(version)) == (State.DRAFTED, None)
    assert safeguards.open_questions(review) == []  # the answers of the first are there to begin with
    safeguards.complete(review, result="compatible", by=the_reviewer(), at=NOW)
    assert safeguards.standing(version) == review
    assert version.reviews.count() == 2


def test_a_review_of_a_drafted_wording_is_replaced_before_it_moved_on() -> None:
    practice = a_finished()
    review = an_answered_review(practice)
    drafting.reword(practice, reason="a slip", by=the_rapporteur(), at=NOW)
    with pytest.raises(NotNow, match="newer one"):
        safeguards.complete(review, result="compatible", by=the_reviewer(), at=NOW)


def test_what_was_public_and_is_found_incompatible_is_withdrawn() -> None:
    """R02-3."""
    practice = a_decided()
    issuing.review(practice, reason="new law", by=the_secretariat(), at=NOW)
    version = drafting.begin(practice, language="en", by=the_rapporteur(), at=NOW)
    drafting.finish(version, by=the_rapporteur(), at=NOW)
    pass_review(practice, "not_compatible", reasons="it profiles")
    assert (practice.state, practice.reason, practice.closed_at) == (State.WITHDRAWN, "it profiles", NOW)


def test_a_completed_review_is_fixed() -> None:
    practice = a_reviewed()
    review = SafeguardsReview.objects.get()
    for act in (
        lambda: safeguards.answer(review, "legality", answer="yes", by=the_reviewer(), at=NOW),
        lambda: safeguards.complete(review, result="compatible", by=the_reviewer(), at=NOW),
    ):
        with pytest.raises(NotNow):
            act()
    assert practice.state == State.REVIEWED


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE comity_reviewitem SET answer = 'yes'",
        "DELETE FROM comity_reviewitem",
        "UPDATE comity_safeguardsreview SET result = 'not_compatible'",
        "UPDATE comity_safeguardsreview SET completed_at = NULL",
        "DELETE FROM comity_safeguardsreview",
    ],
)
def test_the_database_keeps_a_completed_review(sql: str) -> None:
    """R02-3."""
    a_reviewed()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert SafeguardsReview.objects.get().result == "compatible"


@pytest.mark.parametrize("answer", ["", "unknown"])
def test_the_database_completes_no_review_over_an_open_or_unknown_answer(answer: str) -> None:
    """R02-3: enforced by the database, not by the screen."""
    practice = a_finished()
    review = an_answered_review(practice)
    ReviewItem.objects.filter(review=review, code="remedy").update(answer=answer)
    with pytest.raises(DatabaseError), transaction.atomic():
        SafeguardsReview.objects.filter(pk=review.pk).update(
            result="compatible", reviewer=the_reviewer(), completed_at=NOW
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        SafeguardsReview.objects.create(
            version=the_wording(a_finished(an_excerpt("fra"))),
            speech=False,
            companies=False,
            result="compatible",
            started_by=the_reviewer(),
            started_at=NOW,
            reviewer=the_reviewer(),
            completed_at=NOW,
        )


@pytest.mark.parametrize("role", [Role.RAPPORTEUR, Role.SECRETARIAT, Role.CHAIR])
def test_only_a_reviewer_answers(role: Role) -> None:
    """R02-3."""
    practice = a_finished()
    review = an_answered_review(practice)
    person = one_of(role)
    for act in (
        lambda: safeguards.start(the_wording(practice), by=person, at=NOW),
        lambda: safeguards.answer(review, "legality", answer="yes", by=person, at=NOW),
        lambda: safeguards.complete(review, result="compatible", by=person, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
