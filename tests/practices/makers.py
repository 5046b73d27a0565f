"""Small makers of the register's rows. The cast: the rapporteur (`rapporteur@`), the reviewer, the desk, Norway."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Role
from comity.practices import (
    circulating,
    confirming,
    deciding,
    drafting,
    flagging,
    grouping,
    issuing,
    safeguards,
    screening,
)
from comity.practices.models import (
    Excerpt,
    Practice,
    PracticeVersion,
    SafeguardsReview,
    Support,
    Term,
)
from comity.statements.models import Paragraph, Statement
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_published_statement, a_role

WEEK = timedelta(days=7)
WORDS = "We keep a contact point that answers requests for evidence day and night."


def the_meeting() -> Meeting:
    return Meeting.objects.first() or a_meeting()


def one_of(role: Role) -> Person:
    """The person of the meeting with the role; the same however often it is asked for."""
    found = Person.objects.filter(email=f"{role.value}@example.org").first()
    return found or a_role(role, the_meeting())


def the_rapporteur() -> Person:
    return one_of(Role.RAPPORTEUR)


def the_reviewer() -> Person:
    return one_of(Role.REVIEWER)


def the_secretariat() -> Person:
    return one_of(Role.SECRETARIAT)


def the_chair() -> Person:
    return one_of(Role.CHAIR)


def a_statement(
    code: str = "nor",
    *paragraphs: str,
    language: str = "en",
    delegation: Delegation | None = None,
    **details: Any,
) -> Statement:
    """A published statement of a State."""
    delegation = delegation or a_delegation(the_meeting(), code)
    return a_published_statement(delegation, *(paragraphs or (WORDS,)), language=language, **details)


def the_paragraph(statement: Statement, position: int = 0) -> Paragraph:
    return Paragraph.objects.get(language_version__version__statement=statement, position=position)


def an_excerpt(
    code: str = "nor",
    words: str = WORDS,
    *,
    kind: Excerpt.Kind = Excerpt.Kind.PRACTICE,
    language: str = "en",
    delegation: Delegation | None = None,
    **details: Any,
) -> Excerpt:
    """All the words of a paragraph of its own, flagged by the rapporteur."""
    statement = a_statement(code, words, language=language, delegation=delegation)
    return flagging.flag(
        the_paragraph(statement), 0, len(words), kind=kind, by=the_rapporteur(), at=NOW, **details
    )


def a_candidate(*excerpts: Excerpt, title: str = "Keep a contact point") -> Practice:
    """A candidate that rests on the excerpts, on one of Norway where none is given."""
    first, *others = excerpts or (an_excerpt(),)
    practice = grouping.start(first, working_title=title, by=the_rapporteur(), at=NOW)
    for other in others:
        grouping.attach(practice, other, by=the_rapporteur(), at=NOW)
    return practice


def a_group(*excerpts: Excerpt) -> Practice:
    """A consolidated practice."""
    practice = a_candidate(*excerpts)
    screening.screen(practice, by=the_rapporteur(), at=NOW)
    screening.consolidate(practice, by=the_rapporteur(), at=NOW)
    return practice


def marks(practice: Practice) -> list[tuple[int, str]]:
    """(number, words) of what the practice rests on now."""
    return [
        (one.number, one.excerpt.text)
        for one in Support.objects.live().filter(practice=practice).select_related("excerpt")
    ]


TEXT = {
    "title": "Keep a contact point at any hour",
    "summary": "Requests for evidence are answered at any hour [1].",
    "what": "A contact point answers requests day and night. [1]",
}


def a_threat() -> Term:
    return Term.objects.get(scheme="threat", code="recruitment")


def a_chapter() -> Term:
    return Term.objects.get(scheme="chapter", code="legal_and_law_enforcement")


def a_drafted(*excerpts: Excerpt, **text: str) -> Practice:
    """Worded in English with every sentence supported, not handed on yet."""
    practice, rapporteur = a_group(*excerpts), the_rapporteur()
    version = drafting.begin(practice, language="en", by=rapporteur, at=NOW)
    drafting.write(version, language="en", by=rapporteur, at=NOW, **{**TEXT, **text})
    drafting.classify(practice, by=rapporteur, at=NOW, codings={"about": [a_threat()]}, chapter=a_chapter())
    return practice


def the_wording(practice: Practice) -> PracticeVersion:
    version = drafting.latest(practice)
    assert version is not None
    return version


def a_finished(*excerpts: Excerpt, **text: str) -> Practice:
    """Handed on to the reviewer."""
    practice = a_drafted(*excerpts, **text)
    drafting.finish(the_wording(practice), by=the_rapporteur(), at=NOW)
    return practice


def an_answered_review(practice: Practice, answer: str = "yes", **parts: bool) -> SafeguardsReview:
    """Every question answered alike, the review not completed yet."""
    review = safeguards.start(the_wording(practice), by=the_reviewer(), at=NOW, **parts)
    for item in review.items.all():
        safeguards.answer(review, item.code, answer=answer, reason="as it says", by=the_reviewer(), at=NOW)
    return review


def pass_review(practice: Practice, result: str = "compatible", **details: Any) -> None:
    safeguards.complete(an_answered_review(practice), result=result, by=the_reviewer(), at=NOW, **details)
    practice.refresh_from_db()


def a_reviewed(*excerpts: Excerpt, result: str = "compatible", **details: Any) -> Practice:
    text = {name: details.pop(name) for name in [*details] if name in drafting.FIELDS}
    practice = a_finished(*excerpts, **text)
    pass_review(practice, result, **details)
    return practice


def a_confirming(*excerpts: Excerpt, silence: str = "confirms", **details: Any) -> Practice:
    """Before its sources, until NOW + 7 days."""
    practice = a_reviewed(*excerpts, **details)
    confirming.send(practice, due_at=NOW + WEEK, silence=silence, by=the_secretariat(), at=NOW)
    return practice


def confirm_all(practice: Practice, *, at: datetime = NOW) -> None:
    for one in confirming.open_confirmations(practice):
        confirming.answer(one, "confirmed", by=one_for(one.delegation), at=at)


def one_for(delegation: Delegation) -> Person:
    """The delegate of the delegation; the same however often asked for."""
    name = f"delegate-{delegation.body.code}"
    return Person.objects.filter(email=f"{name}@example.org").first() or a_delegate(delegation, name=name)


def a_circulated(*excerpts: Excerpt, working_days: int = 5, **details: Any) -> Practice:
    """Before the Committee since NOW."""
    practice = a_confirming(*excerpts, **details)
    confirm_all(practice)
    circulating.circulate(practice, working_days=working_days, by=the_secretariat(), at=NOW)
    return practice


def a_decided(
    *excerpts: Excerpt, outcome: str = "recommended", at: datetime = NOW, **details: Any
) -> Practice:
    """Decided by consensus on the day of `at`."""
    practice = a_circulated(*excerpts, **details)
    deciding.decide(
        practice, outcome=outcome, decided_on=at.date(), procedure="consensus", by=the_chair(), at=at
    )
    return practice


def a_published(*excerpts: Excerpt, at: datetime = NOW, **details: Any) -> Practice:
    practice = a_decided(*excerpts, at=at, **details)
    issuing.publish(practice, by=the_secretariat(), at=at)
    return practice
