"""Campaigns in an edition: as they stood, in files of every kind, and gone from all once withdrawn."""

from __future__ import annotations

import io
import json
import re
from contextlib import closing
from datetime import timedelta

import docx
import pypdfium2
import pytest
from django.test import Client

from comity.adapters.framework import files
from comity.framework import differing, public
from comity.framework.campaigns import running
from comity.framework.models import FrameworkEdition
from tests.framework.campaigns.makers import a_draft, a_result, a_running, an_approved
from tests.framework.makers import a_settled, issued
from tests.makers import NOW
from tests.practices.makers import the_rapporteur

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def text(edition: FrameworkEdition, kind: str, language: str = "en") -> str:
    content = files.file(edition, kind, language=language, at=LATER)
    if kind == "docx":
        document = docx.Document(io.BytesIO(content))
        return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return content.decode()


def test_an_edition_prints_the_campaigns_that_are_public_as_they_stand() -> None:
    """R04-1, R04-3"""
    a_settled()
    campaign = a_running()
    a_result(campaign, "31.5")
    a_draft(titles={"en": "Xenodraft"})
    edition = issued()
    a_result(campaign, 7777, day=NOW.date() - timedelta(days=1))
    for kind in ("docx", "html"):
        written = text(edition, kind)
        for told in (
            "Campaign 1: Voices from the neighbourhood",
            "People between 16 and 24.",
            "31.5",
            "Remember it",
        ):
            assert told in written
        assert "Xenodraft" not in written
        assert "7,777" not in written
    assert "<svg" in text(edition, "html")
    told = json.loads(text(edition, "json"))["campaigns"]
    assert [(one["number"], one["state"], one["measures"][0]["target"]) for one in told] == [
        (1, "running", "40")
    ]
    assert told[0]["measures"][0]["results"] == [
        {
            "day": NOW.date().isoformat(),
            "value": "31.5",
            "of_audience": True,
            "source": "A survey",
            "note": "",
        }
    ]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Appendix I. Campaigns"),
        ("fr", "Appendice I. Campagnes"),
        ("ar", "التذييل الأول - الحملات"),
        ("zh", "附录一 宣传活动"),
    ],
)
def test_an_appendix_is_numbered_as_documents_of_the_organization_are(language: str, heading: str) -> None:
    """R04-1: the same in each kind of file."""
    a_settled()
    a_running()
    edition = issued()
    assert f"<h2>{heading}</h2>" in text(edition, "html", language)
    document = docx.Document(io.BytesIO(files.file(edition, "docx", language=language, at=LATER)))
    assert heading in [one.text for one in document.paragraphs]


def test_a_withdrawn_campaign_is_gone_from_every_edition() -> None:
    a_settled()
    campaign = an_approved()
    edition = issued()
    assert "Voices from the neighbourhood" in text(edition, "html")
    running.withdraw(campaign, reason="A messenger was threatened.", by=the_rapporteur(), at=NOW)
    for kind in ("html", "json", "docx"):
        assert "Voices from the neighbourhood" not in text(edition, kind)


def test_two_editions_tell_what_became_of_a_campaign() -> None:
    a_settled()
    campaign = an_approved()
    first = issued()
    running.begin(campaign, on=NOW.date(), by=the_rapporteur(), at=NOW)
    second = issued(at=NOW + timedelta(minutes=1))
    rows = differing.between(
        public.of(first, at=LATER, language="en"), public.of(second, at=LATER, language="en")
    )
    (changed,) = [one for one in rows if one.code == "campaign-1"]
    assert "running" in str(changed)


def test_an_edition_without_campaigns_says_nothing_of_them() -> None:
    a_settled()
    a_draft()
    edition = issued()
    assert "campaigns" not in edition.annexes
    assert public.of(edition, at=LATER, language="en").campaigns == ()


def test_a_pdf_has_the_picture_with_words_for_who_does_not_see_it() -> None:
    """R04-3, RX-9: the file is PDF/UA, which no picture without an alternative is."""
    a_settled()
    campaign = a_running()
    a_result(campaign, 20, day=NOW.date() - timedelta(days=9))
    a_result(campaign, 31)
    edition = issued()
    assert files.file(edition, "pdf", language="ar", at=LATER).startswith(b"%PDF")
    content = files.file(edition, "pdf", language="en", at=LATER)
    with closing(pypdfium2.PdfDocument(content)) as document:
        said = "".join(page.get_textpage().get_text_range() for page in document)
    for told in ("Campaign 1, measure 1: Remember it", "Target 40", "Baseline 10"):
        assert told in said


def test_each_table_of_an_edition_has_a_name_of_its_own(client: Client) -> None:
    """RX-9: a screen reader lists them by their names."""
    a_settled()
    an_approved()
    an_approved(titles={"en": "Ask before you share"})
    edition = issued()
    page = client.get(f"/en/framework/sm2016/editions/{edition.number}/").content.decode()
    names = re.findall(r'role="region" (aria-label(?:ledby)?="[^"]+")', page)
    assert len(names) == len(set(names)) > 4
