"""The page that closes one's account, and the file with one's own data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.participants.models import Participant, Person, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_participant, a_person, the_desk

pytestmark = pytest.mark.django_db
CLOSE = "/en/people/account/close/"


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def closes(client: Client, **said: str) -> Any:
    """She presses the button, and proves by her password that it is she."""
    asked = client.post(CLOSE, said)
    assert (asked.status_code, "reauthenticate" in asked["Location"]) == (302, True)
    return client.post(asked["Location"], {"password": "a-long-word-7"}, follow=True)


def test_one_s_own_data_come_as_a_file(client: Client) -> None:
    """RX-4."""
    person = a_delegate(a_delegation(a_meeting()))
    answer = signed_in(client, person).get(reverse("people:account_data"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    kept = json.loads(answer.content)
    assert kept["account"]["email"] == person.email
    assert kept["signing_in"]["has_password"] is True
    assert len(kept["signing_in"]["sessions_end_at"]) == 1


def test_an_account_is_closed_by_the_person_on_a_page_that_says_what_stays(client: Client) -> None:
    """RX-4."""
    meeting = a_meeting()
    person = a_delegate(a_delegation(meeting))
    one = a_participant(meeting, "Norway", email=person.email, person=person)
    page = signed_in(client, person).get(reverse("people:account_close")).content.decode()
    assert "Statements that you handed in" in page
    assert str(meeting) in page
    answer = closes(client, registrations="1")
    assert "Your account is closed" in answer.content.decode()
    assert not answer.context["user"].is_authenticated
    one.refresh_from_db()
    assert one.state == Participant.State.ERASED
    answer = client.post(
        reverse("account_login"), {"login": "norway@example.org", "password": "a-long-word-7"}
    )
    assert answer.status_code == 200
    assert not answer.wsgi_request.user.is_authenticated


def test_the_only_one_of_the_secretariat_is_told_to_invite_somebody_first(client: Client) -> None:
    meeting = a_meeting()
    desk = signed_in(client, the_desk(meeting))
    answer = closes(desk)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert page.count("You are the only one of the secretariat at this meeting: Special Meeting.") == 1
    assert Person.objects.get(email="desk@example.org").is_active


def test_whoever_finds_a_screen_left_open_cannot_close_the_account(client: Client) -> None:
    person = a_person()
    asked = signed_in(client, person).post(CLOSE)
    client.post(asked["Location"], {"password": "a guess"})
    assert Person.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("name", ["account_data", "account_close"])
def test_a_stranger_has_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(f"people:{name}"))
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_an_account_that_holds_no_role_is_closed_all_the_same(client: Client) -> None:
    a_meeting()
    closes(signed_in(client, a_person()))
    assert Person.objects.get().closed_at is not None
    assert Role.ADMINISTRATOR not in Person.objects.values_list("assignments__role", flat=True)
