"""Releases by mail: when they are public and not before, once each, to those who agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from comity.jobs import post
from comity.participants.models import Letter
from comity.press import accrediting, mailing, publication, writing
from comity.press.models import Accreditation, ReleaseMail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, the_desk
from tests.press.makers import (
    HOUR,
    WORDS,
    a_draft,
    a_reader,
    a_release,
    cleared,
    the_chair,
    the_meeting,
    the_officer,
)
from tests.smtp import mails_go_to
from tests.web.acting import Postbox

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)


def releases() -> list[Letter]:
    return list(Letter.objects.filter(release_mail__isnull=False).order_by("to"))


def test_mails_are_written_at_the_end_of_the_embargo_once_and_not_an_instant_earlier() -> None:
    """R13-2."""
    a_reader()
    a_reader("Bo Reporter", language="ar")
    a_reader("Cy Reporter", wants_mails=False)
    a_reader("Di Reporter", approved=False)
    version = a_release(until=NOW + HOUR)
    assert [mailing.mail_due(at=at) for at in (NOW, NOW + HOUR - INSTANT)] == [0, 0]
    assert [mailing.mail_due(at=NOW + HOUR), mailing.mail_due(at=NOW + HOUR)] == [2, 0]
    assert [one.to for one in releases()] == ["ana.reporter@example.org", "bo.reporter@example.org"]
    letter = releases()[0]
    assert letter.subject == version.texts.get().headline
    for words in (f"“{WORDS}” (Norway)", "Not an official record.", version.release.permanent_address):
        assert words in letter.body
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(ReleaseMail.objects.first()).startswith(str(version))


def test_of_two_workers_one_writes_the_mails() -> None:
    a_reader()
    version = a_release()
    assert [mailing.mail(version, at=NOW), mailing.mail(version, at=NOW)] == [1, 0]


def test_a_correction_is_mailed_too_and_says_what_it_is() -> None:
    a_reader()
    first = a_release()
    mailing.mail_due(at=NOW)
    second = writing.correct(first.release, by=the_officer(), at=NOW)
    writing.say_correction(second, {"en": "The day is put right."}, by=the_officer(), at=NOW)
    cleared(second)
    publication.release(second, by=the_officer(), at=NOW + HOUR)
    assert mailing.mail_due(at=NOW + HOUR) == 1
    letter = Letter.objects.get(release_mail__version=second)
    assert letter.subject.startswith("Correction: ")
    assert "The day is put right." in letter.body


def test_what_was_withdrawn_before_anybody_wrote_is_mailed_to_nobody() -> None:
    a_reader()
    version = a_release()
    publication.withdraw(version.release, reason="In error", by=the_officer(), at=NOW + INSTANT)
    assert mailing.mail_due(at=NOW + HOUR) == 0


def test_the_sender_writes_and_sends_a_release_in_one_round(settings: Any) -> None:
    box = Postbox()
    a_reader()
    a_release()
    with mails_go_to(box, settings):
        post.one_round(NOW)
    to_ana = [subject for to, subject, _body in box.mails if to == "ana.reporter@example.org"]
    assert len(to_ana) == 2  # that she is accredited, and the release


def test_a_fault_in_a_release_holds_up_no_other_mail(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*, at: Any) -> int:
        raise RuntimeError("broken")

    monkeypatch.setattr(mailing, "mail_due", broken)
    post.write_releases()
    assert "wait for a moment" in caplog.text


def test_an_accreditation_is_decided_once_and_the_person_is_told() -> None:
    """R13-2: the accredited list."""
    asked = a_reader(approved=False)
    with pytest.raises(NotAllowed, match="accredit the press"):
        accrediting.approve(asked, by=the_chair(), at=NOW)
    with pytest.raises(Refused, match="Say why"):
        accrediting.refuse(asked, reason=" ", by=the_officer(), at=NOW)
    accrediting.refuse(asked, reason="No medium is named.", by=the_officer(), at=NOW)
    assert asked.letter is not None
    assert "No medium is named." in asked.letter.body
    with pytest.raises(NotNow, match="decided or ended"):
        accrediting.approve(asked, by=the_desk(the_meeting()), at=NOW)


def test_who_ends_it_leaves_nothing_personal_and_gets_nothing_any_more() -> None:
    reader = a_reader()
    a_release()
    mailing.mail_due(at=NOW)
    accrediting.end(reader, at=NOW)
    assert (reader.name, reader.email, reader.outlet, reader.state) == ("", "", "", "ended")
    assert [one.due_at for one in releases()] == [None]
    with pytest.raises(NotNow, match="ended already"):
        accrediting.end(reader, at=NOW)
    accrediting.stop_mails(reader, at=NOW)
    other = a_reader("Bo Reporter")
    accrediting.end(other, by=the_officer(), at=NOW)
    assert Accreditation.objects.listed().count() == 0


def test_a_meeting_that_was_not_announced_accredits_nobody() -> None:
    meeting = the_meeting()
    type(meeting).objects.update(state="concept")
    with pytest.raises(NotNow, match="not been announced"):
        a_reader(approved=False)


def test_a_release_that_nobody_waits_for_is_mailed_to_nobody() -> None:
    a_release(a_draft())
    assert mailing.mail_due(at=NOW) == 0
