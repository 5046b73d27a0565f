"""Notices at the desk before they go out, and the log of mails."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.communications import composing, noticing, telling
from comity.communications.models import Notice
from comity.meetings import programme
from comity.participants import letters
from comity.participants.models import Letter, Role
from tests.communications.makers import (
    DAY,
    HOUR,
    a_known_meeting,
    follows,
    moved,
    the_notice,
    the_session,
)
from tests.makers import NOW, a_delegation, the_desk
from tests.web.acting import holding, signed_in

pytestmark = pytest.mark.django_db


def test_the_desk_sees_the_mail_in_six_languages_adds_words_and_tells() -> None:
    """R11-2."""
    meeting = a_known_meeting()
    desk = signed_in(the_desk(meeting))
    follows("press@example.org", meeting="sm2016")
    moved(the_session(meeting))
    page = desk.get("/en/desk/meetings/sm2016/notices/").content.decode()
    assert "Moved: First session, now 1 December 2016, 16:00 (New York)" in page
    address = f"/en/desk/notices/{the_notice().pk}/"
    assert "2 mails." in desk.get(address).content.decode()
    for language, words in (("ar", "1 كانون الأول/ديسمبر 2016"), ("fr", "1er décembre 2016"), ("ru", "2016")):
        shown = desk.get(f"{address}?language={language}").content.decode()
        assert f'<div class="mail" lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in shown
        assert words in shown
    desk.post(address, {"words": "1", "words_en": "Please be early.", "words_fr": "Soyez à l'heure."})
    assert "Please be early." in desk.get(address).content.decode()
    assert the_notice().words == {"en": "Please be early.", "fr": "Soyez à l'heure."}
    desk.post(address, {"now": "1"})
    telling.tell_due(at=the_notice().due_at or NOW)
    composing.compose_due(at=the_notice().told_at or NOW)
    assert Letter.objects.count() == 2
    told = desk.get("/en/desk/meetings/sm2016/notices/").content.decode()
    assert "0 of 2 sent" in told
    assert "press@example.org" in desk.get(address).content.decode()
    assert desk.post(address, {"now": "1"}).status_code == 409


def test_a_notice_that_is_held_back_sends_no_mail() -> None:
    meeting = a_known_meeting()
    desk = signed_in(the_desk(meeting))
    moved(the_session(meeting))
    address = f"/en/desk/notices/{the_notice().pk}/"
    assert "Nobody gets a mail" in desk.post(address, {"withhold": "1"}, follow=True).content.decode()
    assert telling.tell_due(at=NOW + DAY) == 0
    assert "No mails were sent" in desk.get(address).content.decode()


def test_the_log_shows_what_became_of_each_mail_and_is_searched() -> None:
    meeting, other = a_known_meeting(), a_known_meeting("sm2017")
    desk = signed_in(the_desk(meeting))
    for number in range(3):
        letters.write(
            to=f"n{number}@example.org", subject=f"Subject {number}", body="B", at=NOW, meeting=meeting
        )
    letters.write(to="secret@example.org", subject="Of another", body="B", at=NOW, meeting=other)
    Letter.objects.filter(to="n0@example.org").update(sent_at=NOW, due_at=None, body="")
    Letter.objects.filter(to="n1@example.org").update(given_up_at=NOW, due_at=None, reason="550 nobody")
    page = desk.get("/en/desk/meetings/sm2016/mails/").content.decode()
    assert "3 mails" in page
    assert "550 nobody" in page
    assert "secret@example.org" not in page
    for query, found in (
        ("?state=sent", "n0@example.org"),
        ("?state=given_up", "n1@example.org"),
        ("?q=n2", "n2@example.org"),
        ("?q=subject+1", "n1@example.org"),
    ):
        page = desk.get(f"/en/desk/meetings/sm2016/mails/{query}").content.decode()
        assert ("1 mail<" in page, found in page) == (True, True), query
    for odd in ("state=x", "page=x", "page=99", "q=%00", "q=%u202e"):
        assert desk.get(f"/en/desk/meetings/sm2016/mails/?{odd}").status_code == 200


@pytest.mark.parametrize("role", [one for one in Role if one != Role.SECRETARIAT])
def test_nobody_but_the_secretariat_sees_to_whom_mails_went(role: Role) -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting))
    client = holding(role, meeting, a_delegation(meeting))
    for address in (
        "/en/desk/meetings/sm2016/notices/",
        "/en/desk/meetings/sm2016/mails/",
        f"/en/desk/notices/{the_notice().pk}/",
    ):
        assert client.get(address).status_code == 403, address
    assert client.post(f"/en/desk/notices/{the_notice().pk}/", {"now": "1"}).status_code == 403


def test_the_lists_take_as_many_queries_however_long_they_are() -> None:
    meeting = a_known_meeting()
    desk = signed_in(the_desk(meeting))
    session, asked = the_session(meeting), []
    for number in range(3):
        moved(session, at=NOW + number * DAY)
        telling.tell_due(at=NOW + number * DAY + HOUR)
        composing.compose_due(at=NOW + number * DAY + HOUR)
        for page in ("notices", "mails"):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(f"/en/desk/meetings/sm2016/{page}/").status_code == 200
            asked.append(len(queries))
    assert Notice.objects.count() == 3
    assert (len(set(asked[::2])), len(set(asked[1::2]))) == (1, 1)


def test_a_cancellation_can_be_told_in_six_languages() -> None:
    meeting = a_known_meeting()
    desk = the_desk(meeting)
    programme.cancel(the_session(meeting), reasons={"en": "No panel.", "es": "Sin panel."}, by=desk, at=NOW)
    noticing.compare(meeting, at=NOW)
    page = signed_in(desk).get(f"/en/desk/notices/{the_notice().pk}/?language=es").content.decode()
    assert "Sin panel." in page
