"""The agenda's versions, aspects, guiding questions and the mapping: read by anybody, changed by the desk."""

from __future__ import annotations

import json

import pytest

from comity.meetings import parts
from comity.meetings.models import AgendaVersion, Aspect, Meeting, Part, Session
from comity.participants.models import Person, Scope, Use
from tests import makers
from tests.makers import NOW
from tests.meetings.makers import a_programme, a_session
from tests.web.api.asking import Programme, body, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AGENDAS = "/meetings/sm2016/agendas"
ASPECTS = "/meetings/sm2016/aspects"


@pytest.fixture
def meeting() -> Meeting:
    return a_programme(state=Meeting.State.ANNOUNCED, announced_at=NOW)


def issued(office: Programme, *stages: str) -> None:
    for stage in stages:
        body(office.ask("post", AGENDAS, {"stage": stage}))


def test_an_agenda_is_issued_version_by_version_and_adopted(office: Programme) -> None:
    """R10-1: each is frozen, numbered and comparable."""
    issued(office, "proposed", "provisional", "annotated", "adopted")
    assert [(one["number"], one["stage"]) for one in office.read(AGENDAS)] == [
        (4, "adopted"),
        (3, "annotated"),
        (2, "provisional"),
        (1, "proposed"),
    ]
    assert problem(office.ask("post", AGENDAS, {"stage": "provisional"})) == (409, "not-now")
    assert AgendaVersion.objects.count() == 4


def test_a_proposed_agenda_is_the_committees_own(office: Programme, meeting: Meeting) -> None:
    issued(office, "proposed")
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    for reader in (Programme(), norway):
        assert reader.read(AGENDAS) == []
        hidden, never = reader.get(f"{AGENDAS}/1"), reader.get(f"{AGENDAS}/7")
        assert problem(hidden) == (404, "not-found")
        assert hidden.content == never.content
    assert office.read(f"{AGENDAS}/1")["stage"] == "proposed"
    issued(office, "provisional")
    (line,) = Programme().read(AGENDAS)
    assert line["number"] == 2
    assert problem(Programme().get(f"{AGENDAS}/2/changes-since/1")) == (404, "not-found")


def test_an_agenda_names_whom_the_public_may_read_by_name_now(
    office: Programme, meeting: Meeting, desk: Person
) -> None:
    """RX-3, RX-4: also in versions that were issued before."""
    session = meeting.sessions.get(tier="technical")
    named = makers.a_participant(meeting, "Ana Silva", uses=[Use.NAME, Use.AFFILIATION])
    silent = makers.a_participant(meeting, "Silent Person")
    for who in (named, silent):
        parts.propose(session, who, Part.Role.PANELLIST, by=desk, at=NOW)
    issued(office, "provisional")
    public, own = (json.dumps(one.read(f"{AGENDAS}/1")) for one in (Programme(), office))
    assert ("Ana Silva" in public, "Silent Person" in public) == (True, False)
    assert ("Ana Silva" in own, "Silent Person" in own) == (True, True)
    without_scope = Programme(desk, [Scope.ISSUE_AGENDAS])
    assert "Silent Person" not in json.dumps(without_scope.read(f"{AGENDAS}/1"))


def test_what_stands_in_the_way_of_the_next_agenda_is_told_before(
    office: Programme, meeting: Meeting
) -> None:
    topic = meeting.sessions.get(tier="special")
    a_session(meeting, minutes=60, filled=False, titles={"en": "Bare"}, leads_to=[topic])
    told = office.read(f"{AGENDAS}/next")
    assert told["latest"] is None
    assert [one["stage"] for one in told["stages"]] == ["proposed", "provisional"]
    issued(office, "provisional")
    told = office.read(f"{AGENDAS}/next")
    assert (told["latest"]["number"], told["has_changed"]) == (1, False)
    annotated = next(one for one in told["stages"] if one["stage"] == "annotated")
    assert [one["code"] for one in annotated["findings"] if one["blocks"]] == ["no_phase"]
    refused = office.ask("post", AGENDAS, {"stage": "annotated"})
    assert problem(refused) == (409, "not-now")
    assert "There is no segment for" in refused.content.decode()


def test_two_versions_are_compared(office: Programme, meeting: Meeting) -> None:
    """R10-1."""
    issued(office, "provisional")
    topic = meeting.sessions.get(tier="special")
    a_session(meeting, titles={"en": "Added"}, starts_at=makers.NOW, leads_to=[topic])
    issued(office, "provisional")
    rows = Programme().read(f"{AGENDAS}/2/changes-since/1")
    assert [one["title"] for one in rows if one["kind"] == "added"] == ["Added"]
    whole = Programme().read(f"{AGENDAS}/1?language=fr")
    assert (whole["newer"], whole["days"][0]["sessions"][0]["lines"][0]["label"]) == (2, "Aspects")


def test_an_agenda_is_issued_once_for_a_key(office: Programme) -> None:
    first, again = (
        office.ask("post", AGENDAS, {"stage": "provisional"}, IDEMPOTENCY_KEY="a-1") for _time in range(2)
    )
    assert (first.status_code, again.content) == (201, first.content)
    assert AgendaVersion.objects.count() == 1


# Aspects ---------------------------------------------------------------------------------------------------------


def test_an_aspect_is_added_worded_anew_and_taken_out(office: Programme) -> None:
    """R09-1: any number a meeting."""
    added = office.ask("post", ASPECTS, {"code": "three", "titles": {"en": "Three"}})
    assert body(added)["sessions"] == []
    place = added.headers["Location"].removeprefix("/api/v1")
    anew = office.ask("patch", place, {"titles": {"en": "Third"}}, IF_MATCH=added.headers["ETag"])
    assert (body(anew)["title"], body(anew)["scope_notes"]) == ("Third", {})
    late = office.ask("patch", place, {"titles": {"en": "Lost"}}, IF_MATCH=added.headers["ETag"])
    assert problem(late) == (412, "lost-update")
    assert problem(office.ask("delete", place)) == (428, "no-condition")
    gone = office.ask("delete", place, IF_MATCH=anew.headers["ETag"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert problem(office.get(place)) == (404, "not-found")


def test_an_aspect_that_is_named_stays_and_codes_are_unique(office: Programme) -> None:
    assert problem(office.ask("delete", f"{ASPECTS}/one", IF_MATCH="*")) == (409, "not-now")
    for sent, told in (
        ({"code": "one", "titles": {"en": "Again"}}, (422, "refused")),
        ({"code": "four", "titles": {"en": " "}}, (422, "refused")),
        ({"code": "no code", "titles": {"en": "Four"}}, (422, "fields")),
    ):
        assert problem(office.ask("post", ASPECTS, sent)) == told
    assert Aspect.objects.count() == 2


def test_guiding_questions_are_tied_to_aspects(office: Programme, meeting: Meeting) -> None:
    """R09-1."""
    session = "/meetings/sm2016/sessions/sm1"
    asked = {"questions": [{"aspect": "one", "texts": {"en": "What works?"}}]}
    seen = office.get(session).headers["ETag"]
    told = body(office.ask("put", f"{session}/questions", asked, IF_MATCH=seen))
    assert told["questions"] == [{"aspect": "one", "texts": {"en": "What works?"}}]
    assert problem(office.ask("put", f"{session}/questions", asked, IF_MATCH=seen)) == (412, "lost-update")
    for wrong, kind in (
        ({"aspect": "nine", "texts": {"en": "What?"}}, "fields"),
        ({"aspect": "one", "texts": {"en": " "}}, "refused"),
        ({"aspect": "one", "texts": {"en": "What?"}}, "refused"),
    ):
        many = [wrong] * (13 if wrong["aspect"] == "one" and kind == "refused" else 1)
        answer = office.ask("put", f"{session}/questions", {"questions": many}, IF_MATCH="*")
        assert problem(answer) == (422, kind)
    (one,) = [row for row in Programme().read(ASPECTS) if row["code"] == "one"]
    assert (one["questions"], sorted(one["sessions"])) == (1, ["sm1", "ts1"])


def test_the_mapping_says_what_each_technical_session_prepares(office: Programme) -> None:
    """R07-1."""
    technical = Session.objects.get(tier="technical")
    (row,) = Programme().read("/meetings/sm2016/mapping")
    assert (row["session"], row["leads_to"]) == (technical.code, ["sm1"])
    change = f"/meetings/sm2016/sessions/{technical.code}"
    alone = office.ask("patch", change, {"leads_to": []}, IF_MATCH="*")
    assert problem(alone) == (409, "not-now")
    body(office.ask("patch", change, {"aspects": ["two"]}, IF_MATCH="*"))
    assert Programme().read("/meetings/sm2016/mapping")[0]["aspects"] == ["two"]
