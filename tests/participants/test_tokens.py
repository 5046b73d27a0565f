"""Tokens: made by oneself, told once, good for a time, revoked, remembered in the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.communications import closing
from comity.participants import tokens
from comity.participants.models import KeptAnswer, Person, Scope, Token
from comity.record import trail
from comity.refusals import NotAllowed, NotNow, Refused
from tests.makers import NOW, a_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def ana() -> Person:
    return a_person("ana")


def made(person: Person, **changes: object) -> tuple[Token, str]:
    said = {"name": "Badges", "scopes": [Scope.READ], "expires_at": LATER, "by": person, "at": NOW}
    return tokens.make(person, **(said | changes))  # type: ignore[arg-type]


def test_the_secret_is_kept_as_a_hash_only(ana: Person) -> None:
    token, secret = made(ana)
    kept = Token.objects.filter(pk=token.pk).values().get()
    assert secret.startswith("comity_")
    assert len(secret) > 40
    assert secret not in repr(kept)
    assert tokens.find(secret, at=NOW) == token
    assert tokens.find(f"{secret}x", at=NOW) is None
    assert tokens.find(kept["hash"], at=NOW) is None


def test_it_ends_at_its_time_and_with_the_account(ana: Person) -> None:
    _token, secret = made(ana)
    assert tokens.find(secret, at=LATER - timedelta(seconds=1)) is not None
    assert tokens.find(secret, at=LATER) is None
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert tokens.find(secret, at=NOW) is None


def test_a_revoked_token_opens_nothing_and_is_revoked_once(ana: Person) -> None:
    token, secret = made(ana)
    tokens.revoke(token, by=ana, at=NOW)
    assert tokens.find(secret, at=NOW) is None
    with pytest.raises(NotNow, match="revoked already"):
        tokens.revoke(token, by=ana, at=NOW)


def test_nobody_makes_or_revokes_one_of_somebody_else(ana: Person) -> None:
    bo = a_person("bo")
    token, _secret = made(ana)
    with pytest.raises(NotAllowed):
        made(ana, by=bo)
    with pytest.raises(NotAllowed):
        tokens.revoke(token, by=bo, at=NOW)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "a name"),
        ({"scopes": []}, "at least one thing"),
        ({"expires_at": NOW}, "within a year"),
        ({"expires_at": NOW + timedelta(days=366)}, "within a year"),
    ],
)
def test_one_that_would_be_good_for_nothing_or_for_ever_is_refused(
    ana: Person, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        made(ana, **changes)


def test_a_person_has_twenty_good_ones_at_most(ana: Person) -> None:
    every = [made(ana)[0] for _number in range(tokens.MOST)]
    with pytest.raises(NotNow, match="20 tokens"):
        made(ana)
    tokens.revoke(every[0], by=ana, at=NOW)
    made(ana)


def test_its_last_use_is_remembered_to_the_minute(ana: Person) -> None:
    token, _secret = made(ana)
    for seconds in (0, 30, 60):
        token.refresh_from_db()
        tokens.note_use(token, at=NOW + timedelta(seconds=seconds))
    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(seconds=60)
    tokens.note_use(token, at=NOW + timedelta(seconds=119))
    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(seconds=60)


def test_the_trail_says_what_for_and_never_the_secret(ana: Person) -> None:
    token, secret = made(ana, scopes=[Scope.WRITE_PAPERS, Scope.READ])
    tokens.revoke(token, by=ana, at=NOW)
    last, first = trail.of(token)
    assert (first.verb, first.by, first.details["scopes"]) == ("made token", ana, ["read", "write:papers"])
    assert last.verb == "revoked token"
    assert secret not in repr(first.details)


def test_one_is_told_of_ones_tokens_and_they_go_with_the_account(ana: Person) -> None:
    token, _secret = made(ana)
    KeptAnswer.objects.create(token=token, key="a", fingerprint="b", at=NOW)
    (told,) = closing.all_that_is_kept(ana)["tokens"]
    assert told == {
        "name": "Badges",
        "scopes": ["read"],
        "made_at": NOW.isoformat(),
        "expires_at": LATER.isoformat(),
        "last_used_at": None,
        "revoked_at": None,
    }
    closing.close(ana, by=ana, at=NOW)
    assert not Token.objects.exists()


def test_kept_answers_go_after_a_day(ana: Person) -> None:
    token, _secret = made(ana)
    for hours in (0, 23):
        KeptAnswer.objects.create(
            token=token, key=str(hours), fingerprint="", at=NOW + timedelta(hours=hours)
        )
    assert tokens.forget_answers(at=NOW + timedelta(hours=24, seconds=1)) == 1
    assert KeptAnswer.objects.get().key == "23"
