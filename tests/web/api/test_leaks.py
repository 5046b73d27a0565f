"""Nothing under embargo, under seal or withdrawn leaks by any operation of the interface, also one that is added later.

The walk is made of the description: every operation, read or write, with the references of what is hidden, by programmes
of people whom it is closed to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.participants.models import Role
from comity.statements import changes
from comity.statements.models import Statement, Version
from comity.web.api.interface import interface
from tests import makers
from tests.makers import NOW
from tests.papers.makers import a_posted, an_issued
from tests.web.api.asking import Programme
from tests.web.api.odd import Operation, operations, right
from tests.web.shared_register import a_register
from tests.web.test_embargo import UNTIL, details, embargoed, said, secret, secrets_of

pytestmark = [pytest.mark.django_db, pytest.mark.no_database]
OPERATIONS = operations(interface.get_openapi_schema())
HIDDEN_PAPER = "Xenoquetzal"
BEFORE = UNTIL - timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    hands = {"at": NOW}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    monkeypatch.setattr("django.conf.settings.ACCOUNT_RATE_LIMITS", {})
    return hands


def hidden_statements(meeting: Meeting) -> list[Statement]:
    """In every state in which the public knows nothing of it, each of another State."""
    withdrawn = embargoed(makers.a_delegation(meeting, "gha"))
    changes.withdraw(withdrawn, reason=f"Not {secret('gha')}.", by=makers.the_desk(meeting), at=NOW)
    closed = makers.a_received_statement(
        *said(makers.a_delegation(meeting, "swe")),
        by=makers.a_delegate(makers.a_delegation(meeting, "swe"), name="sweden"),
        sensitivity="confidential",
        **details("swe"),
    )
    return [
        makers.a_received_statement(*said(makers.a_delegation(meeting, "che")), **details("che")).statement,
        makers.an_accepted_statement(*said(makers.a_delegation(meeting, "bra")), **details("bra")).statement,
        embargoed(makers.a_delegation(meeting, "ken")),
        embargoed(makers.a_delegation(meeting, "jpn"), embargo="until_delivered"),
        withdrawn,
        closed.statement,
    ]


def hidden_papers(meeting: Meeting) -> list[str]:
    """References of papers that are at work, CONFIDENTIAL, or wait for their hour."""
    titles = {"titles": {"en": HIDDEN_PAPER}}
    return [
        an_issued(meeting, f"{HIDDEN_PAPER} one.", **titles).document.ref,
        an_issued(
            meeting, f"{HIDDEN_PAPER} two.", sensitivity="confidential", channels=[], **titles
        ).document.ref,
        a_posted(meeting, f"{HIDDEN_PAPER} three.", embargo_until=UNTIL, **titles).document.ref,
    ]


def addresses(operation: Operation, refs: list[str], numbers: list[str]) -> Iterator[str]:
    path = operation.path.removeprefix("/api/v1")
    values = {
        "slug": ["sm2016"],
        "code": ["one"] if "/aspects/" in path else ["s1"],
        "ref": refs,
        "number": numbers if path.startswith("/receipts") else ["1"],
        "pk": ["1", "2", "3"],
        "name": ["files"],
        "before": ["1"],
    }
    names = [name for name in values if f"{{{name}}}" in path]
    for chosen in product(*(values[name] for name in names)):
        found = path
        for name, value in zip(names, chosen, strict=True):
            found = found.replace(f"{{{name}}}", value)
        yield found
        if operation.method == "get" and "q" in operation.parameters("query"):
            yield f"{found}?q=lighthouse"
            yield f"{found}?q={HIDDEN_PAPER}"


def told(programme: Programme, operation: Operation, address: str) -> str:
    """All that the answer tells, without the words that were asked for."""
    body: Any = right(operation, operation.schema) if operation.media_type == "application/json" else None
    method = "form" if operation.media_type.startswith("multipart") else operation.method
    form = {"kind": "replacement", "delegation": "ken", "aspects": "one", "consent_to_publish": "true"}
    answer = programme.ask(method, address, form if method == "form" else body, IF_MATCH="*")
    words = f"{answer.status_code} {answer.content.decode()} {dict(answer.headers)!r}"
    for known in {*address.partition("?")[0].split("/"), address.partition("q=")[2]} - {""}:
        words = words.replace(known, "ASKED")
    return words


@pytest.mark.parametrize("who", ["nobody", "a stranger", "a delegate of France", "a press officer"])
def test_nobody_learns_of_what_is_hidden_by_any_operation(who: str, clock: dict[str, Any]) -> None:
    """R09-5, RX-1, RX-5: read or write, with whatever scope: not a word, and an answer about it is that about what never
    was."""
    meeting = makers.a_meeting()
    statements = hidden_statements(meeting)
    papers = [] if who == "a press officer" else hidden_papers(meeting)  # who reads papers at work
    register = a_register()
    Version.objects.filter(statement=register.statement).update(public_from=UNTIL)
    secrets = [one for statement in statements for one in secrets_of(statement)]
    secrets += [*register.secrets, HIDDEN_PAPER]
    refs = [*(one.ref for one in statements), register.statement.ref, register.secret.ref, *papers]
    numbers = [one.versions.get().receipt.number for one in statements]
    clock["at"] = BEFORE
    programme = reader(who, meeting)
    asked = 0
    for operation in OPERATIONS:
        for address in addresses(operation, refs, numbers):
            words = told(programme, operation, address)
            for one in secrets:
                assert one not in words, f"{who} learns {one!r} at {operation.method} {address}"
            asked += 1
    assert asked > 300


def reader(who: str, meeting: Meeting) -> Programme:
    if who == "a stranger":
        return Programme(makers.a_person())
    if who == "a delegate of France":
        return Programme(makers.a_delegate(makers.a_delegation(meeting, "fra"), name="france"))
    return Programme(makers.a_role(Role.PRESS_OFFICER, meeting)) if who == "a press officer" else Programme()


def test_an_answer_about_what_is_hidden_is_that_about_what_never_was(clock: dict[str, Any]) -> None:
    """R09-5: for every operation that takes a reference of a statement."""
    meeting = makers.a_meeting()
    statements = hidden_statements(meeting)
    clock["at"] = BEFORE
    france = reader("a delegate of France", meeting)
    compared = 0
    for operation in OPERATIONS:
        if not operation.path.startswith("/api/v1/statements/{ref}"):
            continue
        for address in addresses(operation, [one.ref for one in statements], []):
            ref = address.split("/")[2]
            there = told(france, operation, address)
            assert there == told(france, operation, address.replace(ref, "sm2016-zzzzzzz")), address
            compared += 1
    assert compared > 40
    assert france.read("/meetings/sm2016/statements")["total"] == 0
    clock["at"] = UNTIL
    assert secret("ken") in json.dumps(france.read(f"/statements/{statements[2].ref}/paragraphs"))
