"""What belongs to a statement is called so that the record and the desk tell it apart."""

from __future__ import annotations

import pytest

from comity.files.models import PublicationEntry
from comity.statements.models import Citation, Paragraph, Receipt
from tests.makers import a_published_statement

pytestmark = pytest.mark.django_db


def test_each_part_of_a_statement_is_called_by_its_place() -> None:
    statement = a_published_statement(None, "As resolution 1373 (2001) says.")
    version = statement.versions.get()
    text = version.languages.get()
    paragraph = Paragraph.objects.get()
    assert (str(statement), str(version)) == (statement.ref, f"{statement.ref}/v1")
    assert version.meeting == statement.meeting
    assert str(text) == f"{statement.ref}/v1 en"
    assert str(paragraph) == f"{statement.ref}/v1 en#{paragraph.anchor}"
    assert str(text.file) == text.file.sha256[:12]
    assert str(Citation.objects.get()) == "1373 (2001)"
    assert str(Receipt.objects.get()) == "SM2016-R00001"
    assert str(PublicationEntry.objects.get()) == f"{statement.ref}/v1 2016-11-20 12:00:00"
