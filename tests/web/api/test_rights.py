"""Who may do what through the interface: every route that writes, every role, every scope, from one table.

A token can do what its scope names and its person may, and nothing else: with the wrong scope nobody gets anything,
with the right one exactly the roles that the pages let.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Person, Role, Scope, Token
from comity.web.api.interface import interface
from tests import makers
from tests.web.api.asking import Programme, problem
from tests.web.api.rights import DAY, OF_DELEGATION, Asked, World, every, kept_world

pytestmark = pytest.mark.django_db


def routes_with_token() -> Iterator[tuple[str, str]]:
    for path, methods in interface.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            if {} not in operation["security"]:
                yield path, method


def name_of(path: str) -> str:
    for pattern in interface.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name:
            said = str(pattern.pattern).replace("<slug:", "{").replace("<int:", "{").replace("<str:", "{")
            if f"/api/v1/{said.replace('>', '}')}" == path:
                return pattern.name
    raise AssertionError(path)


NOBODY = None


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all tests, each of which is rolled back to it."""
    with kept_world(django_db_blocker) as found:
        yield found


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: makers.NOW)


def person_of(role: Role | None) -> Person:
    """Somebody with that one role at the meeting; None: with none."""
    meeting = Meeting.objects.get(slug="sm2016")
    if role is None:
        return makers.a_person("stranger")
    if role in OF_DELEGATION:
        return makers.a_delegate(makers.a_delegation(meeting), name=f"own-{role}", role=role)
    if role == Role.ADMINISTRATOR:
        return makers.a_role(role, name="admin")
    return makers.a_role(role, meeting, name=f"one-{role}".replace("_", "-"))


NAMES = [f"{name_of(path)}/{method}" for path, method in routes_with_token()]
"""Of every route that asks for a token; `TWICE` names those that are asked twice."""
TWICE = ["registrations/post own"]


def did(programme: Programme, asked: Asked) -> Any:
    if isinstance(asked.body, dict) and "file" in asked.body:
        asked.body["file"].seek(0)
    return programme.ask(asked.method, asked.address, asked.body, IF_MATCH="*")


@pytest.mark.parametrize("name", [*NAMES, *TWICE])
def test_with_the_scope_exactly_those_may_whom_the_pages_let(name: str, world: World) -> None:
    """R09-3, RX-1."""
    asked = every(world)[name]
    scopes = [asked.scope] if asked.scope else [Scope.READ]
    for role in [*Role, NOBODY]:
        before = transaction.savepoint()
        answer = did(Programme(person_of(role), scopes), asked)
        if role in asked.who or name == "me/get":
            assert answer.status_code in (200, 201, 204), (role, answer.content.decode())
        else:
            assert problem(answer) in ((403, "not-allowed"), (404, "not-found")), role
        transaction.savepoint_rollback(before)


@pytest.mark.parametrize("name", [one for one in (*NAMES, *TWICE) if one != "me/get"])
def test_without_the_scope_nobody_may_whatever_the_role(name: str, world: World) -> None:
    asked = every(world)[name]
    others = [one for one in Scope if one != asked.scope]
    for role in asked.who:
        person = person_of(role)
        assert problem(did(Programme(person, others), asked)) == (403, "scope")


@pytest.mark.parametrize("name", [*NAMES, *TWICE])
def test_without_a_token_or_with_a_bad_one_nobody_may(name: str, world: World) -> None:
    asked = every(world)[name]
    assert problem(did(Programme(), asked)) == (401, "no-token")
    bad = Programme()
    bad.secret = "comity_guessed"
    assert problem(did(bad, asked)) == (401, "bad-token")


def test_every_route_that_asks_for_a_token_stands_in_the_table(world: World) -> None:
    assert set(NAMES) | set(TWICE) == set(every(world))


def test_a_token_loses_with_its_person_s_role_at_that_instant(world: World) -> None:
    person = person_of(Role.SECRETARIAT)
    programme, asked = Programme(person, [Scope.WRITE_PROGRAMME]), every(world)["session/patch"]
    assert did(programme, asked).status_code == 200
    Assignment.objects.filter(person=person).delete()
    assert problem(did(programme, asked)) == (403, "not-allowed")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert problem(did(programme, asked)) == (401, "bad-token")


def test_a_token_that_is_over_or_revoked_reads_nothing_more_than_anybody(world: World) -> None:
    programme = Programme(person_of(Role.SECRETARIAT))
    assert programme.get("/meetings").status_code == 200
    at = timezone.now()
    Token.objects.update(made_at=at - timedelta(days=1), expires_at=at)
    assert problem(programme.get("/meetings")) == (401, "bad-token")


def test_cookies_of_a_browser_mean_nothing_here(world: World) -> None:
    """No other site can make a browser act."""
    programme, asked = Programme(), every(world)["session/patch"]
    programme.client.force_login(person_of(Role.SECRETARIAT))
    assert problem(did(programme, asked)) == (401, "no-token")
    Meeting.objects.update(state=Meeting.State.CONCEPT, announced_at=None)
    assert problem(programme.get("/meetings/sm2016")) == (404, "not-found")


def test_a_meeting_that_is_not_announced_is_there_for_those_who_work_on_it_alone(world: World) -> None:
    Meeting.objects.update(state=Meeting.State.CONCEPT, announced_at=None)
    desk = person_of(Role.SECRETARIAT)
    assert Programme(desk).get("/meetings/sm2016").status_code == 200
    for programme in (
        Programme(desk, [Scope.WRITE_PAPERS]),
        Programme(person_of(Role.DELEGATE)),
        Programme(person_of(None)),
        Programme(),
    ):
        for address in ("", "/sessions", "/sessions/s1", "/statements", "/documents", "/participants"):
            hidden = programme.get(f"/meetings/sm2016{address}")
            never = programme.get(f"/meetings/never{address}")
            assert problem(hidden) == (404, "not-found")
            assert hidden.content == never.content
    new = {"tier": "special", "titles": {"en": "New"}, **DAY}
    stranger = Programme(makers.a_person("other"))
    assert problem(stranger.ask("post", "/meetings/sm2016/sessions", new)) == (404, "not-found")
    assert Programme(desk).ask("post", "/meetings/sm2016/sessions", new).status_code == 201
