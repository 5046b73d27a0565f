"""The letters: one an address, in its language, with what was and what is, and a button that ends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from comity.adapters import calendars
from comity.communications import composing, noticing, subscribing, targets, telling
from comity.communications.models import Delivery, Notice, Subscription
from comity.communications.subscribing import How
from comity.meetings import programme
from comity.meetings.models import Session
from comity.participants import letters
from comity.participants.models import Letter
from comity.statements import changes
from tests.communications.makers import (
    DAY,
    HOUR,
    MINUTE,
    a_known_meeting,
    a_room,
    follows,
    mails,
    moved,
    the_notice,
    the_session,
)
from tests.makers import NOW, a_delegate, a_delegation, a_published_statement, the_desk
from tests.smtp import mails_go_to
from tests.web.acting import Letterbox

pytestmark = pytest.mark.django_db


def told(*, at: datetime = NOW + DAY) -> int:
    telling.tell_due(at=at)
    return composing.compose_due(at=at, files=calendars.for_letter)


def to(email: str) -> Letter:
    return Letter.objects.filter(to=email).latest("pk")


def test_the_letter_says_what_was_and_what_is_at_the_place_in_utc_and_by_the_readers_clock() -> None:
    """R11-1, R11-2."""
    meeting = a_known_meeting()
    follows("oslo@example.org", meeting="sm2016", how=How("en", time_zone="Europe/Oslo"))
    moved(the_session(meeting), by_hours=3, room=a_room(meeting))
    told()
    letter = to("oslo@example.org")
    assert letter.subject == "Moved: First session, now 1 December 2016, 18:00 (New York)"
    assert (
        "Was: 1 December 2016, 15:00–18:00 (New York; 20:00–23:00 UTC; 21:00–2 December 2016, 00:00 by your clock), "
        "Conference Room 4" in letter.body
    )
    assert (
        "Is now: 1 December 2016, 18:00–21:00 (New York; 23:00–2 December 2016, 02:00 UTC; 2 December 2016, "
        "00:00–03:00 by your clock), Conference Room 2" in letter.body
    )
    assert "/en/programme/?meeting=sm2016#s1" in letter.body


def test_another_room_alone_is_said_so() -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting), by_hours=0, room=a_room(meeting))
    told()
    assert to("desk@example.org").subject == "Other room: First session, now Conference Room 2"


def test_a_cancellation_gives_its_reason_and_nothing_that_is_now() -> None:
    meeting = a_known_meeting()
    programme.cancel(
        the_session(meeting), reasons={"en": "The panel cannot come."}, by=the_desk(meeting), at=NOW
    )
    noticing.compare(meeting, at=NOW)
    told()
    letter = to("desk@example.org")
    assert letter.subject == "Cancelled: First session, 1 December 2016, 15:00 (New York)"
    assert "Reason: The panel cannot come." in letter.body
    assert "Is now" not in letter.body


def test_each_reads_it_in_the_own_language_with_what_the_secretariat_adds() -> None:
    """R13-3."""
    meeting = a_known_meeting()
    for language in ("ar", "zh", "en", "fr", "ru", "es"):
        follows(f"{language}@example.org", meeting="sm2016", how=How(language))
    moved(the_session(meeting), room=a_room(meeting))
    telling.add_words(the_notice(), {"en": "Sorry.", "fr": "Désolés."}, by=the_desk(meeting), at=NOW + HOUR)
    with translation.override("es"):
        told()
    assert "Désolés." in to("fr@example.org").body
    assert "Sorry." in to("ru@example.org").body
    assert "قاعة الاجتماع 2" in to("ar@example.org").body
    assert "/ar/programme/" in to("ar@example.org").body
    assert "كانون الأول/ديسمبر" in to("ar@example.org").subject
    assert "/zh-hans/following/" in to("zh@example.org").body
    assert "1er décembre 2016" in to("fr@example.org").body


def test_everything_due_for_an_address_is_in_one_letter_and_a_thing_followed_twice_is_said_once() -> None:
    meeting = a_known_meeting()
    follows("press@example.org", meeting="sm2016")
    follows("press@example.org", meeting="sm2016", session="s1")
    moved(the_session(meeting), at=NOW + HOUR)
    a_published_statement(a_delegation(meeting), at=NOW + 2 * HOUR)
    noticing.look(since=NOW, at=NOW + 3 * HOUR)
    assert told() == 2
    letter = to("press@example.org")
    assert letter.subject == "Special Meeting: 2 notices"
    assert letter.body.count("Moved: First session") == 1
    assert letter.body.index("Moved") < letter.body.index("Statement of Norway")
    assert "- Special Meeting\n- First session\n" in letter.body
    assert told(at=NOW + 2 * DAY) == 0


def test_a_letter_that_would_be_very_long_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = a_known_meeting()
    monkeypatch.setattr(composing, "TOLD_AT_MOST", 1)
    for code in ("nor", "ken", "tcd"):
        a_published_statement(a_delegation(meeting, code), at=NOW + HOUR)
    follows("press@example.org", meeting="sm2016")
    noticing.look(since=NOW, at=NOW + HOUR)
    told()
    assert "And 2 more." in to("press@example.org").body


def test_of_two_workers_one_writes_the_letter() -> None:
    meeting = a_known_meeting()
    one = follows("press@example.org", meeting="sm2016")
    moved(the_session(meeting))
    telling.tell_due(at=NOW + DAY)
    waiting = Delivery.objects.filter(subscription=one)
    seen = list(waiting)
    assert composing.compose(one.subscriber, at=NOW + DAY) is not None
    assert composing.compose(one.subscriber, at=NOW + DAY) is None
    assert (len(seen), Letter.objects.filter(to="press@example.org").count()) == (1, 1)
    assert waiting.get().letter == to("press@example.org")


def test_what_was_ended_or_withdrawn_before_the_digest_is_not_in_it() -> None:
    meeting = a_known_meeting()
    desk = the_desk(meeting)
    daily = How("en", frequency="daily")
    follows("ended@example.org", meeting="sm2016", how=daily)
    follows("stays@example.org", meeting="sm2016", how=daily)
    statement = a_published_statement(a_delegation(meeting), at=NOW + MINUTE)
    noticing.look(since=NOW, at=NOW + MINUTE)
    telling.tell_due(at=NOW + MINUTE)
    changes.withdraw(statement, reason="Sent by mistake.", by=desk, at=NOW + HOUR)
    subscribing.end(Subscription.objects.filter(subscriber__email="ended@example.org"), at=NOW + HOUR)
    assert composing.compose_due(at=NOW + DAY) == 0
    assert not Delivery.objects.filter(due_at__isnull=False).exists()
    noticing.look(since=NOW, at=NOW + DAY)
    assert [told(at=NOW + 3 * DAY), composing.compose_due(at=NOW + 4 * DAY)] == [0, 1]
    assert mails()[-1] == ("stays@example.org", "Statement of Norway, withdrawn")


def test_a_mail_reader_can_end_it_with_one_button_and_file_it_as_a_list(settings: Any) -> None:
    """RFC 2369, RFC 8058, RFC 2919, RFC 3834; over a real connection."""
    settings.DEFAULT_FROM_EMAIL = "Secretariat <desk@meeting.example>"
    meeting, box = a_known_meeting(), Letterbox()
    one = follows("press@example.org", meeting="sm2016")
    moved(the_session(meeting))
    told()
    with mails_go_to(box, settings):
        letters.send_due(at=NOW + DAY)
    mail = next(mail for mail in box.messages if mail["To"] == "press@example.org")
    stop = f"http://127.0.0.1:8000/en/following/{one.subscriber.key}/stop/?of={one.pk}"
    assert mail["List-Unsubscribe"].strip() == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (mail["List-Id"], mail["Auto-Submitted"]) == ("<notices.meeting.example>", "auto-generated")
    assert mail["Message-ID"].endswith("@meeting.example>")
    text, calendar = mail.get_payload()
    assert stop in text.get_payload(decode=True).decode()
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "PUBLISH")
    assert calendar.get_filename() == "sessions.ics"
    letter = to("press@example.org")
    assert (letter.body, letter.headers, letter.files) == ("", {}, [])


def test_the_second_attempt_bears_the_same_message_id(settings: Any) -> None:
    """What was taken, and not noted because the process died, is known again."""
    box = Letterbox()
    letter = letters.write(to="press@example.org", subject="S", body="B", at=NOW)
    with mails_go_to(box, settings):
        letters.send_due(at=NOW)
        Letter.objects.filter(pk=letter.pk).update(sent_at=None, due_at=NOW, body="B")
        letters.send_due(at=NOW)
    first, second = box.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_the_mail_that_proves_an_address_bears_the_link_and_no_button() -> None:
    a_known_meeting()
    wish = targets.find({"meeting": "sm2016"}, at=NOW)
    assert wish is not None
    one = subscribing.ask(
        "press@example.org", wish, How("fr"), at=NOW, letter=lambda one: composing.write_proof(one, at=NOW)
    )
    assert one is not None
    letter = to("press@example.org")
    assert f"/fr/following/{one.subscriber.key}/{one.pk}/confirm/" in letter.body
    assert (letter.headers, letter.files) == ({}, [])
    subscribing.confirm(one, at=NOW)
    with translation.override("ar"):
        composing.write_proof(one, at=NOW)
    assert f"/fr/following/{one.subscriber.key}/" in to("press@example.org").body
    assert "confirm" not in to("press@example.org").body


def test_an_agenda_and_a_new_session_are_told() -> None:
    meeting = a_known_meeting()
    a_delegate(a_delegation(meeting), name="norway")
    first = the_session(meeting)
    Session.objects.create(
        meeting=meeting,
        code="s2",
        tier="special",
        position=2,
        titles={"en": "Second session"},
        starts_at=datetime(2016, 12, 2, 15, tzinfo=UTC),
        ends_at=datetime(2016, 12, 2, 18, tzinfo=UTC),
        room=first.room,
    )
    noticing.compare(meeting, at=NOW + HOUR)
    Notice.objects.create(
        meeting=meeting,
        kind="agenda",
        identity="agenda 1",
        titles={"en": "provisional agenda", "fr": "ordre du jour provisoire"},
        happened_at=NOW + HOUR,
        due_at=NOW + HOUR,
    )
    told()
    body = to("norway@example.org").body
    assert "New: Second session, 2 December 2016, 10:00 (New York)" in body
    assert "New version of the agenda: provisional agenda" in body
    assert "- You take part in Special Meeting" in body


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_for_a_letter_does_not_grow_with_its_notices(
    number: int, django_assert_num_queries: Any
) -> None:
    meeting = a_known_meeting()
    one = follows("press@example.org", meeting="sm2016")
    for code in ("nor", "ken", "tcd")[:number]:
        a_published_statement(a_delegation(meeting, code), at=NOW + HOUR)
    noticing.look(since=NOW, at=NOW + HOUR)
    telling.tell_due(at=NOW + HOUR)
    with django_assert_num_queries(10):
        composing.compose(one.subscriber, at=NOW + DAY)
