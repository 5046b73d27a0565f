"""Whatever a programme sends, to every operation of the description: an answer, never a fault; and each refusal says a
sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from comity.meetings.models import Meeting
from comity.participants.models import Assignment, Role
from comity.web.api.interface import interface
from tests import makers
from tests.web.api.asking import HOME, Programme
from tests.web.api.odd import SURROGATE, Odd, Operation, operations, requests
from tests.web.api.rights import World, kept_world

pytestmark = pytest.mark.django_db
OPERATIONS = operations(interface.get_openapi_schema())
MOST = 4
"""Odd values that a field is given in one operation."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all operations, each of which is rolled back to it."""
    with kept_world(django_db_blocker) as found:
        yield found


@pytest.fixture
def everybody(world: World, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """Somebody who holds every role, so that nothing is refused before it is read; as often as she likes."""
    monkeypatch.setattr(timezone, "now", lambda: makers.NOW)
    monkeypatch.setattr(site, "ACCOUNT_RATE_LIMITS", {})
    meeting = Meeting.objects.get(slug="sm2016")
    norway = makers.a_delegation(meeting)
    person = makers.a_delegate(norway, name="everybody", role=Role.FOCAL_POINT)
    for role in Role:
        if role not in (Role.FOCAL_POINT, Role.DELEGATE, Role.ADMINISTRATOR):
            Assignment.objects.create(person=person, role=role, meeting=meeting)
    return Programme(person)


def address(operation: Operation, world: World) -> str:
    """One that is there, of the operation."""
    path = operation.path.removeprefix("/api/v1")
    issued = world.issued.split("/")
    named = {
        "slug": "sm2016",
        "code": "spare" if "/aspects/" in path else "s1",
        "ref": issued[2] if path.startswith("/documents") else world.statement,
        "number": world.receipt if path.startswith("/receipts") else "1",
        "pk": key(path, world),
        "name": "files",
        "before": "1",
    }
    for name, value in named.items():
        path = path.replace(f"{{{name}}}", str(value))
    assert "{" not in path, path
    return path


def key(path: str, world: World) -> str | int:
    if "/registrations/" in path or "/panel/" in path:
        return (world.part if "/panel/" in path else world.registration).rpartition("/")[2]
    return world.addressee if "/addressees/" in path else world.request


def sent(programme: Programme, odd: Odd) -> HttpResponse:
    told = {"HTTP_IF_MATCH": "*", "HTTP_AUTHORIZATION": f"Bearer {programme.secret}"}
    told |= {f"HTTP_{name}": value for name, value in odd.headers.items()}
    client = Client(raise_request_exception=False)
    if odd.media_type == "form":
        form = {
            name: SimpleUploadedFile("odd.txt", value.encode(errors="replace"))
            if name == "file"
            else value.encode(errors="surrogatepass")
            for name, value in odd.body.items()
        }
        return client.post(f"{HOME}{odd.path}", form, **told)  # type: ignore[return-value, arg-type]
    body = odd.body if isinstance(odd.body, bytes) else json.dumps(odd.body) if odd.body is not None else ""
    return client.generic(  # type: ignore[return-value]
        odd.method.upper(), f"{HOME}{odd.path}", body, content_type="application/json", **told
    )


def fault(answer: HttpResponse) -> str:
    """What is wrong with the answer; "" for one that is right."""
    if answer.status_code < 400:
        return ""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.headers["Content-Type"] != "application/problem+json":
        return str(answer.headers["Content-Type"])
    told = json.loads(answer.content)
    errors = told.get("errors", {})
    sentences = [told["title"], *[one for each in errors.values() for one in each]]
    if told["status"] != answer.status_code or not all(one.strip() for one in sentences):
        return answer.content.decode()
    needs_detail = told["type"].rpartition("#")[2] in ("refused", "not-now", "not-allowed", "fields")
    return "" if told.get("detail") or not needs_detail else answer.content.decode()


@pytest.mark.parametrize("number", range(len(OPERATIONS)), ids=[one.name for one in OPERATIONS])
def test_whatever_is_sent_gets_an_answer_and_each_refusal_a_sentence(
    number: int, world: World, everybody: Programme
) -> None:
    operation, faults = OPERATIONS[number], []
    for odd in requests(operation, address(operation, world), number * 7, most=MOST):
        before = transaction.savepoint()
        if wrong := fault(sent(everybody, odd)):
            faults.append(f"{odd.why}: {wrong}")
        transaction.savepoint_rollback(before)
    assert not faults


def test_the_requests_are_the_same_each_time_and_touch_every_operation(world: World) -> None:
    def every() -> list[str]:
        return [
            f"{odd.method} {odd.path} {odd.why} {odd.body!r}"
            for number, one in enumerate(OPERATIONS)
            for odd in requests(one, address(one, world), number * 7, most=MOST)
        ]

    assert every() == every()
    assert SURROGATE.encode(errors="surrogatepass") == b"\xed\xa0\x80"
    assert len(OPERATIONS) > 60


def test_a_fault_is_found_where_there_is_one() -> None:
    """The walk itself sees what it is to find."""
    assert fault(HttpResponse(status=500)) == "500"
    assert fault(HttpResponse("<p>", status=404)) == "text/html; charset=utf-8"
    empty: Any = {"type": "x#refused", "title": "This cannot be taken.", "status": 422}
    answer = HttpResponse(json.dumps(empty), status=422, content_type="application/problem+json")
    assert fault(answer)
    assert not fault(HttpResponse(status=200))
