"""Panels through the interface: the verbs of the desk, from the proposal to the appearance."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from comity.meetings.models import Meeting, Part
from comity.participants.models import Letter, Participant, Person, Role, Use
from comity.record import trail
from tests import makers
from tests.web.api.asking import Programme, body, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PANEL = "/meetings/sm2016/sessions/s1/panel"


@pytest.fixture
def ana(meeting: Meeting) -> Participant:
    return makers.a_participant(meeting, "Ana Silva", uses=[Use.NAME, Use.AFFILIATION])


def proposed(office: Programme, who: Participant, role: str = "panellist") -> str:
    """The address of the part."""
    answer = office.ask("post", PANEL, {"participant": who.pk, "role": role, "topic": "Evidence"})
    assert body(answer)["state"] == "proposed"
    return answer.headers["Location"].removeprefix("/api/v1")


def moved(office: Programme, part: str, state: str, **more: Any) -> str:
    return str(body(office.ask("put", f"{part}/state", {"state": state, **more}))["state"])


def test_a_panellist_is_proposed_invited_accepts_is_confirmed_and_appears(
    office: Programme, ana: Participant, desk: Person, clock: dict[str, Any]
) -> None:
    """R10-3: the invitation is tracked from the proposal to the appearance."""
    part = proposed(office, ana)
    assert moved(office, part, "invited", answer_by="2016-11-25") == "invited"
    assert Letter.objects.get().to == "ana.silva@example.org"
    assert moved(office, part, "accepted", words="By telephone.") == "accepted"
    assert moved(office, part, "confirmed") == "confirmed"
    assert problem(office.ask("put", f"{part}/state", {"state": "appeared"})) == (409, "not-now")
    clock["at"] = Part.objects.get().session.starts_at
    office = Programme(desk)
    assert moved(office, part, "appeared") == "appeared"
    assert moved(office, part, "confirmed") == "confirmed"
    told = office.read(part)
    assert (told["topic"], told["answer"], told["answer_by"]) == ("Evidence", "By telephone.", "2016-11-25")
    verbs = [act.verb for act in trail.of(Part.objects.get()).order_by("pk")]
    assert verbs == ["proposed", "invited", "accepted", "confirmed", "appeared", "did not appear"]


def test_whoever_declines_or_was_taken_off_can_be_proposed_again(office: Programme, ana: Participant) -> None:
    part = proposed(office, ana)
    moved(office, part, "invited")
    assert moved(office, part, "declined") == "declined"
    assert moved(office, part, "proposed") == "proposed"
    assert moved(office, part, "withdrawn") == "withdrawn"
    assert problem(office.ask("put", f"{part}/state", {"state": "confirmed"})) == (409, "not-now")
    assert office.read(part)["moves"] == ["proposed"]


def test_who_may_not_have_a_role_or_is_elsewhere_is_refused(
    office: Programme, ana: Participant, meeting: Meeting
) -> None:
    """R08-1, R10-2: only experts are rapporteurs, only the Bureau chairs, nobody is in two places."""
    for role in ("rapporteur", "chair"):
        refused = office.ask("post", PANEL, {"participant": ana.pk, "role": role})
        assert problem(refused) == (403, "not-allowed")
    proposed(office, ana)
    again = office.ask("post", PANEL, {"participant": ana.pk, "role": "panellist"})
    assert problem(again) == (409, "not-now")
    other = meeting.sessions.get()
    other.pk, other.code, other.position, other.room = None, "s2", 2, None
    other.save()
    elsewhere = office.ask("post", PANEL.replace("s1", "s2"), {"participant": ana.pk, "role": "panellist"})
    assert problem(elsewhere) == (409, "not-now")
    for who in (0, -1, 10**30, ana.pk + 10**6):
        answer = office.ask("post", PANEL, {"participant": who, "role": "panellist"})
        assert list(json.loads(answer.content)["errors"]) == ["participant"]
    stranger = makers.a_participant(makers.a_meeting("sm2017"), "Of Another")
    answer = office.ask("post", PANEL, {"participant": stranger.pk, "role": "panellist"})
    assert problem(answer) == (422, "fields")


def test_a_panel_says_who_is_missing_and_what_each_has_not_agreed_to(
    office: Programme, ana: Participant
) -> None:
    part = proposed(office, ana)
    told = office.read(PANEL)
    assert told["missing"] == ["Moderator", "Rapporteur"]
    assert told["parts"] == [office.read(part)]
    assert told["parts"][0]["not_agreed"] == ["photo", "recording", "text"]
    assert office.read("/meetings/sm2016/panels") == [told]


def test_who_is_only_proposed_is_told_to_nobody_outside(
    office: Programme, ana: Participant, meeting: Meeting
) -> None:
    """RX-3: the public reads of those who have confirmed and agree to be named; what was said with an answer is told
    to those who invite alone."""
    part = proposed(office, ana)
    silent = proposed(office, makers.a_participant(meeting, "Silent Person"))
    for address in (part, silent):
        moved(office, address, "invited")
        moved(office, address, "accepted", words="Quetzal.")
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    for reader in (Programme(), norway):
        assert reader.read("/meetings/sm2016/sessions/s1")["people"] == []
        for address in ("/meetings/sm2016/panels", PANEL, part):
            refused = reader.get(address)
            assert problem(refused)[0] in (401, 403)
            assert "Silva" not in refused.content.decode()
    expert = Programme(makers.a_role(Role.RAPPORTEUR, meeting))
    assert expert.read(part)["answer"] is None
    assert "Quetzal" not in json.dumps(expert.read("/meetings/sm2016/panels"))
    for address in (part, silent):
        moved(office, address, "confirmed")
    (named,) = Programme().read("/meetings/sm2016/sessions/s1")["people"]
    assert named["name"] == "Ana Silva"


def test_a_part_stands_at_its_own_session_alone(
    office: Programme, ana: Participant, meeting: Meeting
) -> None:
    part = proposed(office, ana)
    other = meeting.sessions.get()
    other.pk, other.code, other.position, other.room = None, "s2", 2, None
    other.starts_at, other.ends_at = other.starts_at + timedelta(days=1), other.ends_at + timedelta(days=1)
    other.save()
    assert problem(office.get(part.replace("s1", "s2"))) == (404, "not-found")
    assert problem(office.get(part.replace("s1", "s3"))) == (404, "not-found")


def test_panels_cost_the_same_however_many_they_are(
    office: Programme, meeting: Meeting, django_assert_num_queries: Any
) -> None:
    proposed(office, makers.a_participant(meeting, "First One"))
    with django_assert_num_queries(QUERIES):
        office.read("/meetings/sm2016/panels")
    for name in ("Second One", "Third One"):
        proposed(office, makers.a_participant(meeting, name))
    with django_assert_num_queries(QUERIES):
        office.read("/meetings/sm2016/panels")


QUERIES = 9
