"""How often anybody may send a public form, from one network address and about one mailbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comity.communications.models import Subscriber
from comity.meetings.models import Meeting
from comity.participants.models import Letter, Participant
from comity.web.shared import limits
from tests.makers import a_meeting, a_participant, a_person

pytestmark = pytest.mark.django_db
SAID = "This was sent too often from your network or about this address. Wait 10 minutes and send it again"
ANA = {"category": "academia", "kind": "otherwise", "language": "en"}


@pytest.fixture(autouse=True)
def three_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        settings, "ACCOUNT_RATE_LIMITS", dict.fromkeys(settings.LIMITED_FORMS, "3/10m/ip,2/10m/key")
    )


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting(state=Meeting.State.REGISTRATION)


def registers(email: str, name: str = "Ana Silva", **network: Any) -> HttpResponse:
    said = {**ANA, "name": name, "email": email}
    return Client().post("/en/people/sm2016/register/", said, **network)  # type: ignore[return-value]


def asks_for_link(email: str, **network: Any) -> HttpResponse:
    return Client().post("/en/people/sm2016/link/", {"email": email}, **network)  # type: ignore[return-value]


def follows(email: str, **network: Any) -> HttpResponse:
    said = {"email": email, "language": "en", "scope": "everything", "frequency": "at_once"}
    return Client().post("/en/follow/?meeting=sm2016", said, **network)  # type: ignore[return-value]


FORMS = pytest.mark.parametrize("sends", [registers, asks_for_link, follows])
Sends = Callable[..., HttpResponse]


@FORMS
def test_the_fourth_from_one_network_waits_and_others_do_not(sends: Sends, meeting: Meeting) -> None:
    for number in range(3):
        assert sends(f"a{number}@example.org").status_code in (200, 302)
    answer = sends("a4@example.org")
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert answer.content.decode().count(SAID) == 1
    assert 'value="a4@example.org"' in answer.content.decode()
    assert sends("a4@example.org", REMOTE_ADDR="192.0.2.7").status_code in (200, 302)


@FORMS
def test_a_mailbox_is_not_filled_from_many_networks(sends: Sends, meeting: Meeting) -> None:
    for number in range(2):
        assert sends("ana@example.org", REMOTE_ADDR=f"192.0.2.{number}").status_code in (200, 302)
    assert sends("Ana@example.org", REMOTE_ADDR="192.0.2.9").status_code == 429
    assert sends("bo@example.org", REMOTE_ADDR="192.0.2.9").status_code in (200, 302)


def test_nothing_is_done_for_whoever_has_to_wait(meeting: Meeting) -> None:
    a_participant(meeting, "Bo Li", email="bo@example.org")
    for sends in (registers, follows, asks_for_link):
        for number in range(3):
            sends(f"a{number}@example.org")
    there = (Participant.objects.count(), Subscriber.objects.count(), Letter.objects.count())
    for sends in (registers, follows, asks_for_link):
        assert sends("bo@example.org").status_code == 429
    assert (Participant.objects.count(), Subscriber.objects.count(), Letter.objects.count()) == there


def test_what_was_not_filled_in_rightly_does_not_count(meeting: Meeting) -> None:
    for _number in range(5):
        assert registers("no address").status_code == 422
    assert registers("ana@example.org").status_code == 302


def test_who_writes_another_network_into_the_request_is_not_believed(meeting: Meeting) -> None:
    for number in range(3):
        registers(f"a{number}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert registers("a4@example.org", HTTP_X_FORWARDED_FOR="198.51.100.9").status_code == 429


def test_behind_our_own_web_server_the_last_hop_counts(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    for number in range(3):
        registers(f"a{number}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
    forged = "192.0.2.1, 203.0.113.5"
    assert registers("a4@example.org", HTTP_X_FORWARDED_FOR=forged).status_code == 429
    assert registers("a4@example.org", HTTP_X_FORWARDED_FOR="203.0.113.6").status_code == 302


def test_whoever_signs_in_too_often_reads_our_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"reset_password": "1/m/ip"})
    a_person()
    for _number in range(2):
        answer = Client().post("/en/accounts/password/reset/", {"email": "stranger@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "Too many attempts. Wait some minutes and try again." in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_all_workers_count_together() -> None:
    """In the database: a cache in memory would be one for each worker."""
    assert isinstance(caches["default"], DatabaseCache)


def test_network_addresses_are_forgotten_once_they_count_no_more(meeting: Meeting) -> None:
    """RX-4: by the job that deletes what is private."""
    registers("ana@example.org", REMOTE_ADDR="192.0.2.77")
    limits.forget(at=timezone.now())
    assert "192.0.2.77" in kept()
    limits.forget(at=timezone.now() + timedelta(minutes=11))
    assert kept() == ""


def kept() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM comity_cache")
        return " ".join(key for (key,) in cursor.fetchall())
