"""Drafts, files and receipts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection

from comity.files.models import StoredFile
from comity.meetings.models import Meeting
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow, Refused
from comity.statements import changes, receipt, review
from comity.statements.models import ChangeRequest, Citation, LanguageVersion, Receipt, Statement, Version
from tests.makers import (
    DEADLINE,
    NOW,
    a_delegate,
    a_delegation,
    a_draft,
    a_file,
    a_group,
    a_meeting,
    a_person,
    a_published_statement,
    a_reading,
    a_received_statement,
    add_file,
    the_desk,
)
from tests.smtp import letters_sent

pytestmark = pytest.mark.django_db
LATER = DEADLINE + timedelta(hours=1)


def test_a_receipt_names_number_time_and_hash_and_is_mailed() -> None:
    """R09-3."""
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway, language="fr")
    version = a_draft(norway, "We share what works.", by=delegate)
    with letters_sent(NOW):
        issued = receipt.submit(version, by=delegate, at=NOW)
    file = StoredFile.objects.get()
    assert issued.number == "SM2016-R00001"
    assert issued.issued_at == NOW
    assert [(one["sha256"], one["language"]) for one in issued.files] == [(file.sha256, "en")]
    assert [message.to for message in mail.outbox] == [[delegate.email]]
    assert file.sha256 in mail.outbox[0].body
    assert Receipt.objects.get().mailed_at == NOW
    assert "received" in Act.objects.values_list("verb", flat=True)


def test_the_bytes_are_on_the_disk_under_their_hash() -> None:
    a_received_statement(None, "One sentence.")
    file = StoredFile.objects.get()
    path = Path(default_storage.path(file.path))
    assert path.read_text() == "One sentence."
    assert path.name == file.sha256


def test_the_same_files_twice_give_the_same_receipt() -> None:
    norway = a_delegation(a_meeting())
    words = ("The same words.", "Twice.")
    first = a_received_statement(norway, *words)
    again = a_draft(norway, *words)
    issued = receipt.submit(again, by=the_desk(norway.meeting), at=NOW + timedelta(minutes=5))
    assert issued == first.receipt
    assert (Statement.objects.count(), Version.objects.count(), Receipt.objects.count()) == (1, 1, 1)


def test_the_same_file_of_another_delegation_is_another_statement() -> None:
    meeting = a_meeting()
    a_received_statement(a_delegation(meeting), "The same words.")
    a_received_statement(a_delegation(meeting, "fra"), "The same words.")
    assert Receipt.objects.count() == 2
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"aspects": []}, "at least one aspect"),
        ({"consent_to_publish": False}, "agree to it being published"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_received(missing: dict[str, object], sentence: str) -> None:
    """R09-1."""
    version = a_draft(**missing)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=sentence):
        receipt.submit(version, by=the_desk(version.statement.meeting), at=NOW)
    version.refresh_from_db()
    assert version.state == Version.State.DRAFT
    assert not Receipt.objects.exists()


def test_a_statement_without_a_file_is_refused() -> None:
    version = a_draft()
    desk = the_desk(version.statement.meeting)
    receipt.detach(version.languages.get(), by=desk)
    with pytest.raises(Refused, match="Add the file"):
        receipt.submit(version, by=desk, at=NOW)


def test_a_delegation_speaks_for_a_group_only_when_authorized() -> None:
    """R09-3."""
    group = a_group()
    meeting = a_meeting()
    norway, france = a_delegation(meeting, groups=(group,)), a_delegation(meeting, "fra")
    assert a_draft(norway, on_behalf_of=group).statement.on_behalf_of == group
    with pytest.raises(Refused, match="not authorized to speak on behalf of"):
        a_draft(france, on_behalf_of=group)
    version = a_draft(france)
    with pytest.raises(Refused, match="not authorized"):
        receipt.amend(version, by=the_desk(meeting), at=NOW, on_behalf_of=group)


def test_a_delegate_cannot_send_for_another_delegation() -> None:
    meeting = a_meeting()
    stranger = a_delegate(a_delegation(meeting, "fra"))
    with pytest.raises(NotAllowed):
        a_draft(a_delegation(meeting), by=stranger)


def test_after_the_deadline_a_delegation_is_refused_and_told_what_to_do() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    version = a_draft(norway, by=delegate)
    with pytest.raises(NotNow, match="Ask the secretariat"):
        receipt.submit(version, by=delegate, at=LATER)


def test_a_meeting_may_take_statements_late_and_marks_them() -> None:
    norway = a_delegation(a_meeting(late_policy=Meeting.LatePolicy.TAKE_LATE))
    delegate = a_delegate(norway)
    version = a_draft(norway, by=delegate)
    receipt.submit(version, by=delegate, at=LATER)
    version.refresh_from_db()
    assert version.late


def test_a_returned_statement_may_be_mended_after_the_deadline() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    version = a_received_statement(norway, by=delegate)
    desk = the_desk(norway.meeting)
    review.take(version, by=desk, at=NOW)
    review.send_back(version, reason="Page two is missing.", by=desk, at=NOW)
    mended = changes.new_version(version.statement, by=delegate, at=LATER)
    add_file(mended, "Now with page two.", by=delegate, at=LATER)
    receipt.submit(mended, by=delegate, at=LATER)
    version.refresh_from_db()
    assert (version.state, mended.number, mended.state) == ("superseded", 2, "received")


def test_a_replacement_takes_the_place_of_what_was_received_and_keeps_it() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    first = a_received_statement(norway, "First words.", by=delegate)
    second = changes.new_version(first.statement, by=delegate, at=NOW)
    assert changes.new_version(first.statement, by=delegate, at=NOW) == second
    add_file(second, "Better words.", by=delegate)
    receipt.submit(second, by=delegate, at=NOW)
    first.refresh_from_db()
    assert first.state == Version.State.SUPERSEDED
    assert first.languages.get().paragraphs.get().text == "First words."
    assert Receipt.objects.count() == 2


def test_one_file_a_language_and_one_original() -> None:
    version = a_draft(None, "English words.")
    desk = the_desk(version.statement.meeting)
    add_file(version, "Des mots.", by=desk, language="fr", original=True)
    add_file(version, "Other English words.", by=desk)
    assert [(one.language, one.is_original) for one in version.languages.all()] == [
        ("fr", True),
        ("en", False),
    ]
    english = version.languages.get(language="en")
    receipt.mark_original(english, by=desk)
    assert version.languages.get(is_original=True) == english
    receipt.detach(english, by=desk)
    assert version.languages.get(is_original=True).language == "fr"


def test_files_of_a_sent_statement_are_left_alone() -> None:
    version = a_received_statement()
    desk = the_desk(version.statement.meeting)
    with pytest.raises(NotNow):
        add_file(version, "More.", by=desk, language="fr")
    for verb in (receipt.detach, receipt.mark_original):
        with pytest.raises(NotNow):
            verb(version.languages.get(), by=desk)
    with pytest.raises(NotNow):
        receipt.amend(version, by=desk, at=NOW, speaker_name="X")
    with pytest.raises(NotNow):
        receipt.discard(version, by=desk, at=NOW)


def test_a_discarded_draft_leaves_no_text() -> None:
    version = a_draft()
    receipt.discard(version, by=the_desk(version.statement.meeting), at=NOW)
    assert not LanguageVersion.objects.exists()
    assert not Statement.objects.exists()


def test_an_empty_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(Refused, match="is empty"):
        receipt.examine(path, "empty.pdf")


def test_a_file_over_the_limit_is_refused(tmp_path: Path, settings: object) -> None:
    settings.UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
    path = tmp_path / "big.txt"
    path.write_text("more than ten bytes")
    with pytest.raises(Refused, match="at most"):
        receipt.examine(path, "big.txt")


@pytest.mark.parametrize("marking", ["STRICTLY CONFIDENTIAL", "СТРОГО КОНФИДЕНЦИАЛЬНО", "سري للغاية", "绝密"])
def test_strictly_confidential_papers_are_refused(marking: str) -> None:
    """RX-5."""
    path = a_file(f"{marking}\n\nThe words of a paper that must not be here, in two sentences. This is one.")
    with pytest.raises(Refused, match="STRICTLY CONFIDENTIAL"):
        receipt.examine(path, "paper.txt")


def test_a_sentence_that_speaks_of_confidentiality_is_no_marking() -> None:
    path = a_file("We keep strictly confidential the names of those who report. This protects them.")
    assert receipt.examine(path, "paper.txt").paragraphs


def test_an_embargo_that_has_ended_is_refused() -> None:
    version = a_draft(embargo=Statement.Embargo.UNTIL_TIME, embargo_until=NOW - timedelta(hours=1))
    with pytest.raises(Refused, match="embargo ends in the past"):
        receipt.submit(version, by=the_desk(version.statement.meeting), at=NOW)


def test_a_stranger_cannot_touch_a_draft() -> None:
    version = a_draft()
    with pytest.raises(NotAllowed):
        receipt.attach(version, a_file(), name="x.txt", by=a_person(), at=NOW, reading=a_reading("x"))


def test_what_was_returned_may_come_again_unchanged() -> None:
    """It may have been returned for its conditions, not its words."""
    norway = a_delegation(a_meeting())
    delegate, desk = a_delegate(norway), the_desk(norway.meeting)
    version = a_received_statement(norway, "The same words.", by=delegate)
    review.take(version, by=desk, at=NOW)
    review.send_back(version, reason="Choose the other aspect.", by=desk, at=NOW)
    again = changes.new_version(version.statement, by=delegate, at=NOW)
    add_file(again, "The same words.", by=delegate)
    assert receipt.submit(again, by=delegate, at=NOW).version == again


def test_the_same_files_under_other_conditions_are_not_swallowed() -> None:
    """An embargo that somebody asked for must not be lost without a word."""
    norway = a_delegation(a_meeting())
    first = a_received_statement(norway, "The same words.")
    again = a_draft(
        norway, "The same words.", embargo=Statement.Embargo.UNTIL_TIME, embargo_until=NOW + timedelta(days=1)
    )
    with pytest.raises(NotNow, match=first.receipt.number):
        receipt.submit(again, by=the_desk(norway.meeting), at=NOW)
    again.refresh_from_db()
    assert again.state == Version.State.DRAFT


def test_send_pressed_twice_gives_the_same_receipt() -> None:
    version = a_draft()
    desk = the_desk(version.statement.meeting)
    seen_by_the_second_click = Version.objects.get(pk=version.pk)
    first = receipt.submit(version, by=desk, at=NOW)
    assert receipt.submit(seen_by_the_second_click, by=desk, at=NOW) == first
    assert Receipt.objects.count() == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory and its writers do not wait; tests/journeys/test_kill.py has a real one",
)
@pytest.mark.django_db(transaction=True)
def test_the_same_files_sent_by_four_at_once_give_one_receipt() -> None:
    """R09-3."""
    norway = a_delegation(a_meeting())
    desk = the_desk(norway.meeting)
    drafts = [a_draft(norway, "The same words.") for _ in range(4)]
    start = Barrier(len(drafts))

    def send(version: Version) -> str:
        start.wait(10)
        try:
            return receipt.submit(version, by=desk, at=NOW).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        numbers = list(pool.map(send, drafts))
    assert len(set(numbers)) == 1
    assert (Receipt.objects.count(), Version.objects.count(), Statement.objects.count()) == (1, 1, 1)


def test_who_sends_the_same_files_an_instant_later_is_given_the_first_receipt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """R09-3: what the other sent was not to be seen when this one looked; the database alone knows."""
    norway = a_delegation(a_meeting())
    desk = the_desk(norway.meeting)
    first, second = (a_draft(norway, "The same words.") for _ in range(2))
    issued = receipt.submit(first, by=desk, at=NOW)
    look = receipt.same_submissions
    looks = iter([lambda _versions: {}, look])
    monkeypatch.setattr(receipt, "same_submissions", lambda versions: next(looks)(versions))
    assert receipt.submit(second, by=desk, at=NOW) == issued
    assert (Receipt.objects.count(), Version.objects.count(), Statement.objects.count()) == (1, 1, 1)


def test_another_fault_of_the_database_is_not_taken_for_the_same_files() -> None:
    """As where a number was given already: nobody may get the receipt of somebody else's statement."""
    norway = a_delegation(a_meeting())
    desk = the_desk(norway.meeting)
    a_received_statement(norway)
    version = a_draft(norway, "Other words.")
    Meeting.objects.update(receipts_issued=0)
    with pytest.raises(IntegrityError):
        receipt.submit(version, by=desk, at=NOW)
    assert Version.objects.get(pk=version.pk).state == Version.State.DRAFT
    assert Receipt.objects.count() == 1


def test_what_was_sent_meanwhile_takes_no_more_files() -> None:
    """A page left open: it still believes in the draft."""
    version = a_draft()
    desk = the_desk(version.statement.meeting)
    old = Version.objects.get(pk=version.pk)
    file = old.languages.get()
    receipt.submit(version, by=desk, at=NOW)
    with pytest.raises(NotNow, match="no longer be added"):
        add_file(old, "More.", by=desk, language="fr")
    with pytest.raises(NotNow, match="no longer be taken out"):
        receipt.detach(file, by=desk)
    with pytest.raises(NotNow, match="no longer be changed"):
        receipt.mark_original(file, by=desk)
    with pytest.raises(NotNow, match="Replace it"):
        receipt.amend(old, by=desk, at=NOW, speaker_name="X")
    with pytest.raises(NotNow, match="Only a draft"):
        receipt.discard(old, by=desk, at=NOW)
    assert version.languages.count() == 1


def test_what_was_discarded_meanwhile_takes_no_more_files() -> None:
    version = a_draft()
    desk = the_desk(version.statement.meeting)
    old = Version.objects.get(pk=version.pk)
    old.statement = version.statement
    receipt.discard(version, by=desk, at=NOW)
    with pytest.raises(NotNow, match="has been discarded"):
        add_file(old, "More.", by=desk)


def test_discarding_is_for_those_who_send_and_is_on_record() -> None:
    version = a_draft()
    with pytest.raises(NotAllowed):
        receipt.discard(version, by=a_person(), at=NOW)
    receipt.discard(version, by=the_desk(version.statement.meeting), at=NOW)
    assert Act.objects.latest("id").verb == "discarded draft"


def test_a_draft_with_a_request_is_discarded_too() -> None:
    norway = a_delegation(a_meeting())
    delegate = a_delegate(norway)
    version = a_draft(norway, by=delegate)
    changes.ask(version.statement, wish=ChangeRequest.Wish.REPLACE, reason="Late.", by=delegate, at=LATER)
    receipt.discard(version, by=delegate, at=LATER)
    assert not Statement.objects.exists()


def test_discarding_a_replacement_leaves_what_was_received() -> None:
    version = a_received_statement()
    desk = the_desk(version.statement.meeting)
    receipt.discard(changes.new_version(version.statement, by=desk, at=NOW), by=desk, at=NOW)
    assert list(version.statement.versions.all()) == [version]


def test_aspects_and_session_are_those_of_the_meeting() -> None:
    """R09-1."""
    norway, other = a_delegation(a_meeting()), a_meeting("other")
    for details in ({"aspects": other.aspects.all()}, {"session": other.sessions.get()}):
        with pytest.raises(Refused, match="of this meeting"):
            a_draft(norway, **details)  # type: ignore[arg-type]
    version, desk = a_draft(norway), the_desk(norway.meeting)
    with pytest.raises(Refused, match="of this meeting"):
        receipt.amend(version, by=desk, at=NOW, aspects=other.aspects.all())
    with pytest.raises(Refused, match="at least one aspect"):
        receipt.amend(version, by=desk, at=NOW, aspects=[])
    with pytest.raises(Refused, match="Give the time"):
        receipt.amend(version, by=desk, at=NOW, embargo=Statement.Embargo.UNTIL_TIME)


def test_amending_changes_what_the_statement_says_of_itself_until_it_is_public() -> None:
    norway = a_delegation(a_meeting())
    version, desk = a_draft(norway), the_desk(norway.meeting)
    receipt.amend(version, by=desk, at=NOW, aspects=norway.meeting.aspects.all(), speaker_name="Ms. Berg")
    statement = Statement.objects.get()
    assert (statement.speaker_name, statement.aspects.count()) == ("Ms. Berg", 2)
    published = a_published_statement(norway)
    revision = changes.new_version(published, kind=Version.Kind.REVISION, note="x", by=desk, at=NOW)
    with pytest.raises(NotNow, match="changed by the secretariat"):
        receipt.amend(revision, by=desk, at=NOW, speaker_name="Somebody else")


def test_a_withdrawn_statement_is_not_sent_any_more() -> None:
    version = a_draft()
    Statement.objects.filter(pk=version.statement_id).update(withdrawn_at=NOW)
    version.statement.refresh_from_db()
    with pytest.raises(NotNow, match="withdrawn"):
        receipt.submit(version, by=the_desk(version.statement.meeting), at=NOW)


def test_an_address_is_never_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = a_meeting("a-meeting-with-a-name-that-takes-much-room")
    norway, desk = a_delegation(meeting), the_desk(meeting)
    letters = iter("222222222222223333333")
    monkeypatch.setattr("secrets.choice", lambda _: next(letters))
    refs = [receipt.draft(norway, by=desk, at=NOW).statement.ref for _ in range(2)]
    assert refs == ["a-meeting-with-a-name-that-tak-2222222", "a-meeting-with-a-name-that-tak-3333333"]


def test_the_language_is_read_from_the_text_and_may_be_none_of_the_six() -> None:
    version = a_draft()
    desk = the_desk(version.statement.meeting)
    for words, language in (("Wir teilen, was wirkt.", "und"), ("Nous partageons.", "fr")):
        receipt.attach(
            version,
            a_file(words),
            name=f"{language}.txt",
            by=desk,
            at=NOW,
            reading=a_reading(words, language=language),
        )
    assert [one.language for one in version.languages.order_by("id")] == ["en", "und", "fr"]


def test_a_file_that_cannot_be_read_is_refused_with_the_readers_sentence(tmp_path: Path) -> None:
    """R09-12."""
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing that a PDF has")
    with pytest.raises(Refused, match=r"“broken\.pdf” cannot be taken: "):
        receipt.examine(path, "broken.pdf")


def test_a_file_is_read_when_it_is_attached() -> None:
    """R09-9: paragraphs with anchors, as read by the real reader."""
    version = a_draft()
    text = (
        "Statement of Norway on good practices.\n\nWe recall resolution 1373 (2001) and share what works.\n"
    )
    receipt.attach(version, a_file(text), name="norway.txt", by=the_desk(version.statement.meeting), at=NOW)
    language = version.languages.get()
    assert [paragraph.text for paragraph in language.paragraphs.all()] == [
        part for part in text.strip().split("\n\n")
    ]
    assert Citation.objects.get().instrument.symbol == "S/RES/1373 (2001)"  # type: ignore[union-attr]
    assert (str(language), str(language.file)) == (f"{version} en", language.file.sha256[:12])
