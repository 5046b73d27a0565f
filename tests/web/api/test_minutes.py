"""Minutes through the interface: draft, shared, final, corrected; whoever writes second is told and loses nothing."""

from __future__ import annotations

import pytest

from comity.meetings.models import Meeting, Session
from comity.papers.models import Minutes, MinutesText
from comity.participants.models import Person, Role
from tests import makers
from tests.web.api.asking import Programme, body, problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTES = "/meetings/sm2016/sessions/s1/minutes"


@pytest.fixture
def rapporteur(meeting: Meeting) -> Person:
    return makers.a_role(Role.RAPPORTEUR, meeting)


@pytest.fixture
def expert(rapporteur: Person) -> Programme:
    return Programme(rapporteur)


def status(programme: Programme, wanted: str) -> str:
    return str(body(programme.ask("put", f"{MINUTES}/status", {"status": wanted}))["status"])


def test_minutes_go_from_draft_over_shared_to_final_and_are_corrected(expert: Programme) -> None:
    """R07-3: every text is kept; what is final is locked, and corrected beside."""
    begun = expert.ask("post", MINUTES, {"language": "fr"})
    told = body(begun)
    assert (told["status"], told["language"], told["text"]["number"]) == ("draft", "fr", 1)
    assert "First session" in told["text"]["text"]
    written = expert.ask("put", MINUTES, {"text": "What was said."}, IF_MATCH=begun.headers["ETag"])
    assert [one["number"] for one in body(written)["texts"]] == [2, 1]
    assert status(expert, "shared") == "shared"
    assert status(expert, "final") == "final"
    locked = expert.ask("put", MINUTES, {"text": "Anew."}, IF_MATCH="*")
    assert problem(locked) == (409, "not-now")
    corrected = {"text": "What was really said.", "reason": "A slip."}
    told = body(expert.ask("post", f"{MINUTES}/corrections", corrected, IF_MATCH="*"))
    assert (told["text"]["kind"], told["text"]["reason"], told["moves"]) == ("correction", "A slip.", [])
    assert expert.read(f"{MINUTES}/texts/2")["text"] == "What was said."
    assert MinutesText.objects.count() == 3


def test_of_two_who_write_the_second_is_told_and_nothing_is_lost(expert: Programme) -> None:
    expert.ask("post", MINUTES, {})
    seen = expert.get(MINUTES).headers["ETag"]
    assert expert.ask("put", MINUTES, {"text": "First."}, IF_MATCH=seen).status_code == 200
    late = expert.ask("put", MINUTES, {"text": "Second."}, IF_MATCH=seen)
    assert problem(late) == (412, "lost-update")
    assert problem(expert.ask("put", MINUTES, {"text": "Third."})) == (428, "no-condition")
    assert expert.read(MINUTES)["text"]["text"] == "First."
    assert problem(expert.ask("post", MINUTES, {})) == (409, "not-now")


def test_a_correction_is_made_once_for_a_key(expert: Programme) -> None:
    expert.ask("post", MINUTES, {})
    status(expert, "shared")
    status(expert, "final")
    seen = expert.get(MINUTES).headers["ETag"]
    sent = {"text": "Right.", "reason": "A slip."}
    first, again = (
        expert.ask("post", f"{MINUTES}/corrections", sent, IF_MATCH=seen, IDEMPOTENCY_KEY="m-1")
        for _time in range(2)
    )
    assert (first.status_code, again.content) == (201, first.content)
    same = expert.ask("post", f"{MINUTES}/corrections", sent, IF_MATCH="*")
    assert problem(same) == (422, "refused")


def test_nobody_reads_a_draft_but_rapporteurs_nor_what_is_confidential(
    expert: Programme, meeting: Meeting
) -> None:
    """RX-1: the text, its earlier versions and its files are for those the site shows them to."""
    expert.ask("post", MINUTES, {})
    expert.ask("put", MINUTES, {"text": "Quetzal."}, IF_MATCH="*")
    chair = Programme(makers.a_role(Role.CHAIR, meeting))
    others = [Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway")), chair]
    reads = (MINUTES, f"{MINUTES}/texts/2")
    for reader in others:
        for address in reads:
            refused = reader.get(address)
            assert problem(refused) == (403, "not-allowed")
            assert "Quetzal" not in refused.content.decode()
    (line,) = chair.read("/meetings/sm2016/minutes")
    assert (line["status"], line["is_shared"]) == (None, False)
    status(expert, "shared")
    assert chair.read(MINUTES)["text"]["text"] == "Quetzal."
    assert chair.read("/meetings/sm2016/minutes")[0]["status"] == "shared"
    assert problem(others[0].get(MINUTES)) == (403, "not-allowed")
    assert body(expert.ask("put", f"{MINUTES}/attribution", {"attribution": "confidential"}))
    assert problem(chair.get(MINUTES)) == (403, "not-allowed")
    loosened = expert.ask("put", f"{MINUTES}/attribution", {"attribution": "attributed"})
    assert problem(loosened) == (422, "refused")
    assert problem(Programme().get(MINUTES)) == (401, "no-token")


def test_what_is_not_there_or_too_long_is_said(expert: Programme) -> None:
    for address in (MINUTES, f"{MINUTES}/texts/1", MINUTES.replace("s1", "s9")):
        assert problem(expert.get(address)) == (404, "not-found")
    expert.ask("post", MINUTES, {})
    for number in (2, 99999, 10**30):
        assert problem(expert.get(f"{MINUTES}/texts/{number}")) == (404, "not-found")
    assert problem(expert.ask("put", MINUTES, {"text": " "}, IF_MATCH="*")) == (422, "refused")
    assert problem(expert.ask("put", MINUTES, {"text": "x" * 200_001}, IF_MATCH="*")) == (422, "refused")
    assert problem(expert.ask("put", f"{MINUTES}/status", {"status": "draft"})) == (409, "not-now")
    assert Minutes.objects.get().session == Session.objects.get()
