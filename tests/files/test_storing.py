"""Bytes in the storage, paragraphs and citations in the database."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import StringIO
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction

from comity.files.examining import words_of
from comity.files.models import StoredFile
from comity.files.storing import digest, records_of, release, store, store_each
from comity.meetings.models import Instrument
from comity.statements import changes, receipt
from comity.statements.models import Citation, LanguageVersion, Version
from comity.texts import model
from comity.texts.model import Kind
from tests.makers import (
    NOW,
    a_delegation,
    a_draft,
    a_file,
    a_meeting,
    a_reading,
    a_received_statement,
    add_file,
    the_desk,
)

pytestmark = pytest.mark.django_db
several_at_once = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the tests' SQLite is in memory and its writers do not wait"
)


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


def test_a_storage_that_takes_one_file_at_a_time_keeps_every_one(settings: Any) -> None:
    """As those on other machines do (S3)."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    kept = store_each([(a_file(words), "text/plain") for words in ("First.", "Second.", "First.")], at=NOW)
    assert kept[0] == kept[2]
    read = [default_storage.open(one.path).read() for one in kept]
    assert read == [b"First.", b"Second.", b"First."]


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


def mention(symbol: str) -> model.Citation:
    found = a_reading("We recall resolution 1373 (2001).").citations[0]
    return replace(found, symbol=symbol)


@several_at_once
@pytest.mark.django_db(transaction=True)
def test_two_symbols_of_one_slug_recorded_at_once_are_both_kept() -> None:
    """The second waits for the first to be written, and is told apart from it."""
    written = Event()

    def first() -> None:
        with transaction.atomic():
            records_of({"X/99": mention("X/99")})
            written.set()
            sleep(0.3)
        connection.close()

    def second() -> None:
        written.wait()
        with transaction.atomic():
            records_of({"X-99": mention("X-99"), "X/98": mention("X/98")})
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result()
    slugs = dict(Instrument.objects.filter(symbol__startswith="X").values_list("symbol", "slug"))
    assert (slugs["X/99"], slugs["X/98"]) == ("x-99", "x-98")
    assert slugs["X-99"].startswith("x-99-")


# What a draft leaves behind ----------------------------------------------------------------------------------------


def kept() -> set[str]:
    """What is stored: a row for each file, and the bytes of each."""
    found = {Path(default_storage.path(one.path)).read_text() for one in StoredFile.objects.all()}
    assert len(found) == StoredFile.objects.count()
    return found


@pytest.mark.parametrize("act", ["discard", "detach", "replace the file", "withdraw"])
def test_files_of_a_draft_that_nothing_else_uses_go_with_it(
    act: str, django_capture_on_commit_callbacks
) -> None:
    """RX-4."""
    norway = a_delegation(a_meeting())
    desk = the_desk(norway.meeting)
    sent = a_received_statement(norway, "Kept words.")
    draft = changes.new_version(sent.statement, by=desk, at=NOW)
    add_file(draft, "Kept words.", by=desk, language="fr")
    add_file(draft, "Passing words.", by=desk)
    path = Path(default_storage.path(draft.languages.get(language="en").file.path))
    assert kept() == {"Kept words.", "Passing words."}
    with django_capture_on_commit_callbacks() as callbacks:
        if act == "discard":
            receipt.discard(draft, by=desk, at=NOW)
        elif act == "detach":
            receipt.detach(draft.languages.get(language="en"), by=desk)
        elif act == "withdraw":
            changes.withdraw(sent.statement, reason="by mistake", by=desk, at=NOW)
        else:
            add_file(draft, "Other words.", by=desk)
    assert path.exists(), "not before the transaction has ended well"
    for callback in callbacks:
        callback()
    assert kept() == {"Kept words."} | ({"Other words."} if act == "replace the file" else set())
    assert not path.exists()


def test_what_a_version_uses_is_never_released() -> None:
    sent = a_received_statement()
    assert release([sent.languages.get().file_id, 0]) == 0
    assert len(kept()) == 1


def test_tidy_deletes_what_an_interrupted_release_left() -> None:
    left = store(a_file("Left behind."), media_type="text/plain", at=NOW)
    sent = a_received_statement()
    for said in ("1 files deleted.", "0 files deleted."):
        out = StringIO()
        call_command("tidy", stdout=out)
        assert said in out.getvalue()
    assert not Path(default_storage.path(left.path)).exists()
    assert StoredFile.objects.get() == sent.languages.get().file


def test_tidy_deletes_what_a_submission_that_was_given_up_wrote() -> None:
    used = Path(default_storage.path(a_received_statement().languages.get().file.path))
    young = Path(default_storage.path("received/ab/" + "ab" * 32))
    old, part = young.with_name("abc" + "d" * 61), young.with_name("." + "ab" * 32 + ".1.ff")
    young.parent.mkdir(parents=True, exist_ok=True)
    for path in (young, old, part):
        path.write_text("Given up.")
    for path in (old, part, used):
        os.utime(path, (1, 1))
    out = StringIO()
    call_command("tidy", stdout=out)
    assert "2 files deleted." in out.getvalue()
    assert [path.exists() for path in (used, young, old, part)] == [True, True, False, False]
    assert StoredFile.objects.count() == 1
    young.unlink()


@several_at_once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["submission", "release"])
def test_the_same_bytes_sent_while_they_are_released_are_there(first: str) -> None:
    """Whoever comes second waits: the row is found in use, or found gone and the bytes written anew."""
    draft = a_draft()
    desk = the_desk(draft.statement.meeting)
    left = store(a_file("Contested words."), media_type="text/plain", at=NOW)
    begun = Event()

    def submission() -> None:
        if first != "submission":
            begun.wait()
        with transaction.atomic():
            add(draft)
            begun.set()
            sleep(0.3 if first == "submission" else 0)
        connection.close()

    def releasing() -> None:
        if first != "release":
            begun.wait()
        with transaction.atomic():
            release([left.pk])
            begun.set()
            sleep(0.3 if first == "release" else 0)
        connection.close()

    def add(version: Version) -> None:
        path = a_file("Contested words.")
        receipt.attach(
            version, path, name="c.txt", by=desk, at=NOW, language="fr", reading=a_reading("Contested words.")
        )

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(submission), pool.submit(releasing)]:
            done.result()
    file = LanguageVersion.objects.get(language="fr").file
    assert (file.pk == left.pk) == (first == "submission")
    assert Path(default_storage.path(file.path)).read_text() == "Contested words."
