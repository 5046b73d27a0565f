"""Links of circulated papers, ended and sent anew from the page of the document."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.meetings.models import Meeting
from comity.papers import circulating
from comity.papers.circulating import Recipient
from comity.papers.models import Addressee, Document
from comity.participants.models import Letter, Person
from tests.makers import a_meeting, the_desk
from tests.papers.makers import an_issued
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return the_desk(a_meeting())


@pytest.fixture
def document(person: Person) -> Document:
    at = timezone.now()
    version = an_issued(Meeting.objects.get(), "Words of the paper.", titles={"en": "Seats"}, at=at)
    circulating.circulate(version, [Recipient("aina@example.org", "Aina")], by=person, at=at)
    return version.document


def act(client: Client, document: Document, name: str) -> int:
    address = reverse("desk:paper_link", args=[document.ref, Addressee.objects.get().pk, name])
    return client.post(address).status_code


def sent_link() -> str:
    found = re.search(r"/paper/([\w-]+)/", Letter.objects.latest("pk").body)
    assert found is not None
    return found[1]


def test_an_ended_link_says_what_to_do_and_nothing_of_the_paper(person: Person, document: Document) -> None:
    """R09-7."""
    token, desk, reader = sent_link(), signed_in(person), Client()
    page, file = reverse("site:paper", args=[token]), reverse("site:paper_file", args=[token, "en"])
    assert b"Seats" in reader.get(page).content
    assert act(desk, document, "end") == 302
    answer = reader.get(page)
    assert answer.status_code == 410
    assert "no-store" in answer.headers["Cache-Control"]
    shown = answer.content.decode()
    assert "This link has ended" in shown
    assert "ask the secretariat" in shown
    assert not {word for word in ("Seats", "Words of the paper", "Aina", document.ref) if word in shown}
    assert reader.get(file).status_code == 410


def test_another_link_is_sent_from_the_same_page(person: Person, document: Document) -> None:
    desk, before = signed_in(person), sent_link()
    assert "Send another link" in desk.get(reverse("desk:paper", args=[document.ref])).content.decode()
    assert act(desk, document, "renew") == 302
    assert Client().get(reverse("site:paper", args=[before])).status_code == 404
    assert Client().get(reverse("site:paper", args=[sent_link()])).status_code == 200


def test_what_cannot_be_done_is_told_on_the_page(person: Person, document: Document) -> None:
    desk = signed_in(person)
    assert act(desk, document, "end") == 302
    assert act(desk, document, "end") == 409
    assert act(desk, document, "nonsense") == 404


def test_an_addressee_of_another_document_is_not_found(person: Person, document: Document) -> None:
    other = an_issued(Meeting.objects.get(), titles={"en": "Other"}).document
    assert act(signed_in(person), other, "end") == 404
