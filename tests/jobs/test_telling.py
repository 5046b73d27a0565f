"""A round of telling: from what happened to the letters in the outbox, whoever is at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from comity.communications import watching
from comity.communications.models import Notice, Subscription, Watch
from comity.jobs import telling
from comity.participants.models import Letter
from tests.communications.makers import DAY, HOUR, a_known_meeting, follows, mails, moved, the_session
from tests.makers import NOW, a_delegation, a_published_statement, the_desk

pytestmark = pytest.mark.django_db


def test_a_round_takes_a_change_from_the_programme_to_the_outbox() -> None:
    meeting = a_known_meeting()
    follows("press@example.org", meeting="sm2016")
    telling.tell(at=NOW)
    moved(the_session(meeting), at=NOW + HOUR)
    assert telling.tell(at=NOW + HOUR + timedelta(minutes=9)) == 0
    assert telling.tell(at=NOW + HOUR + timedelta(minutes=11)) == 2
    assert [to for to, _subject in mails()] == ["desk@example.org", "press@example.org"]
    letter = Letter.objects.get(to="press@example.org")
    assert [file["type"] for file in letter.files] == ["text/calendar; method=PUBLISH"]
    assert telling.tell(at=NOW + DAY) == 0


def test_what_happened_before_the_first_round_is_told_to_nobody() -> None:
    meeting = a_known_meeting()
    follows("press@example.org", meeting="sm2016", at=NOW - 9 * DAY)
    a_published_statement(a_delegation(meeting), at=NOW - 3 * DAY)
    assert telling.tell(at=NOW) == 0
    assert not Notice.objects.exists()


def test_of_two_workers_one_is_at_it_and_one_that_was_killed_lets_go() -> None:
    watch = watching.take(at=NOW)
    assert watch is not None
    assert watching.take(at=NOW + timedelta(minutes=1)) is None
    assert telling.tell(at=NOW + timedelta(minutes=1)) == 0
    later = watching.take(at=NOW + watching.HELD_FOR)
    assert later is not None
    watching.leave(watch, at=NOW + watching.HELD_FOR)  # the first one is back, too late
    assert Watch.objects.get().held_until == later.until
    watching.leave(later, at=NOW + HOUR)
    again = watching.take(at=NOW + HOUR)
    assert again is not None
    assert again.since == NOW + HOUR - watching.OVERLAP


def test_a_saved_search_is_told_of_a_statement_in_which_it_finds_something() -> None:
    meeting = a_known_meeting()
    kenya = follows("kenya@example.org", q="schools", filters={"delegation": ["ken"]})
    for email, query in (("schools@example.org", "schools"), ("chairs@example.org", "chairs")):
        follows(email, q=query)
    telling.tell(at=NOW)
    a_published_statement(
        a_delegation(meeting), "Schools teach what to do.", "They do so early.", at=NOW + HOUR
    )
    for minutes in range(0, 5):
        telling.tell(at=NOW + HOUR + timedelta(minutes=minutes))
    assert [to for to, _subject in mails() if to != "desk@example.org"] == ["schools@example.org"]
    assert kenya.filters == {"delegation": ["ken"]}


def test_telling_goes_on_after_a_fault_of_the_database(caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comity_watch RENAME TO elsewhere")
    assert telling.one_round(None) is None
    assert "stopped for a moment" in caplog.text


def test_addresses_that_nobody_proved_are_forgotten_once_an_hour() -> None:
    """RX-4."""
    now = timezone.now()
    a_known_meeting(at=now)
    follows("press@example.org", meeting="sm2016", at=now)
    Subscription.objects.update(confirmed_at=None, asked_at=now - 9 * DAY)
    assert telling.one_round(now) == now
    assert Subscription.objects.count() == 1
    assert telling.one_round(now - 2 * HOUR) is not None
    assert Subscription.objects.count() == 0


def test_a_change_by_the_desk_is_followed_by_its_act(django_assert_max_num_queries: Any) -> None:
    """A round in which nothing happened asks little."""
    meeting = a_known_meeting()
    the_desk(meeting)
    telling.tell(at=NOW)
    with django_assert_max_num_queries(16):
        telling.tell(at=NOW + DAY)
