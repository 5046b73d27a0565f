"""Asking to be told, proving the address, changing one's mind."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from comity.communications import audience, composing, subscribing, targets
from comity.communications.models import Subscriber, Subscription
from comity.communications.subscribing import How
from comity.meetings.models import Meeting
from comity.participants.models import Letter, Role
from comity.record.models import Act
from comity.refusals import NotNow
from tests.communications.makers import DAY, HOUR, MINUTE, a_known_meeting, follows
from tests.makers import NOW, a_delegation, a_meeting, a_person, a_published_statement, a_role

pytestmark = pytest.mark.django_db


class Post(list[Subscription]):
    """Letters that would have been written."""

    def ask(self, email: str = "press@example.org", *, at: Any = NOW, **asked: str) -> Subscription | None:
        wish = targets.find(asked or {"meeting": "sm2016"}, at=at)
        assert wish is not None
        return subscribing.ask(email, wish, How("fr", frequency="daily"), at=at, letter=self.append)


def test_an_address_is_told_nothing_until_it_is_proven() -> None:
    a_known_meeting()
    post = Post()
    one = post.ask("Press@Example.org")
    assert one is not None
    assert (post, one.stands, one.subscriber.email) == ([one], False, "press@example.org")
    subscribing.confirm(one, at=NOW + HOUR)
    subscribing.confirm(one, at=NOW + 2 * HOUR)
    assert (one.stands, one.confirmed_at, one.frequency) == (True, NOW + HOUR, "daily")
    assert one.subscriber.language == "fr"


def test_asking_leaves_nothing_in_the_record_of_acts() -> None:
    """RX-4: that record can never be emptied."""
    a_known_meeting()
    follows("press@example.org", meeting="sm2016")
    assert not Act.objects.exists()


def test_the_same_is_followed_once_and_asking_again_changes_how() -> None:
    a_known_meeting()
    post = Post()
    first = post.ask()
    again = post.ask(at=NOW + HOUR)
    assert (first, len(post), Subscription.objects.count()) == (again, 2, 1)
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(
            subscriber=first.subscriber,
            target="meeting",
            meeting=Meeting.objects.get(),
            identity=first.identity,
            asked_at=NOW,
        )


def test_nobody_can_fill_somebody_elses_letter_box() -> None:
    for number in range(8):
        a_known_meeting(f"m{number}")
    post = Post()
    for number in range(8):
        post.ask("victim@example.org", meeting=f"m{number}")
    assert len(post) == subscribing.ASKED_AT_MOST
    assert post.ask("victim@example.org", meeting="m7", at=NOW + 2 * DAY) is not None


def test_the_same_wish_again_and_again_fills_no_letter_box() -> None:
    a_known_meeting()
    wish = targets.find({"meeting": "sm2016"}, at=NOW)
    assert wish is not None
    for number in range(20):
        at = NOW + number * MINUTE
        letter = partial(composing.write_proof, at=at)
        subscribing.ask("victim@example.org", wish, How("en"), at=at, letter=letter)
    assert Letter.objects.count() == subscribing.ASKED_AT_MOST


def test_nobody_takes_up_for_another_what_she_ended() -> None:
    """A stranger asks in her name: it stays ended, also once unproven wishes are forgotten."""
    meeting = a_known_meeting()
    a_role(Role.CHAIR, meeting, name="ended")
    audience.circulate(meeting, at=NOW)
    one = Subscription.objects.get(subscriber__email="ended@example.org")
    subscribing.end([one], at=NOW + HOUR)
    assert Post().ask("ended@example.org", at=NOW + DAY) == one
    subscribing.forget(at=NOW + 9 * DAY)
    audience.circulate(meeting, at=NOW + 9 * DAY)
    one.refresh_from_db()
    assert not one.stands


def test_a_wish_that_nobody_proved_does_not_keep_a_participant_from_being_told() -> None:
    """R11-2: otherwise a stranger could silence changes for her."""
    meeting = a_known_meeting()
    a_role(Role.CHAIR, meeting)
    asked = Post().ask("chair@example.org")
    assert asked is not None
    assert audience.circulate(meeting, at=NOW + HOUR) == 1
    asked.refresh_from_db()
    assert (asked.stands, asked.is_circulated, asked.scope, asked.frequency) == (
        True,
        True,
        "changes",
        "at_once",
    )
    assert audience.circulate(meeting, at=NOW + DAY) == 0


def test_when_too_many_ask_the_sentence_names_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    a_known_meeting()
    monkeypatch.setattr(subscribing, "ASKED_BY_ALL", 1)
    Post().ask()
    with pytest.raises(NotNow, match="feed"):
        Post().ask("other@example.org")


def test_who_follows_already_gets_a_letter_that_says_so_once_a_day() -> None:
    a_known_meeting()
    post, one = Post(), follows("press@example.org", meeting="sm2016")
    assert post.ask(at=NOW + HOUR) is None
    assert post.ask(at=NOW + 2 * DAY) == one
    assert post[0].stands
    assert post.ask(at=NOW + 2 * DAY + HOUR) is None


def test_an_old_link_and_one_of_what_was_ended_confirm_nothing() -> None:
    a_known_meeting()
    post = Post()
    one = post.ask()
    assert one is not None
    with pytest.raises(NotNow):
        subscribing.confirm(one, at=NOW + 8 * DAY)
    subscribing.end([one], at=NOW)
    with pytest.raises(NotNow):
        subscribing.confirm(one, at=NOW + HOUR)


def test_what_was_ended_must_be_proven_again() -> None:
    a_known_meeting()
    one = follows("press@example.org", meeting="sm2016")
    assert [subscribing.end([one], at=NOW), subscribing.end([one], at=NOW)] == [1, 0]
    again = Post().ask(at=NOW + DAY)
    assert again is not None
    assert not again.stands
    subscribing.confirm(again, at=NOW + DAY + MINUTE)
    assert again.stands


def test_who_has_signed_in_follows_at_once_and_takes_the_address_over() -> None:
    a_known_meeting()
    follows("stranger@example.org", meeting="sm2016")
    person = a_person(language="ar", time_zone="Africa/Cairo")
    wish = targets.find({"meeting": "sm2016"}, at=NOW)
    assert wish is not None
    one = subscribing.follow(person, wish, How("ar", scope="changes"), at=NOW)
    assert (one.stands, one.scope, Subscriber.objects.count()) == (True, "changes", 1)
    assert (one.subscriber.person, one.subscriber.language, one.subscriber.time_zone) == (
        person,
        "ar",
        "Africa/Cairo",
    )
    assert subscribing.of_person(person, at=NOW) == one.subscriber


def test_addresses_that_nobody_proved_go_after_a_week() -> None:
    """RX-4."""
    a_known_meeting()
    Post().ask("never@example.org")
    follows("press@example.org", meeting="sm2016")
    assert subscribing.forget(at=NOW + 6 * DAY) == 0
    assert subscribing.forget(at=NOW + 8 * DAY) == 1
    assert [one.email for one in Subscriber.objects.all()] == ["press@example.org"]


def test_only_what_is_public_can_be_followed() -> None:
    meeting = a_known_meeting()
    a_meeting("later", state=Meeting.State.PROVISIONAL)
    shown = a_published_statement(a_delegation(meeting))
    hidden = a_published_statement(
        a_delegation(meeting, "ken"), embargo="until_time", embargo_until=NOW + DAY
    )
    for asked in (
        {"meeting": "later"},
        {"meeting": "none"},
        {"meeting": ""},
        {"meeting": "sm2016", "session": "none"},
        {"delegation": "ken"},
        {"delegation": "none"},
        {"ref": hidden.ref},
        {"ref": "none"},
        {"q": "  "},
        {},
    ):
        assert targets.find(asked, at=NOW) is None, asked
    called = [
        wish.title
        for asked in (
            {"meeting": "sm2016"},
            {"meeting": "sm2016", "session": "s1"},
            {"delegation": "nor"},
            {"ref": shown.ref},
            {"q": " two  words "},
        )
        if (wish := targets.find(asked, at=NOW))
    ]
    assert called == [
        "Special Meeting",
        "First session",
        "Statements of Norway",
        "Statement of Norway",
        "Search: two words",
    ]


def test_searches_differ_by_their_filters() -> None:
    plain = targets.find({"q": "Schools"}, at=NOW)
    other = targets.find({"q": "schools"}, at=NOW, filters={"delegation": ["nor"]})
    assert plain is not None
    assert other is not None
    assert plain.identity != other.identity
    assert plain.identity == targets.find({"q": "schools"}, at=NOW).identity  # type: ignore[union-attr]
