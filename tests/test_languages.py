"""Names in the reader's language, and what stands between them."""

from __future__ import annotations

import pytest
from django.utils import translation

from comity import languages
from comity.texts.model import LANGUAGES

pytestmark = pytest.mark.no_database
NORWAY = {"en": "Norway", "fr": "Norvège", "zh": "挪威"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_each_language_is_known_by_two_letters(language: str) -> None:
    with translation.override(languages.page_language(language)):
        assert languages.reader_language() == language


@pytest.mark.parametrize("page", [None, "de", "pt-br"])
def test_a_reader_of_any_other_language_reads_english(page: str | None) -> None:
    with translation.override(page):
        assert languages.reader_language() == "en"
        assert languages.localized(NORWAY) == "Norway"


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        (NORWAY, "fr", "Norvège"),
        (NORWAY, "ru", "Norway"),
        ({"fr": "Norvège", "zh": "挪威"}, "ru", "Norvège"),
        ({"ru": "", "en": "Norway"}, "ru", "Norway"),
        ({}, "ru", ""),
    ],
)
def test_where_a_name_is_missing_the_english_one_stands_then_any(
    names: dict[str, str], language: str, shown: str
) -> None:
    assert languages.localized(names, language) == shown


@pytest.mark.parametrize(
    ("page", "between", "apart"),
    [("ar", "، ", "؛ "), ("zh-hans", "，", "；"), ("ru", ", ", "; "), ("en", ", ", "; ")],
)
def test_things_on_one_line_are_parted_in_the_script_of_the_page(page: str, between: str, apart: str) -> None:
    with translation.override(page):
        assert (languages.comma(), languages.semicolon()) == (between, apart)


@pytest.mark.parametrize(
    ("page", "name", "is_set_apart"),
    [("en", "النرويج", True), ("en", "挪威", False), ("ar", "Norway", True), ("ar", "النرويج", False)],
)
def test_a_name_of_the_other_direction_turns_no_other_word(page: str, name: str, is_set_apart: bool) -> None:
    with translation.override(page):
        assert languages.isolated(name) == (f"\u2068{name}\u2069" if is_set_apart else name)
