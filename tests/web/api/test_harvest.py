"""The harvest of what is public: by the grammar of the protocol, and by a client that is not ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree
from requests import Response
from sickle import Sickle
from sickle.response import OAIResponse

from comity.meetings.models import Meeting
from comity.papers import posting
from comity.participants.models import Assignment, Role
from comity.practices.models import Practice
from comity.statements import changes
from comity.statements.models import Statement
from comity.web.api.harvest import asked
from tests import makers
from tests.papers.makers import a_posted, an_issued
from tests.web.shared_register import a_register

pytestmark = pytest.mark.django_db
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "oai-pmh.xsd"))
OAI = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
LATER = makers.NOW + timedelta(hours=2)
DC = {"metadataPrefix": "oai_dc"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    hands = {"at": LATER}
    monkeypatch.setattr(timezone, "now", lambda: hands["at"])
    return hands


def ask(verb: str, **said: str) -> Any:
    """The answer, which the grammar has accepted."""
    return answered(Client().get(f"/api/oai?{urlencode({'verb': verb, **said})}"))


def answered(answer: Any) -> Any:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    found = etree.fromstring(answer.content)
    SCHEMA.assertValid(found)
    return found


def texts(found: Any, path: str) -> list[str]:
    return [str(one.text) for one in found.iterfind(f".//{path}", OAI)]


def refs(found: Any) -> list[str]:
    return [one.rsplit(":", 1)[-1] for one in texts(found, "o:header/o:identifier")]


def fault(found: Any) -> str:
    return str(found.find("o:error", OAI).get("code"))


@pytest.fixture
def meeting() -> Meeting:
    return makers.a_meeting(convened_by={"en": "The Committee"})


@pytest.fixture
def statement(meeting: Meeting) -> Statement:
    return makers.a_published_statement(makers.a_delegation(meeting), "We keep a lighthouse.", "It shines.")


def test_it_says_what_it_is(statement: Statement) -> None:
    found = ask("Identify")
    assert texts(found, "o:baseURL") == ["http://127.0.0.1:8000/api/oai"]
    assert texts(found, "o:earliestDatestamp") == ["2016-11-20T12:00:00Z"]
    assert texts(found, "o:deletedRecord") == ["persistent"]
    assert texts(ask("ListMetadataFormats"), "o:metadataPrefix") == ["oai_dc"]
    assert texts(ask("ListSets"), "o:setSpec") == [
        *("statements", "documents", "practices", "meeting", "meeting:sm2016")
    ]


def test_a_statement_is_told_in_dublin_core(statement: Statement) -> None:
    found = ask("GetRecord", identifier=f"oai:127.0.0.1:{statement.ref}", **DC)
    assert texts(found, "dc:title") == ["Norway: Special Meeting"]
    assert texts(found, "dc:creator") == ["Norway"]
    assert texts(found, "dc:subject") == ["Aspect one"]
    assert texts(found, "dc:publisher") == ["The Committee"]
    assert texts(found, "dc:date") == ["2016-11-20"]
    assert texts(found, "dc:identifier") == [f"http://127.0.0.1:8000/id/{statement.ref}"]
    assert texts(found, "dc:language") == ["en"]
    assert texts(found, "o:datestamp") == ["2016-11-20T12:00:00Z"]


def test_documents_and_practices_are_told_too(meeting: Meeting) -> None:
    paper = a_posted(meeting, "The gate opens at nine.", titles={"en": "Getting in", "ar": "الدخول"})
    found = ask("ListRecords", set="documents", **DC)
    assert refs(found) == [paper.document.ref]
    assert texts(found, "dc:title") == ["Getting in"]


def test_practices_are_told_without_their_sources() -> None:
    register = a_register()
    found = ask("ListRecords", set="practices", **DC)
    assert set(refs(found)) == {
        *Practice.objects.filter(public_from__lte=LATER).values_list("ref", flat=True)
    }
    told = etree.tostring(found).decode()
    assert not any(secret in told for secret in register.secrets)


def test_what_was_withdrawn_stays_as_a_deleted_record(
    statement: Statement, clock: dict[str, datetime]
) -> None:
    """R09-6: as its address stays as a tombstone."""
    clock["at"] = LATER + timedelta(hours=1)
    desk = makers.the_desk(statement.meeting)
    changes.withdraw(statement, reason="Sent by mistake.", by=desk, at=clock["at"])
    paper = a_posted(statement.meeting)
    posting.withdraw(paper.document, reason="Wrong room.", by=desk, at=clock["at"])
    found = ask("ListRecords", **DC, **{"from": "2016-11-20T15:00:00Z"})
    headers = found.findall(".//o:header", OAI)
    assert {one.get("status") for one in headers} == {"deleted"}
    assert set(refs(found)) == {statement.ref, paper.document.ref}
    assert texts(found, "o:datestamp") == ["2016-11-20T15:00:00Z"] * 2
    assert found.find(".//o:metadata", OAI) is None
    assert "lighthouse" not in etree.tostring(found).decode()


def test_what_never_was_public_is_not_there(meeting: Meeting, statement: Statement) -> None:
    """R09-5: not listed, not counted, and asked for by name as if it had never been."""
    until = {"embargo": "until_time", "embargo_until": LATER + timedelta(seconds=1)}
    quiet = makers.a_meeting("quiet")
    Assignment.objects.create(person=makers.the_desk(meeting), role=Role.SECRETARIAT, meeting=quiet)
    hidden = [
        makers.a_published_statement(makers.a_delegation(meeting, "ken"), **until).ref,
        makers.an_accepted_statement(makers.a_delegation(meeting, "che")).statement.ref,
        makers.a_draft(makers.a_delegation(meeting, "fra")).statement.ref,
        an_issued(meeting).document.ref,
        a_posted(meeting, embargo_until=LATER + timedelta(seconds=1)).document.ref,
        a_posted(quiet).document.ref,
        makers.a_published_statement(makers.a_delegation(quiet, "bra")).ref,
    ]
    Meeting.objects.filter(slug="quiet").update(state=Meeting.State.CONCEPT)
    assert refs(ask("ListIdentifiers", **DC)) == [statement.ref]
    assert texts(ask("ListSets"), "o:setSpec")[3:] == ["meeting", "meeting:sm2016"]
    never = ask("GetRecord", identifier="oai:127.0.0.1:sm2016-never", **DC)
    for ref in hidden:
        found = ask("GetRecord", identifier=f"oai:127.0.0.1:{ref}", **DC)
        assert fault(found) == fault(never) == "idDoesNotExist"
        assert found.find("o:error", OAI).text == never.find("o:error", OAI).text


def test_when_its_embargo_ends_it_is_there_at_that_instant(
    meeting: Meeting, clock: dict[str, datetime]
) -> None:
    until = LATER + timedelta(hours=1)
    one = makers.a_published_statement(
        makers.a_delegation(meeting), embargo="until_time", embargo_until=until
    )
    assert fault(ask("ListIdentifiers", **DC)) == "noRecordsMatch"
    clock["at"] = until
    found = ask("ListIdentifiers", **DC)
    assert (refs(found), texts(found, "o:datestamp")) == ([one.ref], ["2016-11-20T15:00:00Z"])


def test_a_long_list_is_given_in_parts_and_nothing_is_left_out(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "A_PAGE", 2)
    norway = makers.a_delegation(meeting)
    made = {makers.a_published_statement(norway).ref for _number in range(5)}
    part = ask("ListRecords", **DC)
    found, cursors = refs(part), []
    while words := texts(part, "o:resumptionToken")[0:1]:
        cursors.append(part.find(".//o:resumptionToken", OAI).get("cursor"))
        assert part.find(".//o:resumptionToken", OAI).get("completeListSize") == "5"
        if words == ["None"]:
            break
        part = ask("ListRecords", resumptionToken=words[0])
        found += refs(part)
    assert len(found) == 5
    assert set(found) == made
    assert cursors == ["0", "2", "4"]


def test_what_changes_while_a_list_is_read_comes_at_its_end(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, clock: dict[str, datetime]
) -> None:
    monkeypatch.setattr(asked, "A_PAGE", 2)
    norway = makers.a_delegation(meeting)
    for _number in range(4):
        makers.a_published_statement(norway)
    first = ask("ListIdentifiers", **DC)
    clock["at"] = LATER + timedelta(hours=1)
    gone = Statement.objects.get(ref=refs(first)[0])
    changes.withdraw(gone, reason="A slip.", by=makers.the_desk(meeting), at=clock["at"])
    second = ask("ListIdentifiers", resumptionToken=texts(first, "o:resumptionToken")[0])
    third = ask("ListIdentifiers", resumptionToken=texts(second, "o:resumptionToken")[0])
    assert refs(third) == [gone.ref]
    assert third.find(".//o:header", OAI).get("status") == "deleted"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Listen", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=statements", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2016-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2016-01-02&until=2016-01-01", "badArgument"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2016-01-01&until=2016-01-01T00:00:00Z",
            "badArgument",
        ),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=none", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2016-01-01", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=made-up", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=made-up&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListSets&resumptionToken=made-up", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:nothing", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:127.0.0.1:nothing", "idDoesNotExist"),
    ],
)
def test_what_is_asked_wrongly_is_told_by_the_protocols_own_code(
    statement: Statement, query: str, code: str
) -> None:
    assert fault(answered(Client().get(f"/api/oai?{query}"))) == code


def test_a_day_is_whole_and_a_set_holds_its_subsets(statement: Statement) -> None:
    day = {"from": "2016-11-20", "until": "2016-11-20"}
    assert refs(ask("ListIdentifiers", **DC, **day)) == [statement.ref]
    assert refs(ask("ListIdentifiers", set="meeting", **DC)) == [statement.ref]
    assert refs(ask("ListIdentifiers", set="meeting:sm2016", **DC)) == [statement.ref]
    assert fault(ask("ListIdentifiers", set="meeting:sm", **DC)) == "noRecordsMatch"


def test_a_harvester_may_ask_by_post(statement: Statement) -> None:
    found = answered(Client(enforce_csrf_checks=True).post("/api/oai", {"verb": "ListIdentifiers", **DC}))
    assert refs(found) == [statement.ref]


def test_the_number_of_queries_does_not_grow_with_the_list(
    meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    for code in ("nor", "ken", "bra"):
        makers.a_published_statement(makers.a_delegation(meeting, code))
        a_posted(meeting, titles={"en": code})
    with django_assert_max_num_queries(22):
        ask("ListRecords", **DC)


class Harvester(Sickle):  # type: ignore[misc]
    """The client as it is, its questions handed to the site without a network between them."""

    def harvest(self, **said: str) -> OAIResponse:
        answer = Client().get("/api/oai", said)
        handed_on = Response()
        handed_on.status_code, handed_on.encoding = answer.status_code, "utf-8"
        handed_on._content = answer.content
        return OAIResponse(handed_on, said)


def test_a_client_that_is_not_ours_harvests_everything(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "A_PAGE", 2)
    norway = makers.a_delegation(meeting)
    every = [makers.a_published_statement(norway) for _number in range(5)]
    changes.withdraw(every[0], reason="A slip.", by=makers.the_desk(meeting), at=LATER)
    client = Harvester("http://127.0.0.1:8000/api/oai")
    assert client.Identify().granularity == "YYYY-MM-DDThh:mm:ssZ"
    found = {one.header.identifier: one for one in client.ListRecords(metadataPrefix="oai_dc")}
    assert set(found) == {f"oai:127.0.0.1:{one.ref}" for one in every}
    assert [one.deleted for one in found.values()].count(True) == 1
    titles = {title for one in found.values() if not one.deleted for title in one.metadata["title"]}
    assert titles == {"Norway: Special Meeting"}
    assert len([*client.ListRecords(metadataPrefix="oai_dc", ignore_deleted=True)]) == 4
