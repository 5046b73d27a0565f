"""How django-allauth is tied to our people: nobody signs up without an invitation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from comity.communications import closing
from comity.participants import letters
from comity.participants.models import DELEGATION_ROLES, Person
from comity.statements.authority import BY_ROLE, Act


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the work that waits: the desk, the portal, or the account of somebody who works at neither."""
        held = set(request.user.assignments.values_list("role", flat=True))  # type: ignore[union-attr]
        if held & BY_ROLE[Act.READ_UNPUBLISHED]:
            return reverse("desk:home")
        return reverse("portal:home") if held & DELEGATION_ROLES else reverse("people:account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox: whoever wants a new password waits for no mail server."""
        words = {
            "request": current.request,
            "email": email,
            "current_site": get_current_site(current.request),
        }
        message = self.render_mail(template_prefix, email, words | context)
        letters.write(to=email, subject=message.subject, body=str(message.body), at=timezone.now())


def all_that_is_kept(person: Person, *, at: datetime) -> dict[str, Any]:
    """How somebody signs in, as JSON: what each key and provider is called and when it was used, never the secret."""
    ways = Authenticator.objects.filter(user=person).order_by("pk")
    providers = SocialAccount.objects.filter(user=person).order_by("pk")
    return {
        "has_password": person.has_usable_password(),
        "ways": [
            {
                "kind": one.type,
                "name": str(one),
                "made_at": one.created_at.isoformat(),
                "used_at": one.last_used_at.isoformat() if one.last_used_at else None,
            }
            for one in ways
        ],
        "providers": [{"provider": one.provider, "id": one.uid, "told": one.extra_data} for one in providers],
        "sessions_end_at": [one.expire_date.isoformat() for one in closing.sessions(person, at=at)],
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A provider may vouch for a person who was invited; it brings in nobody else."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Addresses of people were proved by their invitations; allauth would take away the password of somebody
        whose address it does not know as verified."""
        person = sociallogin.user
        if person.pk is not None:
            EmailAddress.objects.update_or_create(
                user=person, email=person.email, defaults={"verified": True, "primary": True}
            )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
