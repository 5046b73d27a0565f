"""Search over the register: what is public of it, in every language, at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.practices import drafting, issuing
from comity.practices.models import Practice
from comity.search import register
from tests.makers import NOW, a_meeting
from tests.practices.makers import (
    a_decided,
    a_finished,
    a_published,
    an_excerpt,
    the_meeting,
    the_rapporteur,
    the_secretariat,
    the_wording,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def found(query: str, *, language: str = "en", **filters: list[str]) -> list[str]:
    return [one.title for one in register.find(query, at=LATER, language=language, filters=filters)]


@pytest.fixture
def practice() -> Practice:
    a_meeting()
    return a_published(title="Train prosecutors every year", what="Judges learn of evidence. [1]")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("prosecutor", True),
        ("prosecutors evidence", True),
        ("prosecutors bicycles", False),
        ('"every year"', True),
        ('"year every"', False),
        ("prosec*", True),
        ("evidence -judges", False),
        ("bicycles OR judges", True),
        ("", False),
        ("1", False),
    ],
)
def test_a_practice_is_found_by_its_words(query: str, is_found: bool, practice: Practice) -> None:
    """R12-7: search covers the register; marks of sources are no words of it."""
    assert found(query) == (["Train prosecutors every year"] if is_found else [])


def test_search_follows_publication_and_withdrawal(practice: Practice) -> None:
    """R03-2."""
    a_decided(an_excerpt("fra"), title="Nobody may find the lighthouse")
    a_finished(an_excerpt("swe"), title="Another lighthouse")
    assert found("lighthouse") == []
    issuing.withdraw(practice, reason="Wrong.", by=the_secretariat(), at=NOW)
    assert found("prosecutors") == []


def test_titles_come_first_and_filters_of_practices_apply(practice: Practice) -> None:
    a_published(an_excerpt("fra"), title="Write letters", what="Prosecutors write. [1]")
    assert found("prosecutors") == ["Train prosecutors every year", "Write letters"]
    assert found("prosecutors", meeting=["sm2016"]) == found("prosecutors")
    assert found("prosecutors", meeting=["other"]) == []
    assert found("prosecutors", aspect=["two"]) == []
    assert found("prosecutors", delegation=["nor"]) == []


def test_a_translation_is_found_in_its_language(practice: Practice) -> None:
    """R13-3."""
    drafting.write(
        the_wording(practice),
        language="fr",
        title="Former les procureurs chaque année",
        summary="Les procureurs apprennent [1].",
        what="Les juges apprennent. [1]",
        by=the_rapporteur(),
        at=NOW,
    )
    assert found("procureur", language="fr") == ["Former les procureurs chaque année"]
    (hit,) = register.find("juges", at=LATER, language="fr")
    assert (hit.language, [one.text for one in hit.pieces if one.marked]) == ("fr", ["juges"])


def test_a_meeting_that_is_not_announced_tells_nothing(practice: Practice) -> None:
    meeting = the_meeting()
    meeting.state = "concept"
    meeting.save()
    assert found("prosecutors") == []
