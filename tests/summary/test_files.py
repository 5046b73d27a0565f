"""The files of a summary name no State, and are what they say they are."""

from __future__ import annotations

import json
import re
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from django.utils import translation
from lxml import etree

from comity.adapters.summary import files
from comity.languages import page_language
from comity.meetings.models import Attribution
from comity.practices import attribution
from comity.summary.differing import between
from comity.summary.models import SummaryVersion
from comity.summary.printed import language_of
from comity.texts.states import states
from tests.makers import NOW, a_delegation
from tests.papers.makers import a_posted
from tests.practices.makers import the_meeting, the_rapporteur
from tests.summary.makers import a_cleared, a_sentence, an_excerpt, an_issued, wrote

pytestmark = pytest.mark.django_db

SCHEMA = Path(__file__).parent.parent / "floor" / "schemas" / "akomantoso30.xsd"
WORDS = {
    "ar": "ذكر أحد المتكلمين جهة اتصال تعمل في كل وقت.",
    "zh": "一名发言者介绍了全天候联络点。",
    "en": "One speaker reported an office that answers at any hour.",
    "fr": "Un orateur a présenté un bureau joignable à toute heure.",
    "ru": "Один из ораторов рассказал о круглосуточном пункте связи.",
    "es": "Un orador presentó una oficina localizable a toda hora.",
}
WRITTEN_ALIKE = {"مالي", "قطري", "عماني", "غينيا", "مجري"}
"""Of the Arabic list: they stand within other words."""


def every_name(language: str) -> list[re.Pattern[str]]:
    """All names and adjectives of 195 States in the language, as the lists give them: nothing that the checks know."""
    listed = json.loads(resources("comity.texts").joinpath("nationalities.json").read_text(encoding="utf-8"))
    ways = {one["names"][language] for one in states()}
    for one in listed:
        for part in ("adjectives", "names"):
            ways.update(one.get(part, {}).get(language, ()))
    around = r"\b" if language not in ("ar", "zh") else ""
    return [re.compile(f"{around}{re.escape(way)}{around}") for way in ways - WRITTEN_ALIKE]


def a_whole() -> SummaryVersion:
    """In six languages; Norway, France and Japan are registered, and a document is called after Norway."""
    for code in ("fra", "jpn"):
        a_delegation(the_meeting(), code)
    a_posted(the_meeting(), "Words.", titles={"en": "Letter from Norway", "fr": "Lettre"}, at=NOW)
    excerpt = an_excerpt("nor")
    attribution.tighten(excerpt, Attribution.NON_ATTRIBUTED, by=the_rapporteur(), at=NOW)
    sentence = a_sentence(WORDS["en"], excerpt)
    for language, text in WORDS.items():
        if language != "en":
            wrote(sentence, text, language)
    return an_issued()


def text_of(made: bytes, kind: str) -> str:
    """All that stands in the file, with what it says of itself."""
    if kind == "pdf":
        pdf = pypdfium2.PdfDocument(made)
        pages = [page.get_textpage().get_text_range() for page in pdf]
        return "\n".join([*pages, *pdf.get_metadata_dict().values()])
    if kind == "docx":
        with ZipFile(BytesIO(made)) as archive:
            return "\n".join(
                re.sub("<[^>]+>", " ", archive.read(name).decode())
                for name in archive.namelist()
                if name.endswith(".xml")
            )
    return made.decode()


@pytest.mark.parametrize("kind", [*files.TYPES])
def test_no_file_names_a_state_in_any_language(kind: str) -> None:
    """R03-4; RX-1: nor does the name of the file."""
    version = a_whole()
    for language in WORDS:
        made = files.file(version, kind, language=language)
        text = text_of(made, kind)
        if kind != "pdf" or language not in ("ar", "zh"):
            assert WORDS[language].split()[0] in text
        told = [name.pattern for name in every_name(language) if name.search(text)]
        assert told == []
        assert not re.search("nor|fra|jpn", files.file_name(version, kind, language))


def test_the_file_in_akoma_ntoso_follows_the_schema() -> None:
    version = a_whole()
    for language in WORDS:
        root = etree.fromstring(files.file(version, "akn", language=language))
        etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(root)


def test_a_document_that_is_called_after_a_state_is_known_by_another_title() -> None:
    version = a_whole()
    assert [one["titles"] for one in version.content["documents"]] == [{"fr": "Lettre"}]


def test_where_a_language_is_missing_the_original_is_given() -> None:
    a_sentence(WORDS["en"])
    version = an_issued()
    assert language_of(version, "ru") == "en"
    assert WORDS["en"] in files.file(version, "html", language="ru").decode()
    assert files.file_name(version, "html", "ru").endswith("-1-en.html")


def test_a_file_is_made_once() -> None:
    a_sentence(WORDS["en"])
    version = an_issued()
    made = files.file(version, "docx", language="en")
    assert files.file(version, "docx", language="en") == made


def test_two_versions_are_compared_sentence_by_sentence() -> None:
    kept, changed = a_sentence("One speaker said A."), a_sentence("One speaker said B.")
    first = a_cleared()
    wrote(changed, "One speaker said C.")
    a_sentence("One speaker said D.")
    second = a_cleared()
    with translation.override(page_language("en")):
        rows = between(first, second, "en")
    assert [(one.code, one.kind.value) for one in rows] == [
        (f"s{kept.number}", "same"), (f"s{changed.number}", "changed"), ("s3", "added"),
    ]  # fmt: skip
    assert (rows[1].changes[0].before, rows[1].changes[0].after) == (
        "One speaker said B.",
        "One speaker said C.",
    )
