"""To whom a notice goes, once each; and what the secretariat may do before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from comity.communications import noticing, reach, subscribing, telling
from comity.communications.models import Delivery, Notice, Subscriber, Subscription
from comity.communications.subscribing import How
from comity.meetings.models import Meeting
from comity.papers.models import Addressee, PaperCirculation
from comity.participants.models import Assignment, Participant, Role
from comity.record.models import Act
from comity.refusals import NotAllowed, NotNow
from tests.communications.makers import (
    DAY,
    HOUR,
    MINUTE,
    a_known_meeting,
    a_room,
    follows,
    moved,
    the_notice,
    the_session,
)
from tests.makers import NOW, a_delegate, a_delegation, a_published_statement, a_role, the_desk
from tests.papers import makers as papers

pytestmark = pytest.mark.django_db


def reached() -> list[str]:
    """Addresses that something is on its way to."""
    return sorted(Delivery.objects.values_list("subscription__subscriber__email", flat=True))


def test_followers_of_the_meeting_and_of_the_session_and_everybody_who_takes_part_are_told() -> None:
    """R11-2: those who take part have not asked."""
    meeting, other = a_known_meeting(), a_known_meeting("sm2017")
    the_desk(meeting)
    a_delegate(a_delegation(meeting, "nor"), name="norway")
    a_delegate(a_delegation(other, "ken"), name="kenya")
    follows("press@example.org", meeting="sm2016")
    follows("panel@example.org", meeting="sm2016", session="s1")
    follows("elsewhere@example.org", meeting="sm2017")
    moved(the_session(meeting))
    assert reach.of(the_notice()) == reach.Reach(mails=4, daily=0)
    assert telling.tell_due(at=NOW + DAY) == 1
    assert reached() == ["desk@example.org", "norway@example.org", "panel@example.org", "press@example.org"]


def test_a_notice_is_told_once_however_often_and_by_however_many() -> None:
    meeting = a_known_meeting()
    follows("press@example.org", meeting="sm2016")
    moved(the_session(meeting))
    also = the_notice()
    assert [telling.tell(the_notice(), at=NOW + DAY), telling.tell(also, at=NOW + DAY)] == [True, False]
    assert telling.tell_due(at=NOW + 2 * DAY) == 0
    delivery = Delivery.objects.filter(subscription__subscriber__email="press@example.org").get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=delivery.notice, subscription=delivery.subscription)


def test_who_takes_part_and_ended_it_is_not_put_on_the_list_again() -> None:
    meeting = a_known_meeting()
    a_delegate(a_delegation(meeting), name="norway")
    moved(the_session(meeting))
    telling.tell_due(at=NOW + DAY)
    assert "norway@example.org" in reached()
    subscribing.end(Subscription.objects.filter(subscriber__email="norway@example.org"), at=NOW + DAY)
    moved(the_session(meeting), at=NOW + DAY)
    Delivery.objects.all().delete()
    telling.tell_due(at=NOW + 2 * DAY)
    assert reached() == ["desk@example.org"]


def test_who_no_longer_takes_part_is_not_told_any_more() -> None:
    meeting = a_known_meeting()
    norway = a_delegate(a_delegation(meeting), name="norway")
    moved(the_session(meeting))
    telling.tell_due(at=NOW + DAY)
    Delivery.objects.all().delete()
    Assignment.objects.filter(person=norway).delete()
    moved(the_session(meeting), at=NOW + DAY)
    telling.tell_due(at=NOW + 2 * DAY)
    assert reached() == ["desk@example.org"]


def test_who_began_to_follow_after_the_change_is_not_told_of_what_she_never_knew() -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting), at=NOW + HOUR)
    follows("late@example.org", meeting="sm2016", at=NOW + HOUR + MINUTE)
    telling.tell_due(at=NOW + DAY)
    assert reached() == ["desk@example.org"]


def test_who_wants_changes_alone_is_spared_the_statements() -> None:
    meeting = a_known_meeting()
    follows("all@example.org", meeting="sm2016")
    follows("changes@example.org", meeting="sm2016", how=How("en", scope="changes"))
    a_delegate(a_delegation(meeting, "ken"), name="kenya")
    a_published_statement(a_delegation(meeting), at=NOW + MINUTE)
    noticing.look(since=NOW, at=NOW + MINUTE)
    telling.tell_due(at=NOW + MINUTE)
    assert reached() == ["all@example.org"]


def test_a_statement_is_told_to_those_who_follow_the_delegation_the_session_or_the_statement() -> None:
    meeting = a_known_meeting()
    norway, kenya = a_delegation(meeting), a_delegation(meeting, "ken")
    a_published_statement(kenya)
    first = a_published_statement(norway, session=the_session(meeting))
    follows("of-norway@example.org", delegation="nor")
    follows("of-kenya@example.org", delegation="ken")
    follows("of-it@example.org", ref=first.ref)
    follows("of-session@example.org", meeting="sm2016", session="s1")
    a_published_statement(norway, session=the_session(meeting), at=NOW + MINUTE)
    noticing.look(since=NOW, at=NOW + MINUTE)
    telling.tell_due(at=NOW + MINUTE)
    assert reached() == ["of-norway@example.org", "of-session@example.org"]


def test_a_saved_search_is_told_of_what_it_finds_once_the_index_knows() -> None:
    meeting = a_known_meeting()
    follows("searcher@example.org", q="schools")
    follows("other@example.org", q="companies")
    a_published_statement(a_delegation(meeting), at=NOW + MINUTE)
    noticing.look(since=NOW, at=NOW + MINUTE)
    assert telling.tell_due(at=NOW + MINUTE, finds=lambda one, notice: None) == 0
    assert (reached(), the_notice().due_at) == ([], NOW + MINUTE + telling.LATER)
    asked: list[str] = []

    def finds(one: Subscription, notice: Notice) -> bool:
        asked.append(one.query)
        return one.query == "schools"

    assert telling.tell_due(at=NOW + HOUR, finds=finds) == 1
    assert (reached(), sorted(asked)) == (["searcher@example.org"], ["companies", "schools"])


def test_a_digest_waits_for_the_morning_of_whoever_reads_it() -> None:
    meeting = a_known_meeting()
    follows("daily@example.org", meeting="sm2016", how=How("en", frequency="daily", time_zone="Asia/Tokyo"))
    follows("place@example.org", meeting="sm2016", how=How("en", frequency="daily"))
    moved(the_session(meeting))
    assert reach.of(the_notice()) == reach.Reach(mails=3, daily=2)
    telling.tell_due(at=NOW + 2 * HOUR)
    due = dict(Delivery.objects.values_list("subscription__subscriber__email", "due_at"))
    assert (
        due["daily@example.org"].astimezone(ZoneInfo("Asia/Tokyo")).isoformat() == "2016-11-21T07:00:00+09:00"
    )
    assert due["place@example.org"] == datetime(2016, 11, 21, 12, tzinfo=UTC)


def test_no_digest_waits_where_somebody_might_stand_before_a_closed_door() -> None:
    meeting = a_known_meeting()
    follows("daily@example.org", meeting="sm2016", how=How("en", frequency="daily"))
    at = the_session(meeting).starts_at - HOUR
    moved(the_session(meeting), room=a_room(meeting), at=at)
    telling.tell_due(at=at + MINUTE)
    assert {*Delivery.objects.values_list("due_at", flat=True)} == {at + MINUTE}


@pytest.mark.parametrize(
    ("at", "zone", "morning"),
    [
        ("2016-11-06T04:00:00+00:00", "America/New_York", "2016-11-06T07:00:00-05:00"),
        ("2016-03-12T20:00:00+00:00", "America/New_York", "2016-03-13T07:00:00-04:00"),
        ("2016-11-20T11:59:00+00:00", "America/New_York", "2016-11-20T07:00:00-05:00"),
        ("2016-11-20T12:00:00+00:00", "America/New_York", "2016-11-21T07:00:00-05:00"),
        ("2016-11-20T12:00:00+00:00", "Pacific/Kiritimati", "2016-11-21T07:00:00+14:00"),
        ("2016-11-20T12:00:00+00:00", "Asia/Kathmandu", "2016-11-21T07:00:00+05:45"),
    ],
)
def test_the_morning_is_seven_by_the_clock_also_where_it_is_put_forward_or_back(
    at: str, zone: str, morning: str
) -> None:
    assert telling.next_morning(datetime.fromisoformat(at), ZoneInfo(zone)).isoformat() == morning


def test_the_secretariat_tells_at_once_holds_back_and_adds_words() -> None:
    meeting = a_known_meeting()
    desk, session = the_desk(meeting), the_session(meeting)
    moved(session)
    telling.add_words(the_notice(), {"en": "Sorry.", "fr": "Désolés."}, by=desk, at=NOW + HOUR)
    telling.tell_now(the_notice(), by=desk, at=NOW + HOUR + MINUTE)
    assert telling.tell_due(at=NOW + HOUR + MINUTE) == 1
    for verb in (telling.tell_now, telling.withhold):
        with pytest.raises(NotNow):
            verb(the_notice(), by=desk, at=NOW + 2 * HOUR)
    moved(session, at=NOW + 2 * HOUR)
    waiting = Notice.objects.get(due_at__isnull=False)
    telling.withhold(waiting, by=desk, at=NOW + 2 * HOUR)
    assert telling.tell_due(at=NOW + DAY) == 0
    verbs = Act.objects.filter(object_type="notice").order_by("pk").values_list("verb", "meeting")
    assert [*verbs] == [(verb, meeting.pk) for verb in ("added words", "told at once", "withheld")]


def test_what_was_held_back_is_not_found_again_and_the_next_notice_begins_with_what_readers_know() -> None:
    meeting = a_known_meeting()
    session = the_session(meeting)
    moved(session)
    telling.withhold(the_notice(), by=the_desk(meeting), at=NOW + HOUR)
    noticing.compare(meeting, at=NOW + 2 * HOUR)
    assert Notice.objects.count() == 1
    moved(session, at=NOW + 3 * HOUR)
    new = Notice.objects.get(due_at__isnull=False)
    assert (new.was["starts_at"][11:16], new.becomes["starts_at"][11:16]) == ("20:00", "22:00")


def test_only_the_secretariat_of_the_meeting_decides_about_notices() -> None:
    meeting = a_known_meeting()
    moved(the_session(meeting))
    for person in (
        a_delegate(a_delegation(meeting)),
        a_role(Role.RAPPORTEUR, meeting),
        a_role(Role.ADMINISTRATOR),
        a_role(Role.SECRETARIAT, a_known_meeting("sm2017"), name="other-desk"),
    ):
        for verb in (telling.tell_now, telling.withhold):
            with pytest.raises(NotAllowed):
                verb(the_notice(), by=person, at=NOW)
        with pytest.raises(NotAllowed):
            telling.add_words(the_notice(), {}, by=person, at=NOW)
    assert the_notice().due_at == NOW + HOUR + timedelta(minutes=10)


def test_participants_without_an_account_are_told_in_their_language_and_forgotten_when_they_leave() -> None:
    """R11-2, RX-4."""
    meeting = a_known_meeting()
    someone = a_participant(meeting, email="Guest@Example.org", language="fr")
    a_participant(meeting, email="waits@example.org", state="pending")
    follows("press@example.org", meeting="sm2016")
    moved(the_session(meeting))
    telling.tell_due(at=NOW + DAY)
    assert reached() == ["desk@example.org", "guest@example.org", "press@example.org"]
    guest = Subscriber.objects.get(email="guest@example.org")
    assert (guest.language, guest.person) == ("fr", None)
    assert subscribing.forget(at=NOW + 30 * DAY) == 0
    Participant.objects.filter(pk=someone.pk).update(state="withdrawn")
    assert subscribing.forget(at=NOW + 30 * DAY) == 1
    assert sorted(Subscriber.objects.values_list("email", flat=True)) == [
        "desk@example.org",
        "press@example.org",
    ]


def test_those_to_whom_a_paper_was_circulated_are_told_too() -> None:
    """R11-2."""
    meeting = a_known_meeting()
    version = papers.an_issued(meeting)
    sent = PaperCirculation.objects.create(
        version=version, means="other", circulated_at=NOW, circulated_by=the_desk(meeting)
    )
    Addressee.objects.create(circulation=sent, name="Mission", email="mission@example.org", language="es")
    moved(the_session(meeting))
    telling.tell_due(at=NOW + DAY)
    assert reached() == ["desk@example.org", "mission@example.org"]
    assert subscribing.forget(at=NOW + 30 * DAY) == 0
    assert Subscriber.objects.get(email="mission@example.org").language == "es"


def a_participant(meeting: Meeting, **fields: Any) -> Participant:
    return Participant.objects.create(
        **{
            "meeting": meeting,
            "kind": "otherwise",
            "category": "academia",
            "state": "approved",
            "name": "Somebody",
            "registered_at": NOW,
            **fields,
        }
    )
