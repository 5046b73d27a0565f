"""From a statement to the practices that rest on it: what is public, and nothing that gives a source away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.practices import attribution, grouping, issuing, resting
from comity.practices.models import Excerpt
from comity.practices.models.excerpts import Attribution
from comity.practices.showing import Status
from comity.statements.models import Statement
from tests.makers import NOW
from tests.practices.makers import (
    TEXT,
    WORDS,
    a_decided,
    a_published,
    an_excerpt,
    the_rapporteur,
    the_secretariat,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def statement_of(excerpt: Excerpt) -> Statement:
    return excerpt.paragraph.language_version.version.statement


def refs(excerpt: Excerpt) -> list[str]:
    return [one.ref for one in resting.on(statement_of(excerpt), at=LATER, language="fr")]


def test_a_public_practice_is_led_to_from_its_source() -> None:
    """R12-7."""
    excerpt, other = an_excerpt(), an_excerpt("fra", "Nous en doutons fort.", language="fr")
    practice = a_published(excerpt)
    grouping.attach(practice, other, stance="diverges", by=the_rapporteur(), at=NOW)
    (one,) = resting.on(statement_of(excerpt), at=LATER, language="fr")
    assert (one.ref, one.title, one.language, one.number, one.status) == (
        practice.ref,
        TEXT["title"],
        "en",
        None,
        Status.RECOMMENDED,
    )
    assert (one.stands_in, one.anchor, one.words, one.diverges) == (
        "en",
        excerpt.paragraph.anchor,
        WORDS,
        False,
    )
    assert [one.diverges for one in resting.on(statement_of(other), at=LATER, language="fr")] == [True]


def test_nothing_leads_from_what_is_not_public() -> None:
    """RX-1, R12-8: undecided, unpublished, taken out, withdrawn."""
    decided, left = an_excerpt(), an_excerpt("fra", "Nous répondons toujours.")
    a_decided(decided)
    practice = a_published(left, an_excerpt("chn", "Words of China."))
    assert (refs(decided), refs(left)) == ([], [practice.ref])
    grouping.detach(practice.supports.get(excerpt=left), by=the_rapporteur(), at=NOW)
    assert refs(left) == []
    grouping.attach(practice, left, by=the_rapporteur(), at=NOW)
    issuing.withdraw(practice, reason="It ended.", by=the_secretariat(), at=NOW)
    assert refs(left) == []


@pytest.mark.parametrize(
    "to",
    [
        Attribution.BY_CATEGORY,
        Attribution.NON_ATTRIBUTED,
        Attribution.CONFIDENTIAL,
        Attribution.WITHDRAWN,
    ],
)
def test_a_closed_source_leads_nowhere(to: Attribution) -> None:
    """RX-1."""
    excerpt = an_excerpt()
    a_published(excerpt, an_excerpt("fra", "Nous répondons toujours."))
    attribution.tighten(excerpt, to, by=the_rapporteur(), at=NOW)
    assert refs(excerpt) == []


def test_a_statement_that_may_not_be_quoted_leads_nowhere() -> None:
    excerpt = an_excerpt()
    a_published(excerpt)
    Statement.objects.update(consent_to_quote=False)
    assert refs(excerpt) == []


def test_more_practices_ask_the_database_no_more() -> None:
    excerpt = an_excerpt()
    a_published(excerpt)
    with CaptureQueriesContext(connection) as one:
        assert len(refs(excerpt)) == 1
    for _ in range(2):
        a_published(excerpt)
    with CaptureQueriesContext(connection) as three:
        assert len(refs(excerpt)) == 3
    assert len(three) == len(one) == 3
