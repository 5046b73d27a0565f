"""Where a practice stands in the framework, as issued and as drafted."""

from __future__ import annotations

import pytest

from comity.framework import carrying, standing, wording
from comity.framework.standing import Place
from tests.framework.makers import a_guideline, a_placed, a_settled, an_element, issued, write
from tests.makers import NOW
from tests.practices.makers import a_published, the_meeting, the_rapporteur

pytestmark = pytest.mark.django_db


def places(ref: str) -> list[Place]:
    return standing.of(ref, the_meeting(), at=NOW, language="en")


def test_it_leads_to_the_guideline_of_the_latest_edition_under_which_it_stands() -> None:
    """R12-8: from a practice to its place."""
    practice = a_published()
    guideline = a_settled(an_element())
    placed = a_placed(guideline, practice)
    assert places(practice.ref) == []
    issued()
    assert places(practice.ref) == [
        Place(
            edition=1,
            number=guideline.number,
            title="Answer at any hour",
            element="Legal measures",
            as_practice=placed.number,
        )
    ]
    assert standing.drafted(practice) == [placed]


def test_a_guideline_that_rests_on_it_is_named_too() -> None:
    practice = a_published()
    guideline = a_guideline()
    carrying.rest_on_practice(guideline, practice, by=the_rapporteur(), at=NOW)
    assert standing.drafted(practice) == [guideline]
    write(guideline)
    wording.settle(guideline, by=the_rapporteur(), at=NOW)
    issued()
    assert [(one.number, one.as_practice) for one in places(practice.ref)] == [(guideline.number, 0)]
    assert places("another") == []
