"""Circulation and posting, two acts recorded apart, and what is due: through the verbs of the desk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from comity.meetings.models import Meeting
from comity.papers import posting
from comity.papers.models import Addressee, DocumentVersion, PaperCirculation
from comity.participants.models import Letter, Person, Role
from tests import makers
from tests.makers import NOW
from tests.papers.makers import a_draft, a_posted, an_issued
from tests.web.api.asking import Programme, body, problem
from tests.web.api.rights import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOUR = timedelta(hours=1)
ANN = {"addresses": ["Ann Lee <Ann.Lee@example.org>"], "message": "For your information."}


def of_site(told: Any, website: str) -> Any:
    return next((one for one in told["postings"] if one["website"] == website), None)


def test_a_document_is_circulated_without_being_posted(office: Programme, meeting: Meeting) -> None:
    """R09-7: to whom, when, with what proof; each by a letter of her own, once."""
    makers.a_delegate(makers.a_delegation(meeting), name="norway")
    issued = an_issued(meeting)
    address = f"{address_of(issued)}/circulations"
    answer = office.ask("post", address, ANN | {"lists": ["delegations"]}, IDEMPOTENCY_KEY="c-1")
    told = body(answer)
    assert sorted(one["email"] for one in told["addressees"]) == ["ann.lee@example.org", "norway@example.org"]
    assert {one["sent_at"] for one in told["addressees"]} == {None}
    assert all(one["link_until"] and not one["link_ended"] for one in told["addressees"])
    assert (told["means"], told["circulated_at"]) == ("mail", "2016-11-20T12:00:00Z")
    again = office.ask("post", address, ANN | {"lists": ["delegations"]}, IDEMPOTENCY_KEY="c-1")
    assert again.content == answer.content
    assert Letter.objects.count() == 2
    assert problem(office.ask("post", address, ANN)) == (422, "refused")
    assert office.read(address) == [told]
    assert problem(Programme().get(f"/documents/{issued.document.ref}")) == (404, "not-found")
    assert office.read(f"{address_of(issued)}/postings")["postings"] == []


def test_a_circulation_by_another_way_is_recorded_and_nobody_is_written_to(
    office: Programme, meeting: Meeting
) -> None:
    """R09-7."""
    address = f"{address_of(an_issued(meeting))}/circulations/recorded"
    told = body(office.ask("post", address, {"names": ["All missions"], "proof": "NV 12 of 20 November"}))
    assert (told["means"], told["proof"], told["addressees"][0]["name"]) == (
        "other",
        "NV 12 of 20 November",
        "All missions",
    )
    assert told["addressees"][0]["sent_at"] == told["circulated_at"]
    assert not Letter.objects.exists()
    assert list(json.loads(office.ask("post", address, {"names": [], "proof": ""}).content)["errors"]) == [
        "names",
        "proof",
    ]


def test_what_cannot_be_circulated_is_refused_and_leaves_nothing(office: Programme, meeting: Meeting) -> None:
    draft, closed = a_draft(meeting), an_issued(meeting, sensitivity="confidential", channels=[])
    assert problem(office.ask("post", f"{address_of(draft)}/circulations", ANN)) == (409, "not-now")
    assert problem(office.ask("post", f"{address_of(closed)}/circulations", ANN)) == (422, "refused")
    issued = address_of(an_issued(meeting))
    for sent, kind in (
        ({"addresses": ["nobody"]}, "refused"),
        ({}, "refused"),
        ({"lists": ["everybody"]}, "fields"),
        ({"addresses": ["a@example.org"] * 501}, "fields"),
    ):
        assert problem(office.ask("post", f"{issued}/circulations", sent)) == (422, kind)
    assert not PaperCirculation.objects.exists()


def test_the_link_of_an_addressee_is_ended_and_sent_anew(office: Programme, meeting: Meeting) -> None:
    issued = address_of(an_issued(meeting))
    sent = body(office.ask("post", f"{issued}/circulations", ANN))
    link = f"{issued}/addressees/{sent['addressees'][0]['id']}/link"
    assert body(office.ask("delete", link))["link_ended"]
    assert problem(office.ask("delete", link)) == (409, "not-now")
    before = Addressee.objects.get().token_hash
    assert not body(office.ask("put", link))["link_ended"]
    assert Addressee.objects.get().token_hash != before
    other = address_of(an_issued(meeting))
    assert problem(office.ask("put", link.replace(issued, other)))[0] == 404
    assert problem(office.ask("put", f"{issued}/addressees/99999/link"))[0] == 404


def test_a_document_is_posted_on_the_committees_website_once_everything_is_checked(
    office: Programme, meeting: Meeting
) -> None:
    """R09-8: the second channel has a checklist; whether it stands here does not matter."""
    issued = address_of(an_issued(meeting))
    there = f"{issued}/postings/committee_site"
    confirmed = {"address": "https://un.example/paper"}
    assert problem(office.ask("put", there, confirmed)) == (422, "refused")
    for item in posting.CHECKLIST:
        told = body(office.ask("put", f"{there}/checklist/{item}", {"done": True}))
    assert all(one["done_at"] for one in told["checklist"])
    assert problem(office.ask("put", f"{there}/checklist/nonsense", {"done": True})) == (422, "refused")
    assert problem(office.ask("put", there, {"address": "un.example"})) == (422, "refused")
    told = body(office.ask("put", there, confirmed))
    assert of_site(told, "committee_site")["address"] == "https://un.example/paper"
    assert (of_site(told, "event_site"), told["public_from"]) == (None, None)
    assert problem(office.ask("put", there, confirmed)) == (409, "not-now")


def test_failure_of_one_website_stops_nothing_on_the_other(office: Programme, meeting: Meeting) -> None:
    """R09-8."""
    issued = address_of(an_issued(meeting))
    failed = {"website": "committee_site", "fault": "The site was down."}
    told = body(office.ask("put", f"{issued}/postings/failure", failed))
    assert of_site(told, "committee_site")["fault"] == "The site was down."
    assert body(office.ask("put", f"{issued}/posting"))["public_from"]
    told = office.read(f"{issued}/postings")
    assert of_site(told, "event_site")["posted_at"]
    assert of_site(told, "committee_site")["posted_at"] is None


def test_what_is_overdue_is_listed_until_it_is_done(
    office: Programme, meeting: Meeting, desk: Person
) -> None:
    """R09-7: one thing a line; what was done in one way is not done in the other."""
    late = an_issued(meeting, circulate_due_at=NOW - HOUR, post_due_at=NOW - HOUR, channels=["event_site"])
    a_draft(meeting, post_due_at=NOW + HOUR, channels=["event_site"])
    due = "/meetings/sm2016/documents/due"
    assert listed(office, due) == [("circulate", True), ("post", True), ("post", False)]
    assert listed(office, f"{due}?overdue_only=true") == [("circulate", True), ("post", True)]
    body(office.ask("post", f"{address_of(late)}/circulations", ANN))
    assert listed(office, f"{due}?overdue_only=true") == [("post", True)]
    posting.post_here(late, by=desk, at=NOW)
    assert listed(office, f"{due}?overdue_only=true") == []
    assert office.read(f"{due}?per_page=1")["total"] == 1


def listed(programme: Programme, address: str) -> list[tuple[str, bool]]:
    return [(one["todo"], one["is_overdue"]) for one in programme.read(address)["items"]]


def test_a_withdrawn_document_is_to_be_taken_down_there_too(
    office: Programme, meeting: Meeting, desk: Person
) -> None:
    """R09-6, R09-8."""
    posted = a_posted(meeting, at=NOW - HOUR)
    there = f"{address_of(posted)}/postings/committee_site"
    assert problem(office.ask("put", f"{there}/taken-down"))[0] == 404
    for item in posting.CHECKLIST:
        posting.tick(posted, item, done=True, by=desk, at=NOW)
    posting.post_there(posted, url="https://un.example/paper", by=desk, at=NOW)
    assert problem(office.ask("put", f"{there}/taken-down")) == (409, "not-now")
    withdrawal = f"/documents/{posted.document.ref}/withdrawal"
    body(office.ask("put", withdrawal, {"reason": "The wrong file."}))
    assert problem(office.ask("put", withdrawal, {"reason": "x"})) == (409, "not-now")
    assert problem(Programme().get(f"/documents/{posted.document.ref}")) == (410, "gone")
    assert listed(office, "/meetings/sm2016/documents/due") == [("take down", False)]
    told = body(office.ask("put", f"{there}/taken-down"))
    assert of_site(told, "committee_site")["taken_down_at"]
    assert listed(office, "/meetings/sm2016/documents/due") == []


def test_of_a_confidential_document_others_learn_only_that_it_is_there(
    meeting: Meeting, desk: Person
) -> None:
    """RX-5: a role opens nothing; titles, faults and addressees are for those who are named."""
    secret = {"titles": {"en": "Quetzal paper"}, "sensitivity": "confidential", "channels": []}
    closed = an_issued(meeting, by=desk, circulate_due_at=NOW - HOUR, **secret)
    officer = Programme(makers.a_role(Role.DOCUMENT_OFFICER, meeting))
    (due,) = officer.read("/meetings/sm2016/documents/due")["items"]
    assert (due["title"], due["ref"]) == (None, closed.document.ref)
    for rest in ("circulations", "postings"):
        assert problem(officer.get(f"{address_of(closed)}/{rest}")) == (403, "not-allowed")
    refused = officer.ask("post", f"{address_of(closed)}/circulations", {"lists": ["desk"]})
    assert problem(refused) == (403, "not-allowed")
    assert "Quetzal" not in refused.content.decode()
    named = Programme(desk)
    assert named.read("/meetings/sm2016/documents/due")["items"][0]["title"] == "Quetzal paper"
    assert named.read(f"{address_of(closed)}/circulations") == []


def test_to_whom_a_paper_went_is_told_to_nobody_outside(meeting: Meeting, office: Programme) -> None:
    posted: DocumentVersion = a_posted(meeting)
    body(office.ask("post", f"{address_of(posted)}/circulations", ANN))
    norway = Programme(makers.a_delegate(makers.a_delegation(meeting), name="norway"))
    for rest in ("circulations", "postings"):
        refused = norway.get(f"{address_of(posted)}/{rest}")
        assert problem(refused)[0] == 403
        assert "ann" not in refused.content.decode().lower()
    assert problem(norway.get("/meetings/sm2016/documents/due"))[0] == 403
