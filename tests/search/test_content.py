"""What of a statement goes into the index."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.search import content
from comity.statements.models import Paragraph, Version
from tests.makers import a_published_statement

pytestmark = pytest.mark.django_db


def test_paragraphs_are_counted_no_further_than_a_reader_would_wait(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """A bulk import of thousands must not be counted through at every search; other statements do not count."""
    statement = a_published_statement(None, "One.", "Two.", "Three.", "Four.")
    a_published_statement(statement.delegation, "Of another.")
    wanted = [statement.versions.get().pk]
    with django_assert_num_queries(2):
        assert [content.size(wanted, limit=limit) for limit in (3, 9)] == [3, 4]
    with django_assert_num_queries(0):
        assert content.size(range(1, 3_001), limit=3_000) == 3_000


def test_every_paragraph_of_a_version_is_an_entry_with_what_it_cites() -> None:
    statement = a_published_statement(None, "As resolution 1373 (2001) says.", "We share what works.")
    a_published_statement(statement.delegation, "As resolution 1624 (2005) says.")
    found = list(content.entries(Version.objects.filter(statement=statement)))
    kept = Paragraph.objects.filter(language_version__version__statement=statement)
    assert [one.key for one in found] == [one.pk for one in kept]
    assert [one.facets["instrument"] for one in found] == [("S/RES/1373 (2001)",), ()]
