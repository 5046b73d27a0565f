"""What anybody may read, how it is told, and what is told to nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as some
from openapi_spec_validator import validate

from comity.meetings.models import Meeting
from comity.participants.models import Use
from comity.statements import changes
from comity.web.api import matching, wrong
from tests import makers
from tests.papers.makers import a_posted, an_issued
from tests.web.api.asking import Programme, problem
from tests.web.shared_register import a_register

pytestmark = pytest.mark.django_db


def test_a_statement_is_read_with_its_paragraphs_and_their_anchors(meeting: Meeting) -> None:
    words = "We recall resolution 1373 (2001)."
    one = makers.a_published_statement(makers.a_delegation(meeting), words, "It shines.")
    nobody = Programme()
    (line,) = nobody.read("/meetings/sm2016/statements")["items"]
    assert (line["ref"], line["delegation"]) == (one.ref, {"code": "nor", "title": "Norway"})
    whole = nobody.read(f"/statements/{one.ref}")
    assert (whole["history"][0]["happened"], whole["files"][0]["is_original"]) == ("published", True)
    first = nobody.read(f"/statements/{one.ref}/paragraphs")[0]
    assert first["text"] == words
    assert first["address"] == f"{one.permanent_address}?language=en#p-{first['anchor']}"
    assert first["citations"][0]["symbol"] == "S/RES/1373 (2001)"
    assert problem(nobody.get(f"/statements/{one.ref}/paragraphs?text_language=fr")) == (404, "not-found")
    assert [one["symbol"] for one in nobody.read("/instruments")["items"]] == ["S/RES/1373 (2001)"]


def test_what_was_withdrawn_is_gone_and_says_so(meeting: Meeting) -> None:
    """R09-6."""
    one = makers.a_published_statement(makers.a_delegation(meeting), "We keep a lighthouse.")
    changes.withdraw(one, reason="A slip.", by=makers.the_desk(meeting), at=timezone.now())
    for address in (f"/statements/{one.ref}", f"/statements/{one.ref}/paragraphs"):
        assert problem(Programme().get(address)) == (410, "gone")
    assert Programme().read("/meetings/sm2016/statements")["total"] == 0


def test_what_is_not_public_is_told_to_nobody_and_counted_nowhere(meeting: Meeting) -> None:
    """R09-5, RX-1, RX-5: neither a stranger nor a delegate nor a token of the desk that may read learns more than
    anybody from the public routes, and what is hidden answers as what never was."""
    ahead = {"embargo": "until_time", "embargo_until": timezone.now() + timedelta(days=1)}
    hidden = [
        makers.a_published_statement(makers.a_delegation(meeting, "ken"), "Quetzal one.", **ahead),
        makers.an_accepted_statement(makers.a_delegation(meeting, "che"), "Quetzal two.").statement,
        makers.a_received_statement(
            makers.a_delegation(meeting, "bra"), "Quetzal three.", sensitivity="confidential"
        ).statement,
    ]
    papers = [
        an_issued(meeting, "Quetzal four.").document,
        a_posted(meeting, "Quetzal five.", embargo_until=timezone.now() + timedelta(days=1)).document,
        an_issued(meeting, "Quetzal six.", sensitivity="confidential", channels=[]).document,
    ]
    readers = [
        Programme(),
        Programme(makers.a_person()),
        Programme(makers.a_delegate(makers.a_delegation(meeting, "fra"), name="france")),
        Programme(makers.the_desk(meeting)),
    ]
    for reader in readers:
        for name in ("statements", "documents", "practices", "participants"):
            assert reader.read(f"/meetings/sm2016/{name}")["total"] == 0
        found = reader.read("/search?q=quetzal")
        assert (found["total"], found["items"]) == (0, [])
        assert not any(found["facets"].values())
        assert reader.read("/instruments")["total"] == 0
        for kind, rows in (("statements", hidden), ("documents", papers)):
            for ref in [one.ref for one in rows]:
                for rest in ("", "/paragraphs"):
                    never = reader.get(f"/{kind}/sm2016-zzzzzzz{rest}")
                    answer = reader.get(f"/{kind}/{ref}{rest}")
                    assert problem(answer) == (404, "not-found")
                    assert answer.content == never.content


def test_a_source_that_is_sealed_is_told_as_such_and_no_more() -> None:
    register = a_register()
    nobody, told = Programme(), ""
    meeting = Meeting.objects.get().slug
    for line in nobody.read(f"/meetings/{meeting}/practices")["items"]:
        told += json.dumps(nobody.read(f"/practices/{line['ref']}"))
    assert '"telling": "sealed"' in told
    assert not any(secret in told for secret in register.secrets if "Quetzal" in secret)


def test_the_list_of_participants_holds_only_who_agreed(meeting: Meeting) -> None:
    """RX-3."""
    makers.a_participant(meeting, "Silent Person")
    makers.a_participant(meeting, "Veiled Person", uses=[Use.LIST])
    makers.a_participant(meeting, "Ana Silva", uses=[Use.LIST, Use.NAME])
    for reader in (Programme(), Programme(makers.the_desk(meeting))):
        told = reader.read("/meetings/sm2016/participants")
        assert sorted(one["name"] for one in told["items"]) == ["Ana Silva", "name withheld"]
        assert told["total"] == 2


def test_titles_and_refusals_are_in_the_readers_language(meeting: Meeting) -> None:
    """R13-3."""
    nobody = Programme()
    assert nobody.read("/meetings/sm2016")["title"] == "Special Meeting"
    assert nobody.read("/meetings/sm2016?language=fr")["title"] == "Réunion spéciale"
    assert nobody.read("/meetings/sm2016", ACCEPT_LANGUAGE="fr;q=0.5, ar")["title"] == "اجتماع استثنائي"
    answer = nobody.get("/meetings?page=x", ACCEPT_LANGUAGE="fr")
    assert json.loads(answer.content)["errors"] == {"page": ["Saisissez un nombre entier."]}
    assert "Accept-Language" in answer.headers["Vary"]


def test_what_has_not_changed_costs_few_bytes(meeting: Meeting) -> None:
    nobody = Programme()
    first = nobody.get("/meetings/sm2016/sessions")
    again = nobody.get("/meetings/sm2016/sessions", IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = nobody.get("/meetings/sm2016/sessions", IF_MATCH='"another"')
    assert problem(other) == (412, "lost-update")
    Meeting.objects.update(titles={"en": "Another"})
    listed = nobody.get("/meetings").headers["ETag"]
    assert nobody.get("/meetings", IF_NONE_MATCH=listed).status_code == 304
    for name in ("private", "no-cache"):
        assert name in first.headers["Cache-Control"]
    assert {"Authorization", "Accept-Language"} <= {*first.headers["Vary"].split(", ")}


def test_lists_are_told_page_by_page(meeting: Meeting) -> None:
    for code in ("nor", "ken", "bra"):
        makers.a_published_statement(makers.a_delegation(meeting, code))
    nobody = Programme()
    found = [nobody.read(f"/meetings/sm2016/statements?per_page=2&page={page}") for page in (1, 2)]
    assert [len(one["items"]) for one in found] == [2, 1]
    assert [(one["total"], one["page"], one["pages"]) for one in found] == [(3, 1, 2), (3, 2, 2)]
    assert problem(nobody.get("/meetings/sm2016/statements?per_page=101")) == (422, "fields")


def test_whoever_asks_too_often_waits_and_others_do_not(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"api": "3/m/ip", "api_token": "5/m/key"})
    nobody, token = Programme(), Programme(makers.a_person())
    assert [nobody.get("/meetings").status_code for _number in range(4)] == [200, 200, 200, 429]
    answer = nobody.get("/meetings")
    assert (problem(answer), answer.headers["Retry-After"]) == ((429, "too-often"), "60")
    assert nobody.client.get("/api/v1/meetings", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert [token.get("/meetings").status_code for _number in range(6)] == [200] * 5 + [429]


def test_the_description_is_valid_and_tells_of_every_problem() -> None:
    answer = Programme().get("/openapi.json")
    schema = json.loads(answer.content)
    assert schema["openapi"] == "3.1.0"
    validate(schema)
    for methods in schema["paths"].values():
        for method, told in methods.items():
            assert told["summary"]
            assert told["description"]
            if method in ("post", "put", "patch", "delete"):
                assert {"401", "403", "404", "409", "422", "429"} <= told["responses"].keys()
    change = schema["paths"]["/api/v1/meetings/{slug}/sessions/{code}"]["patch"]
    assert change["security"] == [{"token": ["write:programme"]}]
    assert {"412", "428"} <= change["responses"].keys()
    assert "If-Match" in [one["name"] for one in change["parameters"]]


@pytest.mark.parametrize("address", ["/nothing", "/meetings/", "/meetings/x/y"])
def test_where_nothing_is_a_problem_says_so(address: str) -> None:
    assert problem(Programme().get(address)) == (404, "not-found")


def test_a_body_that_is_no_json_and_a_method_that_is_not_taken_are_problems(meeting: Meeting) -> None:
    desk = Programme(makers.the_desk(meeting))
    told = {"HTTP_AUTHORIZATION": f"Bearer {desk.secret}"}
    place = "/api/v1/meetings/sm2016/sessions"
    answer: Any = desk.client.post(place, "{", content_type="application/json", **told)
    assert problem(answer) == (400, "malformed")
    refused = desk.ask("delete", "/meetings/sm2016/sessions")
    assert problem(refused) == (405, "method")
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_what_no_database_can_hold_is_said_and_never_asked(meeting: Meeting) -> None:
    desk = Programme(makers.the_desk(meeting))
    for address in (
        "/meetings/sm2016/documents?kind=%00",
        "/instruments?meeting=a%00",
        "/search?q=a&form=%00",
    ):
        answer = desk.get(address)
        assert problem(answer) == (422, "fields")
        (errors,) = json.loads(answer.content)["errors"].values()
        assert errors == ["Null characters are not allowed."]
    assert problem(desk.get("/receipts/a%00b")) == (404, "not-found")


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=12),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = some.sampled_from(["titles", "starts_at", "room", "aspects", "slot_minutes", "webcast", "x"])


@tried(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=some.dictionaries(FIELDS, ANYTHING, max_size=3))
def test_whatever_is_sent_gets_an_answer_and_never_a_fault(sent: Any) -> None:
    meeting = Meeting.objects.first() or makers.a_meeting()
    makers.the_desk(meeting).tokens.exclude(revoked_at__isnull=False).update(revoked_at=timezone.now())
    desk = Programme(makers.the_desk(meeting))
    answer = desk.ask("patch", "/meetings/sm2016/sessions/s1", sent, IF_MATCH="*")
    assert answer.status_code in (200, 409, 422), answer.content.decode()


@given(said=some.text(max_size=60))
def test_any_condition_is_understood_or_matches_nothing(said: str) -> None:
    assert all('"' not in one for one in matching.TAG.findall(said))


@given(place=some.lists(some.sampled_from(["body", "query", "sent", "segments", 0, "minutes"]), max_size=4))
def test_every_error_has_a_field_and_a_sentence(place: list[Any]) -> None:
    told = wrong.by_field([{"loc": place, "type": "unheard_of"}], without=("sent",))
    ((name, sentences),) = told.items()
    assert name
    assert sentences == ["Enter a valid value."]
