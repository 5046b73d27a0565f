"""After signing in one stands before the work that waits; nobody signs up."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from comity.adapters.accounts import AccountAdapter, SocialAccountAdapter
from comity.participants.models import Person, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_person, a_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_each_role_lands_where_its_work_is(role: Role) -> None:
    meeting = a_meeting()
    request = HttpRequest()
    if role in (Role.DELEGATE, Role.FOCAL_POINT):
        request.user, place = a_delegate(a_delegation(meeting), role=role), "/en/portal/"
    else:
        request.user = a_role(role, None if role is Role.ADMINISTRATOR else meeting)
        elsewhere = role in (Role.ADMINISTRATOR, Role.CHAIR, Role.PRESS_OFFICER)
        place = "/en/people/account/" if elsewhere else "/en/desk/"
    assert AccountAdapter().get_login_redirect_url(request) == place


def test_somebody_without_a_role_comes_to_the_own_account() -> None:
    request = HttpRequest()
    request.user = a_person()
    assert AccountAdapter().get_login_redirect_url(request) == "/en/people/account/"


def test_nobody_signs_up_without_an_invitation() -> None:
    assert not AccountAdapter().is_open_for_signup(HttpRequest())
    assert not SocialAccountAdapter().is_open_for_signup(HttpRequest(), None)


def test_a_provider_vouches_for_the_address_of_a_person_who_is_known() -> None:
    """Otherwise allauth would take away the password of somebody who signs in by the provider for the first time."""
    other, person = a_person("other"), a_person()
    for _twice in range(2):
        SocialAccountAdapter().pre_social_login(HttpRequest(), SocialLogin(user=person))
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (person.pk, "stranger@example.org", True, True)
    ]
    assert not EmailAddress.objects.filter(user=other).exists()


def test_a_provider_brings_in_nobody_who_is_unknown() -> None:
    SocialAccountAdapter().pre_social_login(
        HttpRequest(), SocialLogin(user=Person(email="new@example.org", name="New"))
    )
    assert not EmailAddress.objects.exists()
    assert not Person.objects.filter(email="new@example.org").exists()
