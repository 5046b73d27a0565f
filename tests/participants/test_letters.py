"""The outbox: sent once, tried again, given up, and forgotten."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.participants import invitations, letters
from comity.participants.models import Letter, Role
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow
from tests.makers import NOW, a_delegate, a_delegation, a_meeting, a_role, the_desk
from tests.smtp import mails_go_to
from tests.web.acting import Postbox

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Answering(Postbox):
    """A mail server that answers each recipient as it is told, and afterwards takes everything."""

    def __init__(self, *answers: str, to_data: str = "") -> None:
        super().__init__()
        self.answers, self.to_data = [*answers], to_data

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        taken = await super().handle_DATA(server, session, envelope)
        return self.to_data or taken


def a_letter(to: str = "norway@example.org", **more: Any) -> Letter:
    return letters.write(**{"to": to, "subject": "Receipt", "body": "It is here.", "at": NOW} | more)


def now(letter: Letter) -> Letter:
    letter.refresh_from_db()
    return letter


def without_a_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_a_letter_is_sent_once_and_then_only_that_it_was_is_kept(settings: Any) -> None:
    """RX-4: the words go with the letter."""
    box, letter = Postbox(), a_letter(body="Open https://example.org/secret to begin.")
    with mails_go_to(box, settings):
        assert [letters.send_due(at=NOW), letters.send_due(at=NOW)] == [1, 0]
    assert [(to, subject) for to, subject, _ in box.mails] == [("norway@example.org", "Receipt")]
    assert "secret" in box.mails[0][2]
    assert (now(letter).sent_at, letter.due_at, letter.body, letter.subject) == (NOW, None, "", "Receipt")


def test_what_is_not_due_yet_waits(settings: Any) -> None:
    box = Postbox()
    a_letter(at=NOW + MINUTE)
    with mails_go_to(box, settings):
        assert [letters.send_due(at=NOW), letters.send_due(at=NOW + MINUTE)] == [0, 1]


def test_a_claim_outlasts_the_sending_of_all_that_was_begun_with_it(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the clock is old: what is left is as due as before, for the next round."""
    box, letter = Postbox(), a_letter()
    with mails_go_to(box, settings), monkeypatch.context() as slow:
        slow.setattr(letters, "AT_ONCE", 0.0)
        assert letters.send_due(at=NOW) == 0
    assert (now(letter).due_at, letter.attempts, str(letter)) == (NOW, 0, "Receipt")
    with mails_go_to(box, settings):
        assert letters.send_due(at=NOW + MINUTE) == 1


def test_a_server_that_was_down_gets_every_letter_when_it_is_up(settings: Any) -> None:
    """Down for five hours: nothing is lost, nothing is sent twice."""
    box, at = Postbox(), NOW
    one, other = a_letter(), a_letter("chad@example.org")
    without_a_server(settings)
    while at < NOW + timedelta(hours=5):
        assert letters.send_due(at=at) == 0
        at += MINUTE
    assert "ConnectionRefusedError" in now(one).reason
    with mails_go_to(box, settings):
        while at < NOW + timedelta(hours=8):
            letters.send_due(at=at)
            at += MINUTE
    assert sorted(to for to, _, _ in box.mails) == ["chad@example.org", "norway@example.org"]
    assert now(one).sent_at
    assert now(other).sent_at


def test_the_pauses_grow_and_after_a_day_the_letter_is_given_up(settings: Any) -> None:
    without_a_server(settings)
    letter, tried, at = a_letter(), [], NOW
    while letter.due_at is not None:
        at = letter.due_at
        tried.append(at)
        letters.send_due(at=at)
        letter.refresh_from_db()
    pauses = [(later - earlier) / MINUTE for earlier, later in pairwise(tried)]
    assert pauses[:7] == [2, 4, 8, 16, 32, 64, 120]
    assert pauses == sorted(pauses)
    assert timedelta(hours=20) < at - NOW < timedelta(hours=30)
    assert (letter.given_up_at, letter.body) == (at, "It is here.")
    assert letters.send_due(at=at + timedelta(days=2)) == 0


def test_of_two_senders_one_has_the_letter() -> None:
    """Two workers, or two nodes, that saw the same letter at the same time."""
    letter = a_letter()
    also = Letter.objects.get(pk=letter.pk)
    assert [letters.claimed(letter, at=NOW), letters.claimed(also, at=NOW)] == [True, False]


def test_a_letter_whose_sender_died_is_due_again(settings: Any) -> None:
    letters.claimed(a_letter(), at=NOW)
    box = Postbox()
    with mails_go_to(box, settings):
        assert [letters.send_due(at=NOW + MINUTE), letters.send_due(at=NOW + 2 * MINUTE)] == [0, 1]


@pytest.mark.parametrize(
    ("answers", "to_data", "told"),
    [
        (("550 nobody of this name",), "", "nobody of this name"),
        ((), "554 this looks like an advertisement", "554 this looks like an advertisement"),
    ],
)
def test_what_the_server_refuses_for_good_is_given_up_at_once_and_the_rest_is_sent(
    settings: Any, answers: tuple[str, ...], to_data: str, told: str
) -> None:
    box = Answering(*answers, to_data=to_data)
    refused, other = a_letter(), a_letter("chad@example.org")
    with mails_go_to(box, settings):
        letters.send_due(at=NOW)
    assert (now(refused).due_at, refused.given_up_at) == (None, NOW)
    assert told in refused.reason
    assert bool(now(other).sent_at) == (not to_data)


def test_what_the_server_puts_off_is_tried_again(settings: Any) -> None:
    """Greylisting: 450 at first."""
    box, letter = Answering("450 come back later"), a_letter()
    with mails_go_to(box, settings):
        assert letters.send_due(at=NOW) == 0
        assert (now(letter).given_up_at, letter.due_at) == (None, NOW + 2 * MINUTE)
        assert letters.send_due(at=NOW + 2 * MINUTE) == 1


def test_an_address_that_no_mail_can_bear_stops_no_other(settings: Any) -> None:
    box, letter = Postbox(), a_letter("two\nlines@example.org")
    a_letter()
    with mails_go_to(box, settings):
        assert letters.send_due(at=NOW) == 1
    assert (now(letter).due_at, "newlines" in letter.reason) == (None, True)


def test_a_subject_is_one_line_and_not_too_long() -> None:
    assert a_letter(subject="One\n two").subject == "One two"
    assert len(a_letter(subject="w" * 400).subject) == Letter.LONGEST_SUBJECT


def test_the_desk_is_told_after_a_quarter_of_an_hour_and_of_its_own_meeting_only(settings: Any) -> None:
    without_a_server(settings)
    meeting, at = a_meeting(), NOW
    letter = a_letter(meeting=meeting)
    a_letter(meeting=a_meeting("sm2017"))
    a_letter()
    told = {}
    while at <= NOW + 20 * MINUTE:
        letters.send_due(at=at)
        told[at] = list(letters.troubled(meeting))
        at += MINUTE
    assert told[NOW + 5 * MINUTE] == []
    assert told[NOW + 20 * MINUTE] == [letter]


def test_the_secretariat_sends_again_what_was_given_up(settings: Any) -> None:
    meeting = a_meeting()
    desk, letter = the_desk(meeting), a_letter(meeting=meeting)
    box = Answering("550 not yet")
    with mails_go_to(box, settings):
        letters.send_due(at=NOW)
        assert list(letters.troubled(meeting)) == [letter]
        letters.send_again(letter, by=desk, at=NOW + MINUTE)
        assert letters.send_due(at=NOW + MINUTE) == 1
    assert list(letters.troubled(meeting)) == []
    with pytest.raises(NotNow):
        letters.send_again(letter, by=desk, at=NOW)
    assert list(Act.objects.filter(object_type="letter").values_list("verb", "by")) == [
        ("sent mail again", desk.pk)
    ]


def test_what_is_set_aside_is_never_sent_and_its_words_go(settings: Any) -> None:
    meeting, box = a_meeting(), Postbox()
    letter = a_letter(meeting=meeting)
    letters.set_aside(letter, by=the_desk(meeting), at=NOW)
    with mails_go_to(box, settings):
        letters.send_due(at=NOW + timedelta(days=1))
    assert (box.mails, now(letter).body, list(letters.troubled(meeting))) == ([], "", [])
    with pytest.raises(NotNow):
        letters.set_aside(letter, by=the_desk(meeting), at=NOW)


def test_only_the_secretariat_decides_about_mails() -> None:
    meeting = a_meeting()
    letter = a_letter(meeting=meeting)
    for person in (
        a_delegate(a_delegation(meeting)),
        a_role(Role.RAPPORTEUR, meeting),
        the_desk(a_meeting("sm2017")),
    ):
        for verb in (letters.send_again, letters.set_aside):
            with pytest.raises(NotAllowed):
                verb(letter, by=person, at=NOW)
    assert now(letter).due_at == NOW


def test_the_words_of_what_was_given_up_are_kept_for_a_fortnight() -> None:
    """RX-4."""
    long_ago = NOW - letters.KEPT_FOR - MINUTE
    old, new, waiting = a_letter(), a_letter(), a_letter(at=long_ago)
    Letter.objects.filter(pk=old.pk).update(due_at=None, given_up_at=long_ago)
    Letter.objects.filter(pk=new.pk).update(due_at=None, given_up_at=NOW - MINUTE)
    assert letters.forget(at=NOW) == 1
    assert [bool(now(one).body) for one in (old, new, waiting)] == [False, True, True]


def test_the_link_of_an_invitation_that_was_taken_back_is_not_sent(settings: Any) -> None:
    meeting, box = a_meeting(), Postbox()
    desk, norway = the_desk(meeting), a_delegation(meeting)

    def invite(link: str) -> invitations.Invitation:
        return invitations.invite(
            email="new@example.org",
            name="New",
            role=Role.DELEGATE,
            meeting=meeting,
            delegation=norway,
            by=desk,
            at=NOW,
            letter=lambda one, _token: a_letter(one.email, body=link),
        )[0]

    invite("first")
    invitations.withdraw(invite("second"), by=desk, at=NOW)
    invite("third")
    with mails_go_to(box, settings):
        letters.send_due(at=NOW)
    assert [words.strip() for _, _, words in box.mails] == ["third"]


@pytest.mark.parametrize(
    "wrong", [{"due_at": None}, {"sent_at": NOW}, {"sent_at": NOW, "due_at": None}, {"given_up_at": NOW}]
)
def test_the_database_lets_no_letter_be_in_two_states_or_keep_its_words_once_sent(wrong: Any) -> None:
    letter = a_letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**wrong)
