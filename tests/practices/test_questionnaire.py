"""Answers to the ten questions are statements like any other, of companies and civil society too."""

from __future__ import annotations

from typing import Any

import pytest

from comity.participants.models import Body, Delegation, Person
from comity.practices import questionnaire, reading
from comity.practices.states import State
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import publication, review
from comity.statements.models import Receipt, Statement
from comity.texts.model import LANGUAGES
from tests.makers import NOW, a_delegate, the_desk
from tests.practices.makers import marks, the_meeting, the_rapporteur

pytestmark = pytest.mark.django_db
ANSWERS = {
    "measure": "We tell users when we remove what they wrote.\n\nThey may appeal.",
    "problem": "Errors go unseen.",
    "results": "One appeal in ten succeeds.",
}


def a_company() -> tuple[Delegation, Person]:
    body = Body.objects.create(code="alpha", category="private_sector", names={"en": "Alpha"})
    delegation = Delegation.objects.create(meeting=the_meeting(), body=body)
    return delegation, a_delegate(delegation, name="alpha")


def send(answers: dict[str, str] | None = None, **changes: Any) -> Receipt:
    delegation, person = a_company()
    wanted = {"may_quote": True, "language": "en", "aspects": the_meeting().aspects.all()[:1], **changes}
    return questionnaire.submit(
        delegation, ANSWERS if answers is None else answers, by=person, at=NOW, **wanted
    )


def test_there_are_ten_questions_in_six_languages() -> None:
    fields = questionnaire.fields()
    assert len(fields) == 10
    assert all({*one.headings} == {*LANGUAGES} for one in fields)
    assert str(fields[0]) == "Measure"


def test_answers_come_in_through_the_ordinary_receipt() -> None:
    """R06-3: companies too."""
    receipt = send()
    statement = receipt.version.statement
    assert receipt.number.startswith("SM2016-R")
    assert (statement.form, statement.consent_to_quote) == (Statement.Form.QUESTIONNAIRE, True)
    paragraphs = [(one.kind, one.text) for one in receipt.version.languages.get().paragraphs.all()]
    assert paragraphs == [
        ("heading", "Measure"),
        ("paragraph", "We tell users when we remove what they wrote."),
        ("paragraph", "They may appeal."),
        ("heading", "Problem that it answers"),
        ("paragraph", "Errors go unseen."),
        ("heading", "Results and how they were measured"),
        ("paragraph", "One appeal in ten succeeds."),
        ("heading", "May these answers be quoted"),
        ("paragraph", "Yes"),
    ]
    assert [one.text for one in questionnaire.answered(receipt.version, "results")] == [
        "One appeal in ten succeeds."
    ]
    assert reading.accounting(the_meeting()).unseen == 9


def test_a_rapporteur_makes_the_measure_a_candidate_resting_on_its_words() -> None:
    """R12-1, R03-2."""
    receipt = send()
    practice = questionnaire.candidate(receipt.version, by=the_rapporteur(), at=NOW)
    assert practice.state == State.CANDIDATE
    assert marks(practice) == [
        (1, "We tell users when we remove what they wrote."),
        (2, "They may appeal."),
    ]
    assert practice.working_title == "We tell users when we remove what they wrote."


def test_answers_that_may_not_be_quoted_name_nobody() -> None:
    """RX-1."""
    receipt = send(may_quote=False)
    with pytest.raises(Refused, match="working title"):
        questionnaire.candidate(receipt.version, by=the_rapporteur(), at=NOW)
    practice = questionnaire.candidate(
        receipt.version, by=the_rapporteur(), at=NOW, working_title="Train judges"
    )
    assert practice.working_title == "Train judges"
    assert {one.excerpt.attribution for one in practice.supports.all()} == {"non_attributed"}


def test_answers_may_be_given_without_being_published() -> None:
    receipt = send(may_publish=False)
    desk = the_desk(the_meeting())
    review.take(receipt.version, by=desk, at=NOW)
    review.accept(receipt.version, by=desk, at=NOW)
    with pytest.raises(NotNow, match="not agreed to publication"):
        publication.publish(receipt.version, by=desk, at=NOW)


@pytest.mark.parametrize(
    ("answers", "changes", "sentence"),
    [
        ({"problem": "x"}, {}, "Describe the measure"),
        (None, {"language": "de"}, "six official languages"),
        ({"measure": "x", "colour": "blue"}, {}, "one of the ten questions"),
    ],
)
def test_answers_to_nothing_are_refused(
    answers: dict[str, str] | None, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        send(answers, **changes)


def test_nobody_answers_for_another() -> None:
    delegation, _person = a_company()
    other = Delegation.objects.create(meeting=the_meeting(), body=Body.objects.get(code="fra"))
    with pytest.raises(NotAllowed):
        questionnaire.submit(
            delegation,
            ANSWERS,
            may_quote=True,
            language="en",
            aspects=the_meeting().aspects.all(),
            by=a_delegate(other, name="france"),
            at=NOW,
        )


def test_a_text_without_the_measure_is_no_candidate() -> None:
    receipt = send()
    receipt.version.languages.get().paragraphs.filter(kind="paragraph").delete()
    with pytest.raises(Refused, match="no measure"):
        questionnaire.candidate(receipt.version, by=the_rapporteur(), at=NOW)
