"""The framework as everybody reads it: numbers that stay, editions that say so, and nothing that is sealed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import docx
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from comity.adapters.framework import files
from comity.languages import NATIVE_NAMES
from comity.practices import issuing
from tests.makers import NOW
from tests.practices.makers import the_rapporteur, the_secretariat
from tests.web import shared_framework
from tests.web.shared_framework import DRAFT, SECRET, Issued
from tests.web.shared_register import Register, kept_register

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)
HOME = "/en/framework/sm2016"


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Register, Issued]]:
    with kept_register(
        django_db_blocker,
        sample=True,
        convened_by={"en": "The Committee", "ar": "اللجنة"},
        venues={"en": "Headquarters"},
    ) as register:
        yield (
            register,
            shared_framework.of(
                register.practice,
                drafter=the_rapporteur(),
                desk=the_secretariat(),
                at=NOW,
                sealed=register.hidden,
            ),
        )


@pytest.fixture
def issued(kept: tuple[Register, Issued], db: None) -> Issued:
    return deepcopy(kept[1])


@pytest.fixture
def register(kept: tuple[Register, Issued], db: None) -> Register:
    return deepcopy(kept[0])


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_the_latest_edition_has_the_tree_with_its_numbers_letter_and_annexes(issued: Issued) -> None:
    """R04-1, R04-4, R12-8, R12-10"""
    html = page("/en/framework/")
    for words in (
        "Proposal for a framework",
        "Legal &lt;measures&gt;",
        "Answer at any hour",
        "I have the honour to transmit",
        "President of the Security Council",
        "One desk for all",
        "Visit contact points",
        "not binding and not exhaustive",
        "Numbers no longer in use",
        "last in edition 1. Said &lt;elsewhere&gt;.",
        "practice 1 of the compendium",
    ):
        assert words in html, words
    assert "Keep a record</bdi></h3>" not in html
    assert DRAFT not in html


def test_an_earlier_edition_stays_and_says_so(issued: Issued) -> None:
    """R12-8"""
    html = page(f"{HOME}/editions/1/")
    assert "This is an earlier edition." in html
    assert "Keep a record" in html
    page(f"{HOME}/editions/9/", 404)
    page("/en/framework/sm1999/editions/1/", 404)


def test_each_number_has_a_page_that_stays(issued: Issued) -> None:
    """R12-8: permanent numbers resolve, also those that were removed, and lead to the words."""
    for node, words in (
        (issued.element, "Legal &lt;measures&gt;"),
        (issued.guideline, "Requests should be answered at any hour"),
        (issued.placed, "Un point de contact répond à toute heure."),
    ):
        assert words in page(f"{HOME}/{node.number}/")
    html = page(f"{HOME}/{issued.gone.number}/")
    assert "This number was removed." in html
    assert "Said &lt;elsewhere&gt;." in html
    assert "A record should be kept" in html
    page(f"{HOME}/{issued.draft.number}/", 404)
    page(f"{HOME}/99/", 404)


def test_a_permanent_address_leads_to_the_number(issued: Issued) -> None:
    answer = Client().get(f"/id/{issued.guideline.ref}", follow=False)
    assert (answer.status_code, answer["Location"]) == (302, f"{HOME}/{issued.guideline.number}/")
    for ref in (issued.draft.ref, "sm2016-framework-x", "sm1999-framework-1", "sm2016-framework-99999999"):
        assert Client().get(f"/id/{ref}").status_code == 404
    short = Client().get(f"/en/framework/{issued.guideline.number}/")
    assert (short.status_code, short["Location"]) == (302, f"{HOME}/{issued.guideline.number}/")
    page("/en/framework/99/", 404)


def test_two_editions_stand_side_by_side(issued: Issued) -> None:
    html = page(f"{HOME}/editions/1...2/")
    assert "Keep a record" in html
    assert "difference-removed" in html
    assert "difference-changed" not in html


def test_every_page_and_file_keeps_the_seal(issued: Issued) -> None:
    """RX-1: on no route, in no file, not even in its metadata."""
    told = [
        page("/en/framework/"),
        page(f"{HOME}/{issued.guideline.number}/"),
        page(f"{HOME}/{issued.placed.number}/"),
    ]
    told += [made(issued, kind).decode("latin-1") for kind in ("html", "json")]
    told += [pdf_text(made(issued, "pdf")), docx_text(made(issued, "docx"))]
    for words in told:
        assert SECRET not in words
        assert "Sealedcorp" not in words
    assert "on file with the secretariat" in pdf_text(made(issued, "pdf"))


def made(issued: Issued, kind: str, language: str = "en") -> bytes:
    return files.file(issued.second, kind, language=language, at=LATER)


def pdf_text(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(one.get_textpage().get_text_range() for one in document)


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_mark_in_an_arabic_line_is_not_broken_at_its_bracket(issued: Issued) -> None:
    """LibreOffice ends a line between the bracket and the number of a mark that is not isolated."""
    assert "\u2068[1]\u2069" in docx_text(made(issued, "docx", "ar"))
    assert "[1]" in docx_text(made(issued, "docx"))


@pytest.mark.parametrize("language", [*NATIVE_NAMES])
@pytest.mark.parametrize("kind", ["docx", "html", "json"])
def test_there_is_a_file_in_every_language(issued: Issued, kind: str, language: str) -> None:
    answer = Client().get(
        f"/{'zh-hans' if language == 'zh' else language}/framework/sm2016/editions/2.{kind}"
    )
    assert answer.status_code == 200
    assert answer["Content-Type"] == files.TYPES[kind]
    assert answer["Content-Disposition"] == f'attachment; filename="framework-sm2016-2-{language}.{kind}"'
    assert answer.content == made(issued, kind, language)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Requests should be answered"), ("ar", "اجتماع استثنائي")]
)
def test_the_pdf_is_tagged_and_says_what_the_page_says(issued: Issued, language: str, words: str) -> None:
    content = made(issued, "pdf", language)
    assert b"/StructTreeRoot" in content
    assert words in pdf_text(content)


def test_the_docx_has_letter_headings_links_and_tables(issued: Issued) -> None:
    document = docx.Document(io.BytesIO(made(issued, "docx")))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0].startswith("Letter dated 20 November 2016 from the Chair of the The Committee")
    assert "I. Legal <measures>" in headings
    assert "2. Answer at any hour" in headings
    assert len(document.tables) == 2
    links = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert any("/id/" in one and "#p-" in one for one in links)


def test_the_json_names_what_each_thing_rests_on(issued: Issued, register: Register) -> None:
    content = json.loads(made(issued, "json"))
    [element] = content["elements"]
    [guideline] = element["guidelines"]
    assert guideline["rests_on"][0]["practice"]["ref"] == register.practice.ref
    assert guideline["rests_on"][1]["words"] == {"number": 2, "stance": "supports", "telling": "sealed"}
    assert guideline["practices"][0]["status"] == "recommended"
    assert content["numbers_no_longer_in_use"][0]["number"] == issued.gone.number


def test_a_practice_that_is_withdrawn_later_is_told_of_no_more(issued: Issued, register: Register) -> None:
    before = made(issued, "html")
    practice = register.practice
    practice.refresh_from_db()
    issuing.withdraw(practice, reason="A court found it unlawful.", by=the_secretariat(), at=NOW)
    after = made(issued, "html").decode()
    assert b"Un point de contact" in before
    assert "Un point de contact" not in after
    assert "This practice was withdrawn." in after


def test_the_command_writes_the_same_file(issued: Issued, tmp_path: Any) -> None:
    target = tmp_path / "framework.json"
    call_command("export", "framework", meeting="sm2016", kind="json", output=str(target))
    assert target.read_bytes() == made(issued, "json")
    for wrong in ({"number": 9}, {"kind": "csv"}, {"meeting": "sm1999"}):
        with pytest.raises(CommandError):
            call_command("export", "framework", **{"meeting": "sm2016", **wrong})


def test_an_unknown_kind_of_file_is_not_found(issued: Issued) -> None:
    page(f"{HOME}/editions/2.csv", 404)


def test_the_navigation_names_the_framework_once_one_is_issued(issued: Issued) -> None:
    assert '<a href="/en/framework/">Framework</a>' in page("/en/")


def test_a_meeting_without_a_framework_says_so(register: Register) -> None:
    from tests.makers import a_meeting

    a_meeting("sm2018")
    html = page("/en/framework/?meeting=sm2018")
    assert "No framework has been issued yet." in html
    page("/en/framework/2/?meeting=sm2018", 404)
