"""The first administrator comes from the command line."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comity.participants import invitations
from comity.participants.models import Role
from tests.makers import a_delegation, a_meeting

pytestmark = pytest.mark.django_db


def create(**words: Any) -> str:
    out = StringIO()
    call_command("createuser", "ana@example.org", name="Ana", stdout=out, **words)
    return out.getvalue()


@pytest.mark.parametrize("role", ["administrator", "secretariat", "delegate"])
def test_the_link_that_is_printed_gives_the_role_once(role: str) -> None:
    norway = a_delegation(a_meeting())
    words: dict[str, str] = {"role": role, "language": "fr"}
    if role != "administrator":
        words["meeting"] = norway.meeting.slug
    if role == "delegate":
        words["delegation"] = "nor"
    found = re.search(r"http://\S+/fr/\S*?([\w-]{40,})", create(**words))
    assert found is not None
    at = timezone.now()
    person = invitations.accept(
        invitations.find(found[1], at=at), name="Ana", password="a-long-word-7", at=at
    )
    assert person.assignments.get().role == Role(role)
    assert person.language == "fr"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"role": "chair"}, "Name a --meeting for every role but administrator"),
        ({"role": "administrator", "meeting": "sm2016"}, "none for an administrator"),
        ({"role": "chair", "meeting": "nowhere"}, "no meeting 'nowhere'. Known: sm2016"),
        ({"role": "delegate", "meeting": "sm2016"}, "Name the --delegation"),
        ({"role": "delegate", "meeting": "sm2016", "delegation": "fra"}, "Name the --delegation"),
        ({"role": "chair", "meeting": "sm2016", "delegation": "nor"}, "for nobody else"),
        ({"language": "xx"}, "invalid choice"),
    ],
)
def test_what_is_missing_is_said(words: dict[str, str], sentence: str) -> None:
    a_delegation(a_meeting())
    arguments = [part for name, value in words.items() for part in (f"--{name}", value)]
    with pytest.raises(CommandError, match=sentence):
        call_command("createuser", "ana@example.org", "--name", "Ana", *arguments)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="Enter a valid email address"):
        call_command("createuser", "not-an-address", name="Ana")
