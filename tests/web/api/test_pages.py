"""The reference, and the tokens of one's own account."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.participants.models import Person, Token
from comity.web.api import printed, problems
from comity.web.api.interface import interface
from tests.makers import a_person
from tests.web.api.asking import Programme

pytestmark = pytest.mark.django_db
SENT = {"name": "Badges", "scopes": ["read", "write:people"], "days": "30"}
TOKENS = "/en/people/account/tokens/"
SECRET = re.compile(r"comity_[\w-]{43}")


def signed_in(person: Person) -> Client:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": "a-long-word-7"})
    assert answer.status_code == 302
    return client


def asks_for(browser: Client, sent: dict[str, object]) -> HttpResponse:
    """She sends the form, and proves by her password that it is she."""
    asked = browser.post(TOKENS, sent)
    if asked.status_code == 302:
        assert "reauthenticate" in asked.headers["Location"]
        asked = browser.post(asked.headers["Location"], {"password": "a-long-word-7"}, follow=True)
    return asked  # type: ignore[return-value]


@pytest.fixture
def ana() -> Person:
    return a_person("ana")


@pytest.fixture
def browser(ana: Person) -> Client:
    return signed_in(ana)


def test_a_token_is_shown_once_and_works(browser: Client, ana: Person) -> None:
    made = asks_for(browser, SENT).content.decode()
    (secret,) = SECRET.findall(made)
    token = Token.objects.get()
    assert (token.person, token.scopes) == (ana, ["read", "write:people"])
    assert timedelta(days=29, hours=23) < token.expires_at - timezone.now() <= timedelta(days=30)
    again = browser.get(TOKENS).content.decode()
    assert "Badges" in again
    assert not SECRET.search(again)
    programme = Programme()
    programme.secret = secret
    assert programme.read("/me")["scopes"] == ["read", "write:people"]
    assert "not yet" not in browser.get(TOKENS).content.decode()


def test_a_token_is_revoked_when_it_was_asked_once(browser: Client) -> None:
    asks_for(browser, SENT)
    address = f"/en/people/account/tokens/{Token.objects.get().pk}/revoke/"
    assert "Badges" in browser.get(address).content.decode()
    assert Token.objects.get().revoked_at is None
    assert browser.post(address).status_code == 302
    assert "Revoked on" in browser.get(TOKENS).content.decode()
    assert browser.get(address).status_code == 404


def test_nobody_sees_or_revokes_a_token_of_somebody_else(browser: Client) -> None:
    asks_for(browser, SENT)
    other = signed_in(a_person("bo"))
    assert "Badges" not in other.get(TOKENS).content.decode()
    assert other.post(f"/en/people/account/tokens/{Token.objects.get().pk}/revoke/").status_code == 404


@pytest.mark.parametrize("field", ["name", "scopes", "days"])
def test_what_is_missing_is_said_and_nothing_is_lost(browser: Client, field: str) -> None:
    answer = asks_for(browser, {k: v for k, v in SENT.items() if k != field})
    assert answer.status_code == 422
    assert not Token.objects.exists()
    assert "There is a problem" in answer.content.decode()


def test_whoever_only_found_a_browser_open_makes_no_token(browser: Client) -> None:
    asked = browser.post(TOKENS, SENT)
    assert (asked.status_code, "reauthenticate" in asked.headers["Location"]) == (302, True)
    browser.post(asked.headers["Location"], {"password": "guessed"}, follow=True)
    assert not Token.objects.exists()


def test_the_reference_names_every_route_field_and_problem(client: Client) -> None:
    page = client.get("/en/interface/").content.decode()
    whole = printed.reference(interface.get_openapi_schema())
    operations = [one for same in whole.subjects.values() for one in same]
    assert len(operations) >= 25
    for one in operations:
        assert f'id="{one.anchor}"' in page
        assert f"{one.method} {one.path}" in page
    for kind in problems.TITLES:
        assert f'id="{kind}"' in page
    regions = re.findall(r'role="region" aria-label="([^"]+)"', page)
    assert len(regions) == len(set(regions))
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_the_address_of_a_problem_leads_to_what_it_means(client: Client) -> None:
    kind = json.loads(Programme().get("/meetings/none").content)["type"]
    assert kind.endswith("/interface/#not-found")
    answer = client.get("/interface/", follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/en/interface/")


def test_the_start_of_a_site_leads_to_the_interface(client: Client) -> None:
    assert 'href="/en/interface/"' in client.get("/en/about/").content.decode()
