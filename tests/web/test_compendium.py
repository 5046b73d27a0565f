"""The compendium: a page and files in six languages, with links back to the words and nothing that is sealed."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoDbBlocker

from comity.adapters.compendium import book, files, pdf
from comity.languages import NATIVE_NAMES
from comity.practices import compendium, issuing
from comity.statements import changes
from comity.statements.models import Statement
from tests.makers import NOW, the_desk
from tests.practices.makers import the_meeting, the_secretariat
from tests.web.shared_register import ARABIC, FRENCH, Register, kept_register

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Register]:
    with kept_register(
        django_db_blocker,
        sample=True,
        convened_by={"en": "The Committee", "ar": "اللجنة"},
        venues={"en": "Headquarters"},
    ) as found:
        yield found


@pytest.fixture
def register(kept: Register, db: None) -> Register:
    """As it was made, whatever another test has done to it."""
    return deepcopy(kept)


def made(register: Register, kind: str, language: str = "en", at: Any = LATER) -> bytes:
    return files.file(register.edition, kind, language=language, at=at)


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def pdf_links(content: bytes) -> set[str]:
    """Addresses that stand in the file, which typst leaves readable."""
    text = content.decode("latin-1")
    return {piece.partition(")")[0] for piece in text.split("/URI(")[1:]}


def test_the_page_shows_the_latest_edition_with_its_index(register: Register) -> None:
    """R12-8, R02-1: numbered entries, index by instrument, disclaimer."""
    html = Client().get("/en/compendium/").content.decode()
    for words in (
        "Compendium of good practices",
        "are not binding and not exhaustive",
        "Index of instruments",
        "S/RES/1373 (2001)",
        "Only where a court has ordered it.",
        "This practice was withdrawn.",
        FRENCH,
    ):
        assert words in html, words
    assert "Train prosecutors" not in html  # identified is not recommended
    assert "We closed a site." not in html
    assert Client().get("/en/compendium/sm2016/1/").status_code == 200
    for address in ("/en/compendium/sm2016/2/", "/en/compendium/x/1/", "/en/compendium/sm2016/1.exe"):
        assert Client().get(address).status_code == 404


def test_a_file_that_a_renewal_has_deleted_is_made_again(register: Register) -> None:
    """Another process that serves the same edition keeps the newest file only."""
    shutil.rmtree(default_storage.path("compendium"), ignore_errors=True)
    first = made(register, "json")
    (name,) = default_storage.listdir("compendium/sm2016/1")[1]
    name = f"compendium/sm2016/1/{name}"
    assert files.kept(name) == first
    default_storage.delete(name)
    assert files.kept(name) is None
    assert made(register, "json") == first == files.kept(name)


@pytest.mark.no_database
@pytest.mark.parametrize("language", list(NATIVE_NAMES))
def test_a_pdf_is_tagged_and_its_links_lead_to_the_words(language: str, register: Register) -> None:
    """R12-7, R13-3: six languages; PDF/UA."""
    content = made(register, "pdf", language)
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    text = pdf_text(content)
    assert "Sealed" not in text
    assert "1373" in text
    data = json.loads(made(register, "json", language))
    sources = data["chapters"][0]["practices"][0]["sources"]
    for one in sources:
        if one["telling"] == "quoted":
            assert one["address"].split("#")[0].split("?")[0] in str(pdf_links(content))


@pytest.mark.no_database
def test_a_docx_names_languages_and_directions(register: Register) -> None:
    """R13-3."""
    content = made(register, "docx", "ar")
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert FRENCH in text
    assert ARABIC in text
    assert "\u2068[1]\u2069" in text
    assert [one.style.name for one in document.paragraphs if one.style.name == "Heading 2"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
        links = parts.read("word/_rels/document.xml.rels").decode()
    assert "<w:bidi/>" in body
    assert "<w:rtl/>" in body
    assert 'w:bidi="ar-SA"' in body
    assert 'w:val="fr-FR"' in body
    assert "quote=" in links
    assert document.core_properties.author == "اللجنة"


@pytest.mark.no_database
@pytest.mark.parametrize(("language", "parted"), [("ar", "؛ "), ("zh-hans", "；"), ("fr", "; ")])
def test_lists_are_parted_and_words_of_another_script_set_apart(
    language: str, parted: str, register: Register
) -> None:
    page = compendium.of(register.edition, at=LATER, language=language[:2]).chapters[0][1][0]
    page = replace(page, reservations="One member wrote in English.")
    with override(language):
        (instruments,) = [words for _label, words in book.facts(page) if "1373" in words]
        assert parted in instruments
        said = book.decision(page)
    assert said.endswith("\u2068One member wrote in English.\u2069") == (language == "ar")


def test_a_meeting_with_a_long_title_has_a_docx(register: Register) -> None:
    """A property of a document holds 255 signs."""
    meeting = register.edition.meeting
    meeting.titles = {"en": "Special meeting " * 40}
    meeting.save()
    document = docx.Document(io.BytesIO(made(register, "docx")))
    assert len(document.core_properties.subject) == 255
    assert ("Special meeting " * 40).strip() in "\n".join(one.text for one in document.paragraphs)


@pytest.mark.no_database
def test_a_csv_has_a_row_for_each_source_and_no_formula(register: Register) -> None:
    rows = list(csv.DictReader(io.StringIO(made(register, "csv").decode("utf-8-sig"))))
    assert [one["telling"] for one in rows] == [*["quoted"] * 4, "sealed", ""]
    assert {one["words"] for one in rows} >= {ARABIC, FRENCH}
    assert all(value[:1] not in "=+@" for one in rows for value in one.values() if value)


@pytest.mark.no_database
@pytest.mark.parametrize("kind", list(files.TYPES))
def test_no_sealed_source_leaks_into_a_file_its_name_or_its_metadata(kind: str, register: Register) -> None:
    """RX-1: text, metadata, order, file name."""
    for language in ("en", "ar"):
        content = made(register, kind, language)
        text = content.decode("utf-8", errors="replace")
        if kind == "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                text = "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
        if kind == "pdf":
            text += pdf_text(content) + str(pypdfium2.PdfDocument(content).get_metadata_dict())
        for secret in register.secrets:
            assert secret not in text
        assert not any(one in files.file_name(register.edition, kind, language) for one in register.secrets)


def test_a_file_is_made_once_and_anew_when_a_source_is_withdrawn(register: Register) -> None:
    """R09-6: what was withdrawn stays in no kept file."""
    first = made(register, "docx")
    (kept,) = held("docx")
    assert made(register, "docx") == first
    assert held("docx") == [kept]
    statement = Statement.objects.get(delegation__body__code="fra")
    changes.withdraw(statement, reason="A slip.", by=the_desk(the_meeting()), at=NOW)
    second = made(register, "docx")
    assert FRENCH not in "\n".join(one.text for one in docx.Document(io.BytesIO(second)).paragraphs)
    (other,) = held("docx")
    assert other != kept


def held(kind: str) -> list[str]:
    return [
        one
        for one in default_storage.listdir("compendium/sm2016/1")[1]
        if one.startswith("en-") and one.endswith(kind)
    ]


def test_the_site_offers_the_same_file_as_a_download(register: Register) -> None:
    for kind, media in files.TYPES.items():
        answer = Client().get(f"/fr/compendium/sm2016/1.{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == media
        assert (
            answer.headers["Content-Disposition"] == f'attachment; filename="compendium-sm2016-1-fr.{kind}"'
        )
        assert "no-cache" in answer.headers["Cache-Control"]
        assert answer.content == made(register, kind, "fr", timezone.now())


@pytest.mark.no_database
def test_where_no_font_has_the_letters_it_says_so(register: Register) -> None:
    """A PDF of empty boxes helps nobody."""
    with pytest.raises(pdf.Unavailable, match="No font on this machine"):
        pdf.pdf(a_book(register, "ar"), issued_at=NOW, own_fonts_only=True)
    content = pdf.pdf(a_book(register, "ru"), issued_at=NOW, own_fonts_only=True)
    assert ARABIC[:10] not in pdf_text(content)


def a_book(register: Register, language: str) -> Any:
    with override(language):
        content = compendium.of(register.edition, at=LATER, language=language)
        return book.book(content, register.edition.meeting, NOW.date())


@pytest.mark.no_database
def test_the_command_writes_the_file(register: Register, tmp_path: Path) -> None:
    """`comity export compendium --meeting M --format F --language L --output F`."""
    target = tmp_path / "c.json"
    call_command(
        "export", "compendium", meeting="sm2016", kind="json", language="fr", output=str(target), verbosity=0
    )
    assert json.loads(target.read_text())["language"] == "fr"
    for wrong in ({"meeting": "nowhere"}, {"meeting": "sm2016", "number": 7}):
        with pytest.raises(CommandError):
            call_command("export", "compendium", kind="json", output=str(target), **wrong)


def test_an_addendum_has_its_own_page(register: Register) -> None:
    """R12-8."""
    issuing.issue(the_meeting(), kind="addendum", by=the_secretariat(), at=NOW)
    html = Client().get("/en/compendium/sm2016/2/").content.decode()
    assert "Addendum, issue 2" in html
    assert "Keep this unpublished" in html
    latest = Client().get("/en/compendium/").content.decode()
    assert "Issue 1" in latest
    assert "Keep this unpublished" not in latest
