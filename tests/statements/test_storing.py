"""Bytes in the storage, paragraphs and citations in the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from comity.meetings.models import Instrument
from comity.statements.models import Citation, StoredFile
from comity.statements.storing import digest, store, words_of
from comity.texts.model import Kind
from tests.makers import NOW, a_draft, a_file, a_reading, add_file, the_desk

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once() -> None:
    first = store(a_file("The same bytes."), media_type="text/plain", at=NOW)
    again = store(a_file("The same bytes.", "other.txt"), media_type="text/plain", at=NOW)
    assert (first, StoredFile.objects.count()) == (again, 1)
    assert first.sha256 == digest(a_file("The same bytes."))


def test_bytes_that_were_lost_from_the_disk_are_stored_anew() -> None:
    kept = store(a_file("Lost bytes."), media_type="text/plain", at=NOW)
    Path(default_storage.path(kept.path)).unlink()
    assert store(a_file("Lost bytes."), media_type="text/plain", at=NOW) == kept
    assert Path(default_storage.path(kept.path)).read_text() == "Lost bytes."


def test_citations_lead_to_the_instrument_with_the_facts_of_the_register() -> None:
    """R02-2."""
    a_draft(None, "We recall resolution 1373 (2001) and resolution 9999 (2001).")
    known, unknown = Instrument.objects.get(symbol="S/RES/1373 (2001)"), Instrument.objects.get(known=False)
    assert (known.known, known.year, str(known)) == (True, 2001, "S/RES/1373 (2001)")
    assert unknown.kind == "unknown"
    assert set(Citation.objects.values_list("status", "instrument")) == {
        ("known", known.pk),
        ("unknown", unknown.pk),
    }
    assert {str(citation) for citation in Citation.objects.all()} == {"1373 (2001)", "9999 (2001)"}


def test_a_year_that_does_not_fit_is_flagged_not_mended() -> None:
    """R02-2."""
    a_draft(None, "We recall resolution 1373 (2002).")
    citation = Citation.objects.get()
    assert (citation.status, citation.text) == ("year_mismatch", "1373 (2002)")


def test_an_instrument_that_is_cited_twice_is_one_record() -> None:
    version = a_draft(None, "We recall resolution 1373 (2001).")
    add_file(
        version,
        "Nous rappelons la résolution 1373 (2001).",
        by=the_desk(version.statement.meeting),
        language="fr",
    )
    assert (Citation.objects.count(), Instrument.objects.filter(symbol="S/RES/1373 (2001)").count()) == (2, 1)


def test_symbols_that_look_alike_in_an_address_are_told_apart() -> None:
    """The slug of one must not stop the statement that cites the other."""
    Instrument.objects.create(symbol="other", slug="s-res-1373-2001", kind="unknown")
    a_draft(None, "We recall resolution 1373 (2001).")
    found = Instrument.objects.get(symbol="S/RES/1373 (2001)")
    assert found.slug.startswith("s-res-1373-2001-")


def test_words_to_be_read_aloud_are_counted_without_headings_notes_and_tables() -> None:
    """R09-11."""
    reading = a_reading("One two three", "four five", "我们培训十名法官", "a note")
    kinds = [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.NOTE]
    paragraphs = [replace(one, kind=kind) for one, kind in zip(reading.paragraphs, kinds, strict=True)]
    assert words_of(replace(reading, paragraphs=paragraphs)) == 2 + round(8 / 1.5)


def test_what_is_longer_than_a_column_is_kept_shortened() -> None:
    """PostgreSQL refuses what SQLite lets pass."""
    version = a_draft()
    reading = a_reading("We recall resolution 1373 (2001).")
    paragraph, citation = reading.paragraphs[0], reading.citations[0]
    long = replace(
        reading,
        paragraphs=[replace(paragraph, number="1." * 40)],
        citations=[replace(citation, symbol="S/" + "9" * 200, paragraph_cited="2 (e)" * 40, text="x" * 400)],
    )
    from comity.statements import receipt

    receipt.attach(
        version,
        a_file(),
        name="long.txt",
        language="fr",
        by=the_desk(version.statement.meeting),
        at=NOW,
        reading=long,
    )
    kept = Citation.objects.get()
    assert (len(kept.symbol), len(kept.paragraph_cited), len(kept.text)) == (80, 60, 300)
    assert len(kept.paragraph.number) == 20
