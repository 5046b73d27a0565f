"""The desk's work with documents: begun, read, issued, circulated, posted on two websites, withdrawn."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import circulating, posting
from comity.papers.circulating import Recipient
from comity.papers.models import (
    Addressee,
    Channel,
    Document,
    DocumentClearance,
    DocumentVersion,
    PaperCirculation,
    Posting,
)
from comity.participants.models import Letter, Person, Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_role, the_desk
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db
PAGE = "https://committee.example/sm2016"


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def person(meeting: Meeting) -> Person:
    return the_desk(meeting)


@pytest.fixture
def desk(person: Person) -> Client:
    return signed_in(person)


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page(client: Client, document: Document) -> str:
    answer = client.get(reverse("desk:paper", args=[document.ref]))
    assert answer.status_code == 200
    return words(answer)


def do(client: Client, document: Document, name: str, **sent: Any) -> HttpResponse:
    """Press the button of an act as it stands on the page now."""
    seen = re.search(r'name="seen" value="([^"]*)"', page(client, document))
    return client.post(
        reverse("desk:paper_act", args=[document.ref, name]),
        {"seen": seen[1] if seen else "", **{f"{name}-{key}": value for key, value in sent.items()}},
    )


def test_a_document_goes_from_its_beginning_to_both_websites(desk: Client, meeting: Meeting) -> None:
    """R09-7, R09-8: circulated and posted are two acts, on two websites, each by itself."""
    answer = desk.post(
        reverse("desk:new_paper", args=[meeting.slug]),
        {
            "kind": "information_note",
            "title_en": "How to get there",
            "sensitivity": "unclassified",
            "channels": ["event_site", "committee_site"],
            "circulate_due_at": "2016-11-25T09:00",
        },
    )
    document = Document.objects.get()
    assert answer.headers["Location"] == reverse("desk:paper", args=[document.ref])
    desk.post(
        reverse("desk:paper_files", args=[document.ref]),
        {"upload-file": SimpleUploadedFile("note.txt", b"Gates open at eight.\n\nBring your letter.")},
    )
    assert "Gates open at eight." in page(desk, document)
    do(desk, document, "issue")
    do(desk, document, "circulate", addresses="Aina <aina@example.org>", message="Please read.")
    assert (Addressee.objects.get().name, Letter.objects.get().to) == ("Aina", "aina@example.org")
    do(desk, document, "post")
    assert "Gates open at eight." in words(Client().get(reverse("site:document", args=[document.ref])))
    ticked = {"seen": "1|issued|", "done": list(posting.CHECKLIST)}
    desk.post(reverse("desk:paper_checklist", args=[document.ref]), ticked)
    do(desk, document, "confirm", url=PAGE)
    there = Posting.objects.get(channel=Channel.COMMITTEE_SITE)
    assert (there.url, there.posted_at is not None) == (PAGE, True)
    shown = page(desk, document)
    assert PAGE in shown
    assert "waiting to be sent" in shown


def test_what_is_overdue_stands_first(desk: Client, meeting: Meeting) -> None:
    """R09-7"""
    past, soon = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    an_issued(meeting, titles={"en": "Late paper"}, circulate_due_at=past)
    version = an_issued(meeting, titles={"en": "Coming paper"}, post_due_at=soon)
    posting.note_failure(
        version, Channel.COMMITTEE_SITE, fault="Their site is down.", by=the_desk(meeting), at=timezone.now()
    )
    shown = words(desk.get(reverse("desk:papers", args=[meeting.slug])))
    overdue, coming, every = (shown.index(f'id="{one}"') for one in ("overdue", "coming", "all"))
    assert overdue < shown.index("Late paper") < coming < shown.index("Coming paper") < every
    assert coming < shown.index("Their site is down.") < every


@pytest.mark.parametrize("documents", [1, 3])
def test_the_list_costs_the_same_however_long(
    desk: Client, meeting: Meeting, documents: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(documents):
        a_posted(meeting, circulate_due_at=timezone.now())
    with django_assert_max_num_queries(18):
        desk.get(reverse("desk:papers", args=[meeting.slug]))


def test_nothing_that_was_written_is_lost_where_it_cannot_be_done(desk: Client, meeting: Meeting) -> None:
    version = an_issued(meeting)
    answer = do(desk, version.document, "circulate", addresses="nobody", message="Please read.")
    assert answer.status_code == 400
    assert "not an address for mail" in words(answer)
    assert "Please read." in words(answer)
    answer = do(desk, version.document, "record", names="Missions", proof="")
    assert answer.status_code == 422
    assert "note verbale" in words(answer)
    assert not PaperCirculation.objects.exists()


def test_a_new_document_needs_a_title_and_keeps_what_was_written(desk: Client, meeting: Meeting) -> None:
    answer = desk.post(
        reverse("desk:new_paper", args=[meeting.slug]),
        {"kind": "report", "sensitivity": "confidential", "channels": ["event_site"], "title_fr": "Rapport"},
    )
    assert answer.status_code == 400
    assert "posted nowhere" in words(answer)
    assert "Rapport" in words(answer)
    answer = desk.post(reverse("desk:new_paper", args=[meeting.slug]), {"kind": "report"})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_facts_are_changed(desk: Client, meeting: Meeting) -> None:
    document = a_draft(meeting).document
    address = reverse("desk:paper_facts", args=[document.ref])
    assert "Information note" in words(desk.get(address))
    sent = {
        "kind": "logistics_note",
        "title_en": "Getting in",
        "sensitivity": "unclassified",
        "session": "s1",
    }
    assert desk.post(address, sent).status_code == 302
    document.refresh_from_db()
    assert (str(document), document.kind, document.session.code) == ("Getting in", "logistics_note", "s1")


def test_an_act_on_an_old_page_is_told(desk: Client, meeting: Meeting) -> None:
    version = a_draft(meeting)
    seen = "1|draft|"
    desk.post(reverse("desk:paper_act", args=[version.document.ref, "issue"]), {"seen": seen})
    answer = desk.post(reverse("desk:paper_act", args=[version.document.ref, "post"]), {"seen": seen})
    assert answer.status_code == 409
    assert DocumentVersion.objects.get().public_from is None


def test_files_are_taken_out_and_made_the_original(desk: Client, meeting: Meeting, person: Person) -> None:
    version = a_draft(meeting)
    french = add_file(version, "Salle un.", by=person, language="fr")
    desk.post(reverse("desk:paper_file_act", args=[version.document.ref, french.pk, "original"]))
    assert version.languages.get(is_original=True) == french
    desk.post(reverse("desk:paper_file_act", args=[version.document.ref, french.pk, "take-out"]))
    assert [one.language for one in version.languages.all()] == ["en"]
    english = version.languages.get()
    assert desk.get(reverse("desk:paper_file", args=[version.document.ref, english.pk])).getvalue()
    answer = desk.post(reverse("desk:paper_file_act", args=[version.document.ref, english.pk, "nonsense"]))
    assert answer.status_code == 404


def test_a_file_that_is_refused_says_why(desk: Client, meeting: Meeting) -> None:
    document = a_draft(meeting).document
    address = reverse("desk:paper_files", args=[document.ref])
    assert desk.post(address, {}).status_code == 422
    broken = SimpleUploadedFile("note.pdf", b"%PDF-1.7 nothing")
    answer = desk.post(address, {"upload-file": broken})
    assert answer.status_code == 400
    assert "cannot be taken" in words(answer)


def test_a_revision_is_begun_from_the_page(desk: Client, meeting: Meeting) -> None:
    document = a_posted(meeting).document
    do(desk, document, "follow", kind="revision", note="The room has changed.")
    assert "Rev.1" in page(desk, document)
    do(desk, document, "discard")
    assert document.versions.count() == 1


def test_a_discarded_first_draft_leads_back_to_the_list(desk: Client, meeting: Meeting) -> None:
    document = a_draft(meeting).document
    assert do(desk, document, "discard").headers["Location"] == reverse("desk:papers", args=[meeting.slug])


def test_a_withdrawn_document_is_to_be_taken_down_elsewhere(desk: Client, meeting: Meeting) -> None:
    version = a_posted(meeting)
    for item in posting.CHECKLIST:
        posting.tick(version, item, done=True, by=the_desk(meeting), at=timezone.now())
    posting.post_there(version, url=PAGE, by=the_desk(meeting), at=timezone.now())
    do(desk, version.document, "withdraw", reason="Wrong room.")
    assert "to be taken down" in words(desk.get(reverse("desk:papers", args=[meeting.slug])))
    do(desk, version.document, "taken-down")
    assert "to be taken down" not in words(desk.get(reverse("desk:papers", args=[meeting.slug])))


def test_everything_for_another_website_comes_in_one_file(desk: Client, meeting: Meeting) -> None:
    """R09-8: whether or not it is posted here."""
    version = an_issued(meeting, "We recall resolution 1373 (2001).")
    answer = desk.get(reverse("desk:paper_export", args=[version.document.ref, 1]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["en-note.txt", "document.json"]
        facts = json.loads(archive.read("document.json"))
    assert (facts["titles"], facts["posted"]) == ({"en": "Information note"}, None)
    assert facts["texts"]["en"][0]["text"] == "We recall resolution 1373 (2001)."
    draft = a_draft(meeting).document
    assert desk.get(reverse("desk:paper_export", args=[draft.ref, 1])).status_code == 404


def test_recipients_are_taken_away_with_their_proof(desk: Client, meeting: Meeting, person: Person) -> None:
    """R09-7"""
    version = an_issued(meeting)
    address = reverse("desk:paper_recipients", args=[version.document.ref])
    assert desk.get(address).status_code == 404
    to = [Recipient("aina@example.org", "=Aina")]
    circulating.circulate(version, to, by=person, at=timezone.now())
    circulating.record(version, ["All missions"], proof="Note verbale 7", by=person, at=timezone.now())
    table = desk.get(address).content.decode()
    assert "'=Aina" in table
    assert f"letter {Letter.objects.get().pk}" in table
    assert "Note verbale 7" in table


def test_a_confidential_document_tells_others_only_that_it_is_there(meeting: Meeting, person: Person) -> None:
    """RX-5"""
    version = an_issued(
        meeting,
        "Closed words.",
        sensitivity=Sensitivity.CONFIDENTIAL,
        channels=[],
        titles={"en": "Closed title"},
        circulate_due_at=timezone.now(),
    )
    colleague = a_role(Role.DOCUMENT_OFFICER, meeting)
    ref, other = version.document.ref, signed_in(colleague)
    answer = other.get(reverse("desk:paper", args=[ref]))
    shown = words(answer) + words(other.get(reverse("desk:papers", args=[meeting.slug])))
    assert answer.status_code == 403
    assert ref in shown
    assert not [hidden for hidden in ("Closed", "information note") if hidden in shown]
    for address in (
        reverse("desk:paper_file", args=[ref, version.languages.get().pk]),
        reverse("desk:paper_export", args=[ref, 1]),
        reverse("desk:paper_recipients", args=[ref]),
        reverse("desk:paper_facts", args=[ref]),
    ):
        assert other.get(address).status_code == 403, address
    desk = signed_in(person)
    desk.post(reverse("desk:paper_act", args=[ref, "reader"]), {"reader-person": colleague.pk})
    assert "Closed words." in page(other, version.document)
    named = DocumentClearance.objects.get(person=colleague)
    desk.post(reverse("desk:paper_take_off", args=[ref, named.pk]))
    assert other.get(reverse("desk:paper", args=[ref])).status_code == 403
    assert desk.post(reverse("desk:paper_act", args=[ref, "reader"]), {}).status_code == 400


def test_delegations_and_strangers_have_no_business_here(meeting: Meeting) -> None:
    version = an_issued(meeting)
    norway = signed_in(a_delegate(a_delegation(meeting)))
    for address in (
        reverse("desk:papers", args=[meeting.slug]),
        reverse("desk:new_paper", args=[meeting.slug]),
        reverse("desk:paper", args=[version.document.ref]),
        reverse("desk:minutes", args=[meeting.slug]),
    ):
        assert norway.get(address).status_code == 403, address
        assert Client().get(address).status_code == 302, address


def test_the_press_officer_sees_the_checklist_and_no_posting(meeting: Meeting) -> None:
    version = an_issued(meeting)
    press = signed_in(a_role(Role.PRESS_OFFICER, meeting))
    shown = page(press, version.document)
    assert "Keep the checklist" in shown
    assert not [act for act in ("Post on the event website", "Circulate by mail") if act in shown]
    answer = press.post(reverse("desk:paper_act", args=[version.document.ref, "post"]), {"seen": "1|issued|"})
    assert answer.status_code == 403


def test_other_addresses_of_acts_lead_back_or_nowhere(desk: Client, meeting: Meeting) -> None:
    document = an_issued(meeting).document
    assert desk.get(reverse("desk:paper_act", args=[document.ref, "issue"])).status_code == 302
    assert desk.post(reverse("desk:paper_act", args=[document.ref, "nonsense"])).status_code == 404


def test_a_checklist_is_kept_as_it_was_ticked(desk: Client, meeting: Meeting, person: Person) -> None:
    """R09-8"""
    version = an_issued(meeting)
    address = reverse("desk:paper_checklist", args=[version.document.ref])
    desk.post(address, {"seen": "1|issued|", "done": ["files", "titles", "nonsense"]})
    desk.post(address, {"seen": "1|issued|", "done": ["files", "link"]})
    assert {*Posting.objects.get().checked} == {"files", "link"}
    posting.withdraw(version.document, reason="Wrong.", by=person, at=timezone.now())
    assert desk.post(address, {"seen": "1|issued|", "done": []}).status_code == 409


def test_one_acts_on_the_version_that_the_page_shows(desk: Client, meeting: Meeting, person: Person) -> None:
    """An addendum does not hide the document that it is added to."""
    first = an_issued(meeting, "The first text.")
    added = a_revision(first.document, "The added text.", by=person, kind="addendum")
    address = reverse("desk:paper", args=[first.document.ref])
    assert "The added text." in words(desk.get(address))
    assert "The first text." in words(desk.get(f"{address}?version=1"))
    assert "The added text." in words(desk.get(f"{address}?version=9"))
    act = reverse("desk:paper_act", args=[first.document.ref, "post"])
    assert desk.post(act, {"seen": "1|issued|"}).headers["Location"] == f"{address}?version=1"
    first.refresh_from_db()
    added.refresh_from_db()
    assert (first.public_from is not None, added.public_from) == (True, None)


@pytest.mark.parametrize(
    ("role", "way"), [(Role.CHAIR, True), (Role.PRESS_OFFICER, True), (Role.DOCUMENT_OFFICER, False)]
)
def test_those_without_a_desk_find_their_way_to_the_papers(meeting: Meeting, role: Role, way: bool) -> None:
    client = signed_in(a_role(role, meeting))
    address = reverse("desk:papers", args=[meeting.slug])
    assert (f'href="{address}"' in words(client.get(reverse("site:home")))) == way
    listed = client.get(address)
    assert listed.status_code == 200
    assert (reverse("desk:minutes", args=[meeting.slug]) in words(listed)) == (role == Role.CHAIR)


def test_the_desk_says_how_much_is_overdue(desk: Client, meeting: Meeting) -> None:
    """R09-7"""
    an_issued(meeting, circulate_due_at=timezone.now() - timedelta(days=1))
    assert "1 overdue" in words(desk.get(reverse("desk:meeting", args=[meeting.slug])))
