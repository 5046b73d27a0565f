"""Documents as the public reads them, the channel for another website, and papers by the link of a letter."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.files.models import Sensitivity
from comity.meetings.models import Meeting
from comity.papers import circulating, clearance, drafting, posting
from comity.papers.circulating import Recipient
from comity.papers.models import Addressee, Document, DocumentVersion
from comity.participants.models import Letter, Person, Role
from tests.makers import a_meeting, a_published_statement, a_role, the_desk
from tests.papers.makers import a_draft, a_posted, a_revision, add_file, an_issued
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    return a_meeting()


@pytest.fixture
def desk(meeting: Meeting) -> Person:
    return the_desk(meeting)


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


def home(version: DocumentVersion) -> str:
    return reverse("site:document", args=[version.document.ref])


def test_documents_stand_in_a_list_by_kind(client: Client, meeting: Meeting) -> None:
    """R13-3"""
    a_posted(meeting, titles={"en": "Getting there"}, symbol="S/2016/1010")
    a_posted(meeting, titles={"en": "Why we meet"}, kind=Document.Kind.CONCEPT_NOTE)
    an_issued(meeting, titles={"en": "Not posted"})
    a_posted(meeting, titles={"en": "Too early"}, embargo_until=timezone.now() + timedelta(hours=1))
    page = words(client, reverse("site:documents"))
    assert page.index("Concept note") < page.index("Why we meet") < page.index("Getting there")
    assert "S/2016/1010" in page
    assert not [hidden for hidden in ("Not posted", "Too early") if hidden in page]


def test_a_list_without_documents_says_so(client: Client, meeting: Meeting) -> None:
    assert "No document has been posted yet" in words(client, reverse("site:documents"))


def test_a_list_is_narrowed_to_a_session_and_a_kind(client: Client, meeting: Meeting) -> None:
    a_posted(meeting, titles={"en": "Of the session"}, session=meeting.sessions.get())
    a_posted(meeting, titles={"en": "Of the meeting"}, kind=Document.Kind.REPORT)
    address = reverse("site:documents")
    assert "Of the meeting" not in words(client, f"{address}?session=s1")
    assert "Of the session" not in words(client, f"{address}?kind=report")
    assert "Of the session" in words(client, f"{address}?kind=nonsense")


@pytest.mark.parametrize("documents", [1, 3])
def test_a_list_costs_the_same_however_long(
    client: Client, meeting: Meeting, documents: int, django_assert_num_queries: Any
) -> None:
    for _ in range(documents):
        a_posted(meeting)
    client.get(reverse("site:documents"))
    with django_assert_num_queries(4):
        client.get(reverse("site:documents"))


def test_a_document_is_read_and_cited_by_paragraph(client: Client, meeting: Meeting) -> None:
    """R09-9 for documents."""
    version = a_posted(meeting, "We recall resolution 1373 (2001).", "Rooms open at nine.")
    first, second = version.languages.get().paragraphs.all()
    page = words(client, home(version))
    assert f'id="p-{first.anchor}"' in page
    assert reverse("site:instrument", args=["s-res-1373-2001"]) in page
    cited = words(client, f"{home(version)}?cite={second.anchor}")
    assert "Information note, information note of the Special Meeting, 20 November 2016" in cited
    assert f"/id/{version.document.ref}?language=en#p-{second.anchor}" in cited


def test_an_instrument_names_the_documents_that_cite_it(
    client: Client, meeting: Meeting, desk: Person
) -> None:
    """R02-1: with the paragraph, in the version that holds; nothing of what is not public."""
    where = reverse("site:instrument", args=["s-res-1373-2001"])
    cites = "We recall paragraph 2 (e) of resolution 1373 (2001)."
    an_issued(meeting, cites, titles={"en": "Ahead"})
    a_posted(meeting, cites, titles={"en": "Embargoed"}, embargo_until=timezone.now() + timedelta(days=1))
    gone = a_posted(meeting, cites, titles={"en": "Gone"}).document
    posting.withdraw(gone, reason="Wrong.", by=desk, at=timezone.now())
    version = a_posted(meeting, cites, "Rooms open.", titles={"en": "Paper"})
    page = words(client, where)
    anchor = version.languages.get(language="en").paragraphs.first().anchor
    assert f"{home(version)}?language=en#p-{anchor}" in page
    assert "cites paragraph 2 (e)" in page
    assert not [hidden for hidden in ("Ahead", "Embargoed", "Gone") if hidden in page]
    posting.post_here(a_revision(version.document, "Nothing.", by=desk), by=desk, at=timezone.now())
    assert "Paper" not in words(client, where)


def test_of_two_languages_the_readers_is_shown(client: Client, meeting: Meeting, desk: Person) -> None:
    draft = a_draft(meeting, "We recall resolution 1373 (2001).", titles={"en": "Paper"})
    add_file(draft, "Nous rappelons la résolution 1373 (2001).", by=desk, language="fr")
    drafting.issue(draft, by=desk, at=timezone.now())
    posting.post_here(draft, by=desk, at=timezone.now())
    where = reverse("site:instrument", args=["s-res-1373-2001"])
    assert ("We recall" in words(client, where), "Nous rappelons" in words(client, where)) == (True, False)
    assert "Nous rappelons" in words(client, where.replace("/en/", "/fr/"))


def test_a_quote_from_a_document_is_checked(client: Client, meeting: Meeting) -> None:
    version = a_posted(meeting, "Rooms open at nine.")
    paragraph = version.languages.get().paragraphs.get()
    page = words(client, f"{home(version)}?cite={paragraph.anchor}")
    found = re.search(r'href="[^"]*/id/[^?]*\?([^"#]*quote=[^"#]*)', page)
    assert found is not None
    query = found[1].replace("&amp;", "&")
    assert "exactly as quoted" in words(client, f"{home(version)}?{query}")
    DocumentVersion.objects.get().languages.get().paragraphs.update(text="Rooms open at ten.")
    assert "not in this text" in words(client, f"{home(version)}?{query}")


def test_languages_stand_side_by_side(client: Client, meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting, "Rooms open at nine.")
    DocumentVersion.objects.update(state="draft")
    add_file(version, "تفتح القاعات في التاسعة.", by=desk, language="ar")
    DocumentVersion.objects.update(state="issued")
    posting.post_here(version, by=desk, at=timezone.now())
    page = words(client, f"{home(version)}?language=en&beside=ar")
    assert "Rooms open at nine." in page
    assert 'dir="rtl"' in page
    assert "تفتح القاعات في التاسعة." in words(client, home(version).replace("/en/", "/ar/"))


def test_a_permanent_address_leads_to_the_document(client: Client, meeting: Meeting) -> None:
    version = a_posted(meeting)
    answer = client.get(reverse("permanent", args=[version.document.ref]) + "?language=en")
    assert answer.headers["Location"] == f"{home(version)}?language=en"


def test_what_never_was_public_answers_like_what_does_not_exist(client: Client, meeting: Meeting) -> None:
    """R09-5: on the page, its data, its files and its permanent address."""
    tomorrow = timezone.now() + timedelta(days=1)
    for version in (an_issued(meeting), a_posted(meeting, embargo_until=tomorrow)):
        ref = version.document.ref
        for address in (
            reverse("site:document", args=[ref]),
            reverse("site:document_data", args=[ref]),
            reverse("site:document_version", args=[ref, 1]),
            reverse("site:document_file", args=[ref, 1, "en"]),
            reverse("permanent", args=[ref]),
        ):
            assert client.get(address).status_code == 404, address
    assert "Information note" not in words(client, reverse("site:documents_feed"))


def test_files_are_downloads_exactly_as_they_came(client: Client, meeting: Meeting) -> None:
    version = a_posted(meeting)
    answer = client.get(reverse("site:document_file", args=[version.document.ref, 1, "en"]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with default_storage.open(version.languages.get().file.path) as kept:
        assert answer.getvalue() == kept.read()
    assert client.get(reverse("site:document_file", args=[version.document.ref, 1, "fr"])).status_code == 404


def test_an_addendum_has_a_page_beside_the_document(client: Client, meeting: Meeting, desk: Person) -> None:
    first = a_posted(meeting, "The first text.")
    added = a_revision(first.document, "The added text.", by=desk, kind="addendum")
    posting.post_here(added, by=desk, at=timezone.now())
    assert "Add.1" in words(client, home(first))
    assert "The first text." in words(client, home(first))
    page = words(client, reverse("site:document_version", args=[first.document.ref, 2]))
    assert "The added text." in page
    hits = words(client, f"{reverse('site:search')}?q=added")
    assert reverse("site:document_version", args=[first.document.ref, 2]) in hits


def test_a_version_that_was_replaced_leads_on(client: Client, meeting: Meeting, desk: Person) -> None:
    first = a_posted(meeting, "The old text.")
    revised = a_revision(first.document, "The new text.", by=desk)
    posting.post_here(revised, by=desk, at=timezone.now())
    assert "The new text." in words(client, home(first))
    page = words(client, reverse("site:document_version", args=[first.document.ref, 1]), 410)
    assert "was replaced" in page
    assert "The old text." not in page
    assert client.get(reverse("site:document_version", args=[first.document.ref, 3])).status_code == 404


def test_a_withdrawn_document_leaves_a_tombstone(client: Client, meeting: Meeting, desk: Person) -> None:
    version = a_posted(meeting, "Secret words.")
    posting.withdraw(version.document, reason="Wrong.", by=desk, at=timezone.now())
    page = words(client, home(version), 410)
    assert "withdrawn" in page
    assert not [hidden for hidden in ("Secret words.", "Wrong.") if hidden in page]
    data = client.get(reverse("site:document_data", args=[version.document.ref]))
    assert (data.status_code, set(data.json())) == (410, {"id", "withdrawn"})


def test_another_website_takes_documents_over_by_feed_and_export(client: Client, meeting: Meeting) -> None:
    """R09-8"""
    version = a_posted(
        meeting, "We recall resolution 1373 (2001).", titles={"en": "Note", "fr": "Note d’information"}
    )
    an_issued(meeting, titles={"en": "Not posted"})
    feed = ElementTree.fromstring(client.get(reverse("site:documents_feed")).content)
    (entry,) = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "Note"
    (row,) = client.get(reverse("site:documents_data")).json()["documents"]
    export = client.get(row["export"].replace("http://testserver", "")).json()
    assert export["titles"] == {"en": "Note", "fr": "Note d’information"}
    (file,) = export["files"]
    kept = version.languages.get().file
    assert (file["sha256"], file["original"], file["size"]) == (kept.sha256, True, kept.size)
    assert export["texts"]["en"][0]["citations"][0]["symbol"] == "S/RES/1373 (2001)"
    assert json.dumps(export).count(version.document.ref) > 2


def test_search_finds_documents_and_says_what_they_are(client: Client, meeting: Meeting) -> None:
    version = a_posted(meeting, "Passes are issued at the gate.", session=meeting.sessions.get())
    a_published_statement(None, "Passes of ours.")
    address = reverse("site:search")
    page = words(client, f"{address}?q=passes")
    assert f"{home(version)}?language=en&amp;q=passes#p-" in page
    assert "Statement or document" in page
    assert "of ours" not in words(client, f"{address}?q=passes&in=documents")
    assert "at the gate" not in words(client, f"{address}?q=passes&in=statements")


def link_of(version: DocumentVersion, desk: Person, *to: Recipient) -> str:
    circulating.circulate(version, to or [Recipient("aina@example.org", "Aina")], by=desk, at=timezone.now())
    letter = Letter.objects.latest("pk")
    return "/" + letter.body.split("://", 1)[1].split("/", 1)[1].split("\n", 1)[0]


def test_the_link_of_a_letter_opens_what_is_posted_nowhere(
    client: Client, meeting: Meeting, desk: Person
) -> None:
    """R09-7"""
    version = an_issued(meeting, "Seats are drawn by lot.")
    address = link_of(version, desk)
    answer = client.get(address)
    assert "Seats are drawn by lot." in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert Addressee.objects.get().opened_at is not None
    assert client.get(f"{address}files/en/").getvalue()
    assert client.get(f"{address}files/fr/").status_code == 404


def test_a_wrong_link_opens_nothing_and_says_how_to_go_on(client: Client, meeting: Meeting) -> None:
    page = words(client, reverse("site:paper", args=["nonsense"]), 404)
    assert "opens nothing" in page
    assert client.get(reverse("site:paper_file", args=["nonsense", "en"])).status_code == 404


def test_the_link_to_a_confidential_paper_opens_for_its_reader_alone(
    client: Client, meeting: Meeting, desk: Person
) -> None:
    """RX-5"""
    version = an_issued(
        meeting, "Closed matter.", sensitivity=Sensitivity.CONFIDENTIAL, channels=[], titles={"en": "Matter"}
    )
    chair, other = a_role(Role.CHAIR, meeting), a_role(Role.RAPPORTEUR, meeting)
    clearance.grant(version.document, chair, by=desk, at=timezone.now())
    address = link_of(version, desk, Recipient(chair.email, str(chair), person=chair))
    for somebody in (client, signed_in(other)):
        page = words(somebody, address, 404)
        assert not [hidden for hidden in ("Closed matter.", "Matter") if hidden in page]
        assert somebody.get(f"{address}files/en/").status_code == 404
    assert "Closed matter." in words(signed_in(chair), address)


def test_a_later_version_is_pointed_to(client: Client, meeting: Meeting, desk: Person) -> None:
    version = an_issued(meeting)
    address = link_of(version, desk)
    assert "A later version" not in words(client, address)
    link_of(a_revision(version.document, by=desk), desk)
    assert "A later version" in words(client, address)
