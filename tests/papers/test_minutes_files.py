"""Minutes as a page, a PDF and a DOCX file: what is written, in which direction, and with which status."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from comity.adapters.minutes import files, paper
from comity.papers import minutes
from comity.papers.models import Minutes
from comity.participants.models import Role
from tests.makers import a_delegate, a_delegation, a_meeting, a_role

pytestmark = pytest.mark.django_db
AT = datetime(2016, 12, 1, 15, tzinfo=UTC)
TEXT = "# Session\n\nFirst *words*,\nof two lines.\n\n- One\n  - Two\n- Three\n"


def some_minutes(text: str = TEXT, *, language: str = "en", final: bool = False) -> Minutes:
    meeting = a_meeting()
    reader = a_role(Role.RAPPORTEUR, meeting)
    kept = minutes.begin(meeting.sessions.get(), language=language, by=reader, at=AT)
    minutes.write(kept, text, seen=1, by=reader, at=AT + timedelta(hours=1))
    if final:
        minutes.share(kept, by=reader, at=AT)
        minutes.finalise(kept, by=reader, at=AT + timedelta(days=1))
    return kept


def made(kept: Minutes, kind: str) -> bytes:
    return files.file(kept, minutes.newest(kept), kind)


def in_pdf(written: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(written))


def test_markdown_becomes_headings_entries_and_paragraphs() -> None:
    assert [(one.kind, one.level, one.words) for one in paper.blocks(TEXT)] == [
        ("heading", 1, "Session"),
        ("paragraph", 0, "First words,\nof two lines."),
        ("item", 1, "One"),
        ("item", 2, "Two"),
        ("item", 1, "Three"),
    ]


def test_no_markup_runs_on_the_page() -> None:
    told = paper.rendered(
        "<script>x</script> [a](javascript:x) ![b](https://elsewhere.example/b.png)\n\n# Title"
    )
    assert "<script" not in told
    assert 'href="javascript' not in told
    assert "<img" not in told
    assert "<h2>Title</h2>" in told


def test_final_minutes_are_printed_with_their_status_and_date() -> None:
    """R07-3."""
    kept = some_minutes(final=True)
    assert "Final (locked), 2 December 2016" in in_pdf(made(kept, "pdf"))
    told = "\n".join(one.text for one in docx.Document(BytesIO(made(kept, "docx"))).paragraphs)
    for words in ("Final (locked), 2 December 2016", "Session", "of two lines.", "• Two"):
        assert words in told


def test_a_draft_says_that_it_is_one() -> None:
    assert "draft · Version 2" in in_pdf(made(some_minutes(), "pdf"))


def test_arabic_minutes_run_from_the_right() -> None:
    kept = some_minutes("# الجلسة\n\nنوقشت الممارسات.\n", language="ar")
    document = docx.Document(BytesIO(made(kept, "docx")))
    said = next(one for one in document.paragraphs if "نوقشت" in one.text)
    assert said._p.pPr.find("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi") is not None


@pytest.mark.parametrize("kind", [*files.TYPES])
def test_a_file_is_for_those_who_may_read_the_minutes(kind: str) -> None:
    """RX-1."""
    kept = some_minutes()
    address = reverse("desk:minutes_file", args=[kept.meeting.slug, kept.session.code, 2, kind])
    client = Client()
    client.force_login(a_delegate(a_delegation(kept.meeting)))
    assert client.get(address).status_code == 403
    client.force_login(minutes.newest(kept).written_by)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == files.TYPES[kind]
