"""Small makers of a summary. The cast: the Chair, the rapporteur, the secretariat; Norway, France and Japan spoke."""

from __future__ import annotations

from typing import Any

from comity.meetings.models import Aspect, Session
from comity.practices import flagging
from comity.practices.models import Excerpt
from comity.summary import clearing, writing
from comity.summary.models import Sentence, Summary, SummaryVersion
from tests.makers import NOW
from tests.practices.makers import (
    a_statement,
    the_chair,
    the_meeting,
    the_paragraph,
    the_rapporteur,
    the_secretariat,
)

WORDS = "We keep a contact point that answers requests for evidence day and night."


def the_session() -> Session:
    found = the_meeting().sessions.order_by("starts_at").first()
    assert found is not None
    return found


def an_excerpt(
    code: str = "nor", words: str = WORDS, *, kind: Excerpt.Kind = Excerpt.Kind.PRACTICE, **details: Any
) -> Excerpt:
    """All the words of a statement of the first session, on its first aspect, flagged by the rapporteur."""
    statement = a_statement(code, words, language=details.pop("language", "en"))
    statement.session = the_session()
    statement.save(update_fields=["session"])
    return flagging.flag(
        the_paragraph(statement), 0, len(words), kind=kind, by=the_rapporteur(), at=NOW, **details
    )


def an_aspect() -> Aspect:
    found = the_meeting().aspects.first()
    assert found is not None
    return found


def a_summary() -> Summary:
    return Summary.objects.first() or writing.begin(the_meeting(), language="en", by=the_chair(), at=NOW)


def a_sentence(
    text: str = "One speaker reported a contact point for requests.",
    *excerpts: Excerpt,
    part: str = Sentence.Part.MEASURES,
    **details: Any,
) -> Sentence:
    """In the first session, resting on words of Norway where none are given."""
    keys = [f"e{one.pk}" for one in excerpts or (Excerpt.objects.first() or an_excerpt(),)]
    session = the_session() if part in ("issues", "measures", "gaps", "divergence") else None
    return writing.add(
        a_summary(), part, session=session, keys=keys, text=text, by=the_rapporteur(), at=NOW, **details
    )


def wrote(sentence: Sentence, text: str, language: str = "en") -> None:
    sentence.refresh_from_db()
    writing.write(sentence, text, language=language, seen=sentence.edits, by=the_rapporteur(), at=NOW)


def a_cleared(**details: Any) -> SummaryVersion:
    if not Sentence.objects.exists():
        a_sentence()
    return clearing.clear(a_summary(), by=the_chair(), at=NOW, **details)


def an_issued() -> SummaryVersion:
    version = a_cleared()
    clearing.issue(version, by=the_secretariat(), at=NOW)
    return version
