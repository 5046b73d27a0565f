"""A release as a file: in the form of a press release, with its embargo above it while that holds."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comity.adapters.press import files
from comity.press import shown
from comity.press.models import Highlight
from tests.makers import NOW
from tests.press.makers import WORDS, a_draft, a_release, the_officer
from tests.web.acting import signed_in

pytestmark = pytest.mark.django_db


def text_of(made: bytes, kind: str) -> str:
    if kind == "docx":
        found = "\n".join(one.text for one in docx.Document(BytesIO(made)).paragraphs)
    else:
        found = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))
    return re.sub(r"\s+", " ", found)


@pytest.mark.parametrize("kind", [*files.TYPES])
def test_the_file_has_the_form_of_a_press_release(kind: str) -> None:
    """R13-2, DOMAIN.md A.5"""
    page = shown.page(a_release(), "en", at=NOW)
    text = text_of(files.file(page, kind, at=NOW), kind)
    for told in (page.text.headline, WORDS, page.text.dateline, "Not an official record.", *page.contacts):
        assert told in text
    assert "EMBARGOED" not in text
    assert files.file_name(page, kind) == f"{page.release.ref}-v1-en.{kind}"


def test_what_is_under_embargo_says_until_when_above_everything_else() -> None:
    page = shown.page(a_release(until=NOW + timedelta(days=1)), "en", at=NOW, draft=True)
    assert files.paper(page, at=NOW).embargo == "EMBARGOED UNTIL 21 November 2016, 07:00 (New York)"
    assert files.paper(page, at=NOW + timedelta(days=2)).embargo == ""


def test_a_draft_says_that_it_is_one() -> None:
    page = shown.page(a_draft(), "en", at=NOW, draft=True)
    assert files.paper(page, at=NOW).embargo == "DRAFT: NOT FOR RELEASE"


def test_the_public_takes_what_is_released_and_the_office_its_draft(client: Client) -> None:
    now = timezone.now()
    hidden = a_release(until=now + timedelta(days=1), at=now)
    office = signed_in(the_officer())
    public = reverse("site:press_file", args=[hidden.release.ref, "docx"])
    desk = reverse("desk:press_file", args=[hidden.release.ref, "docx"])
    assert client.get(public).status_code == 404
    assert office.get(public).status_code == 404
    assert client.get(desk).status_code == 302
    assert "EMBARGOED UNTIL" in text_of(office.get(desk).content, "docx")
    out = a_release(a_draft(Highlight.objects.get(), at=now), at=now)
    public = reverse("site:press_file", args=[out.release.ref, "docx"])
    assert WORDS in text_of(client.get(public).content, "docx")
    assert client.get(public.replace("docx", "exe")).status_code == 404
