"""Small makers of the register's rows. The cast: the rapporteur (`rapporteur@`), the reviewer, the desk, Norway."""

from __future__ import annotations

from typing import Any

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Person, Role
from comity.practices import flagging, grouping, screening
from comity.practices.models import Excerpt, Practice, Support
from comity.statements.models import Paragraph, Statement
from tests.makers import NOW, a_delegation, a_meeting, a_published_statement, a_role

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
