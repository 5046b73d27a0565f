"""Statements that were sent, replaced, corrected, withdrawn and asked about: through the verbs of the portal."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from comity.meetings.models import Meeting
from comity.participants.models import Delegation, Letter, Person, Role
from comity.record import trail
from comity.statements import changes, receipt
from comity.statements.models import ChangeRequest, Statement, Version
from tests import makers
from tests.makers import DEADLINE, NOW
from tests.web.api.asking import Programme, problem, sentence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TEXT = b"Mr. Chair,\n\nWe share what works. Requests for evidence are answered at any hour of the day.\n"
LATE = DEADLINE + timedelta(days=1)


@pytest.fixture
def norway(meeting: Meeting) -> Delegation:
    return makers.a_delegation(meeting)


@pytest.fixture
def delegate(norway: Delegation) -> Person:
    return makers.a_delegate(norway, name="norway")


@pytest.fixture
def own(delegate: Person) -> Programme:
    return Programme(delegate)


@pytest.fixture
def desk(meeting: Meeting) -> Programme:
    return Programme(makers.the_desk(meeting))


def anew(kind: str = "replacement", text: bytes = TEXT, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "file": SimpleUploadedFile("anew.txt", text), **more}


def body(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def standing(programme: Programme, statement: Statement) -> Any:
    return programme.read(f"/statements/{statement.ref}/standing")


def test_a_statement_is_replaced_before_the_deadline(
    own: Programme, norway: Delegation, delegate: Person
) -> None:
    """R09-3."""
    first = makers.a_received_statement(norway, by=delegate)
    answer = own.ask("form", f"/statements/{first.statement.ref}/versions", anew())
    assert answer.status_code == 201, answer.content
    told = body(answer)
    assert (told["version"], told["state"], told["ref"]) == (2, "received", first.statement.ref)
    assert own.read(answer.headers["Location"]) == told
    versions = standing(own, first.statement)["versions"]
    assert [(one["number"], one["state"], one["receipt"]) for one in versions] == [
        (2, "received", told["number"]),
        (1, "superseded", first.receipt.number),
    ]
    assert trail.of(first.statement).filter(verb="replaced", by=delegate).exists()


def test_the_same_files_again_have_the_same_receipt(
    own: Programme, norway: Delegation, delegate: Person
) -> None:
    address = f"/statements/{makers.a_received_statement(norway, by=delegate).statement.ref}/versions"
    first = own.ask("form", address, anew())
    again = own.ask("form", address, anew())
    assert body(again) == body(first)
    assert Version.objects.count() == 2
    kept = [own.ask("form", address, anew(text=TEXT * 2), IDEMPOTENCY_KEY="r-1") for _time in range(2)]
    assert kept[0].content == kept[1].content
    assert kept[1].headers["Idempotency-Replayed"] == "true"


def test_what_was_begun_on_the_pages_is_not_mixed_with_what_a_programme_sends(
    own: Programme, desk: Programme, norway: Delegation, delegate: Person
) -> None:
    statement = makers.a_received_statement(norway, by=delegate).statement
    draft = changes.new_version(statement, by=delegate, at=NOW)
    makers.add_file(draft, "Secret of the delegation.", by=delegate)
    for programme in (own, desk):
        refused = programme.ask("form", f"/statements/{statement.ref}/versions", anew())
        assert problem(refused) == (409, "not-now")
    assert [one["number"] for one in standing(own, statement)["versions"]] == [2, 1]
    assert [one["number"] for one in standing(desk, statement)["versions"]] == [1]
    receipt.discard(draft, by=delegate, at=NOW)
    assert own.ask("form", f"/statements/{statement.ref}/versions", anew()).status_code == 201


def test_a_published_statement_is_corrected_once_the_secretariat_agrees(
    own: Programme, desk: Programme, norway: Delegation, delegate: Person
) -> None:
    """R09-6: what was published stays public until the secretariat publishes what follows."""
    statement = makers.a_published_statement(norway, "We keep a lighthouse.", by=delegate)
    address = f"/statements/{statement.ref}"
    correction = anew("correction", note="A slip in line 2.")
    assert problem(own.ask("form", f"{address}/versions", anew())) == (409, "not-now")
    assert problem(own.ask("form", f"{address}/versions", correction)) == (409, "not-now")
    assert standing(own, statement)["may"] == {
        "replace": False,
        "correct": False,
        "revise": False,
        "withdraw": False,
    }
    asked = own.ask("post", f"{address}/requests", {"wish": "correct", "reason": "A slip."})
    assert asked.status_code == 201, asked.content
    again = own.ask("post", f"{address}/requests", {"wish": "correct", "reason": "A slip."})
    assert problem(again) == (409, "not-now")
    decision = f"{address}/requests/{body(asked)['id']}/decision"
    assert problem(own.ask("put", decision, {"decision": "grant"})) == (403, "not-allowed")
    assert body(desk.ask("put", decision, {"decision": "grant"}))["decision"] == "granted"
    assert problem(desk.ask("put", decision, {"decision": "grant"})) == (409, "not-now")
    assert Letter.objects.exists()
    assert standing(own, statement)["may"]["correct"]
    without = own.ask("form", f"{address}/versions", anew("correction"))
    assert list(body(without)["errors"]) == ["note"]
    correction["file"].seek(0)
    received = own.ask("form", f"{address}/versions", correction)
    assert (body(received)["version"], body(received)["state"]) == (2, "received")
    assert Programme().read(address)["version"] == 1
    assert standing(own, statement)["requests"][0]["decision"] == "granted"


def test_after_the_deadline_the_secretariat_is_asked_first(
    own: Programme, desk: Programme, norway: Delegation, delegate: Person, clock: dict[str, Any]
) -> None:
    statement = makers.a_received_statement(norway, by=delegate).statement
    address = f"/statements/{statement.ref}"
    clock["at"] = LATE
    late = Programme(delegate)
    assert problem(late.ask("put", f"{address}/withdrawal", {"reason": "A slip."})) == (409, "not-now")
    asked = body(late.ask("post", f"{address}/requests", {"wish": "withdraw", "reason": "A slip."}))
    decision = f"{address}/requests/{asked['id']}/decision"
    office = Programme(makers.the_desk(statement.meeting))
    assert problem(office.ask("put", decision, {"decision": "decline"})) == (422, "refused")
    assert problem(office.ask("put", f"{address}/requests/99999/decision", {"decision": "grant"}))[0] == 404
    assert body(office.ask("put", decision, {"decision": "grant"}))["decision"] == "granted"
    assert standing(late, statement)["withdrawal_reason"] == "A slip."


def test_a_statement_is_withdrawn_and_leaves_a_page_that_says_so(
    own: Programme, desk: Programme, norway: Delegation, delegate: Person
) -> None:
    """R09-6."""
    waiting = makers.a_received_statement(norway, by=delegate).statement
    told = body(own.ask("put", f"/statements/{waiting.ref}/withdrawal", {"reason": "Sent by mistake."}))
    assert (told["withdrawal_reason"], told["versions"][0]["state"]) == ("Sent by mistake.", "withdrawn")
    assert not any(told["may"].values())
    again = own.ask("put", f"/statements/{waiting.ref}/withdrawal", {"reason": "x"})
    assert problem(again) == (409, "not-now")
    assert problem(Programme().get(f"/statements/{waiting.ref}"))[0] == 404
    public = makers.a_published_statement(norway, "We keep a lighthouse.", by=delegate)
    assert desk.ask("put", f"/statements/{public.ref}/withdrawal", {"reason": "Asked to."}).status_code == 200
    assert problem(Programme().get(f"/statements/{public.ref}")) == (410, "gone")


def test_a_statement_of_others_is_not_there_whatever_its_state(
    meeting: Meeting, norway: Delegation, desk: Programme
) -> None:
    """R09-5, RX-5: neither another delegation nor a stranger nor the desk, where it is not named, can tell."""
    hidden = [
        makers.a_received_statement(norway).statement,
        makers.a_published_statement(norway, "We keep a lighthouse."),
        makers.a_received_statement(
            norway, by=makers.a_delegate(norway), sensitivity="confidential"
        ).statement,
    ]
    kenya = Programme(makers.a_delegate(makers.a_delegation(meeting, "ken"), name="kenya"))
    for reader in (kenya, Programme(makers.a_person())):
        for statement in hidden:
            same_as_never(reader, statement)
    same_as_never(desk, hidden[2])
    officer = Programme(makers.a_role(Role.RAPPORTEUR, meeting))
    same_as_never(officer, hidden[0])


def same_as_never(reader: Programme, statement: Statement) -> None:
    for method, rest, sent in (
        ("get", "standing", None),
        ("put", "withdrawal", {"reason": "x"}),
        ("post", "requests", {"wish": "withdraw", "reason": "x"}),
        ("put", "requests/1/decision", {"decision": "grant"}),
        ("form", "versions", anew()),
    ):
        there = reader.ask(method, f"/statements/{statement.ref}/{rest}", sent)
        if isinstance(sent, dict) and "file" in sent:
            sent["file"].seek(0)
        never = reader.ask(method, f"/statements/sm2016-zzzzzzz/{rest}", sent)
        assert problem(there) == (404, "not-found"), (method, rest)
        assert there.content == never.content
    assert not ChangeRequest.objects.exists()


def test_what_is_missing_or_too_long_is_said_by_field(
    own: Programme, norway: Delegation, delegate: Person
) -> None:
    address = f"/statements/{makers.a_received_statement(norway, by=delegate).statement.ref}"
    for method, rest, sent, field in (
        ("put", "withdrawal", {"reason": " "}, "reason"),
        ("post", "requests", {"wish": "sing", "reason": "x"}, "wish"),
        ("post", "requests", {"wish": "withdraw", "reason": "x" * 2001}, "reason"),
        ("form", "versions", {"kind": "replacement"}, "file"),
        ("form", "versions", anew("other"), "kind"),
    ):
        answer = own.ask(method, f"{address}/{rest}", sent)
        assert problem(answer) == (422, "fields")
        assert list(body(answer)["errors"]) == [field]
    empty = own.ask(
        "form", f"{address}/versions", {"kind": "replacement", "file": SimpleUploadedFile("a.txt", b"")}
    )
    assert problem(empty)[0] == 422
    assert sentence(empty)
    assert Version.objects.count() == 1
